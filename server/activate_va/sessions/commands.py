"""What a person may do to a session: each a pure decision `(state, request) -> payload of the event`.

A decision that may not be taken raises one of the errors of `sessions.errors`; nothing is written then.
"""

from __future__ import annotations

from collections.abc import Sequence

from activate_va.classifiers import classifiers
from activate_va.projections import projections
from activate_va.selection import schemes as selection_schemes
from activate_va.sessions.config import ConfigPatch, SessionConfig
from activate_va.sessions.errors import (
    ClassOutOfRange,
    NoRoundRunning,
    NothingToRedo,
    NothingToUndo,
    PredictWithUntrained,
    RepeatedSample,
    RepeatedScheme,
    RoundRunning,
    SampleNotInPool,
    SampleNotOnBoard,
    SampleNotPlaced,
    SampleOnBoard,
)
from activate_va.sessions.events import (
    ConfigChanged,
    LabelsConfirmed,
    Redone,
    RoundCancelled,
    RoundStarted,
    SamplePlaced,
    SampleReturned,
    Undone,
)
from activate_va.sessions.fold import effort_of
from activate_va.sessions.labels import labels_of
from activate_va.sessions.state import Placement, SessionState
from activate_va.training import schemes


def change_config(state: SessionState, patch: ConfigPatch) -> ConfigChanged:
    config = patch.applied_to(state.config)
    check_config(config)
    return ConfigChanged(config=config)


def check_config(config: SessionConfig) -> None:
    """Refuse names that no registry knows, a scheme to train twice, and a configuration that could not predict."""
    classifiers[config.classifier]
    projections[config.projection]
    selection_schemes[config.selection_scheme]
    for name in config.training_schemes:
        schemes[name]
    trained = ", ".join(config.training_schemes)
    if len(set(config.training_schemes)) < len(config.training_schemes):
        raise RepeatedScheme(f"training_schemes={trained} names a scheme twice")
    if config.predict_with not in config.training_schemes:
        raise PredictWithUntrained(f"predict_with={config.predict_with} is not among the trained schemes ({trained})")


def check_pickable(state: SessionState, sample_ids: Sequence[int], pool_size: int) -> None:
    """Refuse samples that are not in the pool, stand on the board already, or are named twice."""
    for sample_id in sample_ids:
        if not 0 <= sample_id < pool_size:
            raise SampleNotInPool(f"sample_id={sample_id} is not in the pool of {pool_size:,} samples")
        if sample_id in state.board:
            raise SampleOnBoard(f"sample_id={sample_id} is on the board already")
    if len(set(sample_ids)) < len(sample_ids):
        raise RepeatedSample(f"sample_ids={list(sample_ids)} names a sample twice")


def place(state: SessionState, sample_id: int, class_index: int, confidence: float, n_classes: int) -> SamplePlaced:
    _on_board(state, sample_id)
    if not 0 <= class_index < n_classes:
        detail = f"class_index={class_index} is not a class of {state.dataset}"
        raise ClassOutOfRange(detail, f"classes go from 0 to {n_classes - 1}")
    return SamplePlaced(sample_id=sample_id, class_index=class_index, confidence=confidence)


def confirm(state: SessionState, sample_ids: Sequence[int]) -> LabelsConfirmed:
    """Accept placements as they stand; one that is a label already is accepted again without harm."""
    for sample_id in sample_ids:
        if _on_board(state, sample_id).class_index is None:
            raise SampleNotPlaced(f"sample_id={sample_id} has no class to confirm")
    return LabelsConfirmed(sample_ids=tuple(dict.fromkeys(sample_ids)))


def return_sample(state: SessionState, sample_id: int) -> SampleReturned:
    if _on_board(state, sample_id).class_index is None:
        raise SampleNotPlaced(f"sample_id={sample_id} is in the unlabelled region already", "nothing needs doing")
    return SampleReturned(sample_id=sample_id)


def undo(state: SessionState) -> Undone:
    if not state.undo_steps:
        raise NothingToUndo("no event is left to undo")
    return Undone(seq=state.undo_steps[-1].seq)


def redo(state: SessionState) -> Redone:
    if not state.redo_steps:
        raise NothingToRedo("no undone event is left to redo")
    return Redone(seq=state.redo_steps[-1].seq)


def start_round(state: SessionState) -> RoundStarted:
    if state.running is not None:
        raise RoundRunning(f"round {state.running.round} of this session is still running")
    labels = labels_of(state)
    for name in state.config.training_schemes:
        schemes[name].check(labels)
    return RoundStarted(round=state.next_round(), labels=len(labels), effort=effort_of(state), config=state.config)


def cancel_round(state: SessionState) -> RoundCancelled:
    if state.running is None:
        raise NoRoundRunning("no round of this session is running")
    return RoundCancelled(round=state.running.round)


def _on_board(state: SessionState, sample_id: int) -> Placement:
    if sample_id not in state.board:
        raise SampleNotOnBoard(f"sample_id={sample_id} is not on the board")
    return state.board[sample_id]
