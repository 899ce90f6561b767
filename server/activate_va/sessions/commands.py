"""What a person may do to a session: each a pure decision `(state, request) -> payload of the event`.

A decision that may not be taken raises one of the errors of `sessions.errors`; nothing is written then.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np

from activate_va.classifiers import check_fine_tuning, classifier_for
from activate_va.errors import UnknownName
from activate_va.kinds import Kind
from activate_va.options import check_options
from activate_va.pool import own_embedding_of, spaces
from activate_va.projections import projections
from activate_va.representations import representations
from activate_va.selection import schemes as selection_schemes
from activate_va.sessions.config import ORIGINAL, WITH_OPTIONS, ConfigPatch, SessionConfig
from activate_va.sessions.errors import (
    ClassOutOfRange,
    InvalidMixture,
    NoRoundRunning,
    NothingToLabel,
    NothingToRedo,
    NothingToUndo,
    PlacementsChanged,
    PredictWithUntrained,
    RepeatedSample,
    RepeatedScheme,
    RoundRunning,
    SampleNotInPool,
    SampleNotOnBoard,
    SampleNotPlaced,
    SampleOnBoard,
    StepBuiltUpon,
    StepNotFound,
    StepNotLast,
    TooFewLabels,
)
from activate_va.sessions.evaluating import expect_evaluated
from activate_va.sessions.events import (
    ConfigChanged,
    LabelsConfirmed,
    Redone,
    RoundCancelled,
    RoundStarted,
    SamplePlaced,
    SampleReturned,
    SamplesLabelled,
    Undone,
)
from activate_va.sessions.fold import effort_of
from activate_va.sessions.labels import labels_of
from activate_va.sessions.placement import LABELLED
from activate_va.sessions.state import Placement, SessionState
from activate_va.sessions.steps import Step, StepName, built_upon
from activate_va.training import LabelSet, schemes

ROUNDING = 1e-6
"""By how much the sum of a mixture's weights may miss 1."""
MAP_SPACES = f"known: {ORIGINAL}, or own.NAME for an embedding that came with the dataset"


def change_config(state: SessionState, patch: ConfigPatch, kind: Kind) -> ConfigChanged:
    """`kind` is that of the session's dataset."""
    config = patch.applied_to(state.config)
    check_config(config, kind)
    if config.mixture and config.mixture != state.config.mixture:
        _expect_trained(state, config)
    return ConfigChanged(config=config)


def check_config(config: SessionConfig, kind: Kind) -> None:
    """Refuse names that no registry knows, and what does not fit together.

    A classifier of another kind than the samples, options that a scheme does not take, a scheme to train twice, and a
    configuration that could not predict.
    """
    classifier_for(kind, config.classifier)
    projections[config.projection]
    selection_schemes[config.selection_scheme]
    _check_space(config.distance_space, kind)
    if config.map_space != ORIGINAL and own_embedding_of(config.map_space) is None:
        raise UnknownName(f"map_space={config.map_space!r} is nothing to lay a map out from", MAP_SPACES)
    check_options(config.options, *WITH_OPTIONS)
    for name in config.training_schemes:
        schemes[name]
    check_fine_tuning(config.classifier, kind, config.training_schemes)
    trained = ", ".join(config.training_schemes)
    if len(set(config.training_schemes)) < len(config.training_schemes):
        raise RepeatedScheme(f"training_schemes={trained} names a scheme twice")
    if config.predict_with not in config.training_schemes:
        raise PredictWithUntrained(f"predict_with={config.predict_with} is not among the trained schemes ({trained})")
    _check_mixture(config)


def _check_mixture(config: SessionConfig) -> None:
    """Raises InvalidMixture."""
    for name in config.mixture:
        if name not in config.training_schemes:
            raise InvalidMixture(f"mixture names {name}, which is not among the trained schemes")
    if config.mixture and abs(sum(config.mixture.values()) - 1) > ROUNDING:
        raise InvalidMixture(f"the weights of mixture={config.mixture} have the sum {sum(config.mixture.values()):g}")


def _expect_trained(state: SessionState, config: SessionConfig) -> None:
    """Raises InvalidMixture where no finished round has models of all the schemes that are to predict."""
    if not any(config.weights().keys() <= finished.results.keys() for finished in state.rounds):
        names = ", ".join(config.weights())
        raise InvalidMixture(f"no round has trained {names} together", "train them first, then mix them")


def _check_space(name: str, kind: Kind) -> None:
    """Raises UnknownName, KindNotRepresented."""
    method = spaces[name].representation
    if method is not None and own_embedding_of(method) is None:
        representations[method].check(kind)


def check_pickable(state: SessionState, sample_ids: Sequence[int], pool_size: int) -> None:
    """Refuse samples that are not in the pool, stand on the board already, or are named twice."""
    check_in_pool(sample_ids, pool_size)
    for sample_id in sample_ids:
        if sample_id in state.board:
            raise SampleOnBoard(f"sample_id={sample_id} is on the board already")


def check_in_pool(sample_ids: Sequence[int], pool_size: int) -> None:
    """Raises SampleNotInPool, RepeatedSample."""
    for sample_id in sample_ids:
        if not 0 <= sample_id < pool_size:
            raise SampleNotInPool(f"sample_id={sample_id} is not in the pool of {pool_size:,} samples")
    if len(set(sample_ids)) < len(sample_ids):
        raise RepeatedSample(f"sample_ids={list(sample_ids)} names a sample twice")


def place(
    state: SessionState, sample_id: int, class_index: int, confidence: float | None, n_classes: int
) -> SamplePlaced:
    """Without a confidence a label in that class keeps its own, and any other sample gets the default height."""
    before = _on_board(state, sample_id)
    check_class(state, class_index, n_classes)
    if confidence is not None:
        return SamplePlaced(sample_id=sample_id, class_index=class_index, confidence=confidence, source="stated")
    if before.class_index == class_index and before.source == "stated" and before.confidence is not None:
        return SamplePlaced(sample_id=sample_id, class_index=class_index, confidence=before.confidence, source="stated")
    height = state.config.default_confidence
    return SamplePlaced(sample_id=sample_id, class_index=class_index, confidence=height, source="default")


def label_alike(
    state: SessionState,
    sample_ids: Sequence[int],
    class_index: int,
    confidence: float | None,
    n_classes: int,
    pool_size: int,
    relabel: bool = False,
) -> SamplesLabelled:
    """Give samples of the pool one class, on the board or not; those that are labels already stay as they are.

    To `relabel` moves labels too; one of that class already stays as it is where no confidence is stated.
    Without a confidence they get the default height. Raises EvaluationFirst, SampleNotInPool,
    RepeatedSample, ClassOutOfRange, and NothingToLabel where nothing would change.
    """
    expect_evaluated(state)
    check_in_pool(sample_ids, pool_size)
    check_class(state, class_index, n_classes)
    kept = {i for i in sample_ids if i in state.board and state.board[i].status in LABELLED}
    if relabel:
        kept = {i for i in kept if state.board[i].class_index == class_index and confidence is None}
    free = tuple(i for i in sample_ids if i not in kept)
    if not free:
        raise NothingToLabel(f"all {len(sample_ids):,} samples are labelled already")
    height = state.config.default_confidence if confidence is None else confidence
    source: Literal["stated", "default"] = "default" if confidence is None else "stated"
    return SamplesLabelled(sample_ids=free, class_index=class_index, confidence=height, source=source)


def check_class(state: SessionState, class_index: int, n_classes: int) -> None:
    """Raises ClassOutOfRange."""
    if not 0 <= class_index < n_classes:
        detail = f"class_index={class_index} is not a class of {state.dataset}"
        raise ClassOutOfRange(detail, f"classes go from 0 to {n_classes - 1}")


def confirm(
    state: SessionState, sample_ids: Sequence[int], class_indices: Sequence[int] | None = None
) -> LabelsConfirmed:
    """Accept placements as they stand; one that is a label already is accepted again without harm.

    With the classes in which they were seen, those that stand elsewhere by now are left out: nobody has seen them
    there. Raises PlacementsChanged where none is left.
    """
    for sample_id in sample_ids:
        if _on_board(state, sample_id).class_index is None:
            raise SampleNotPlaced(f"sample_id={sample_id} has no class to confirm")
    now = {i: state.board[i].class_index for i in sample_ids}
    seen = now if class_indices is None else dict(zip(sample_ids, class_indices, strict=True))
    accepted = tuple(i for i, class_index in seen.items() if class_index == now[i])
    if not accepted:
        raise PlacementsChanged(f"sample_ids={list(sample_ids)} stand in other classes by now than they were seen in")
    return LabelsConfirmed(sample_ids=accepted)


def return_sample(state: SessionState, sample_id: int) -> SampleReturned:
    if _on_board(state, sample_id).class_index is None:
        raise SampleNotPlaced(f"sample_id={sample_id} is in the unlabelled region already", "nothing needs doing")
    return SampleReturned(sample_id=sample_id)


def undo(state: SessionState, actor: str, named: StepName | None = None) -> Undone:
    """Take back the actor's own last step; where one is named, only if that is it."""
    step = state.last_step(actor)
    if step is None:
        raise NothingToUndo(f"no event of {actor} is left to undo")
    _check_named(step, named, state.undo_steps)
    later = built_upon(state.undo_steps, step)
    if later is not None:
        raise StepBuiltUpon(f"event {step.seq} cannot be undone: {later.actor} has changed its samples in {later.seq}")
    return Undone(seq=step.seq)


def redo(state: SessionState, actor: str, named: StepName | None = None) -> Redone:
    """Bring back the step of their own that the actor undid last; where one is named, only if that is it."""
    step = state.last_undone(actor)
    if step is None:
        raise NothingToRedo(f"no undone event of {actor} is left to redo")
    _check_named(step, named, state.redo_steps)
    later = built_upon(state.undo_steps, step)
    if later is not None or any((i in state.board) != (was is not None) for i, was in step.before.items()):
        raise StepBuiltUpon(f"event {step.seq} cannot be redone: others have changed its samples since")
    return Redone(seq=step.seq)


def _check_named(step: Step, named: StepName | None, steps: Sequence[Step]) -> None:
    if named is None or named.names(step):
        return
    found = next((other for other in reversed(steps) if named.names(other)), None)
    if found is None:
        raise StepNotFound(f"there is no step {named.seq or named.key!r} that counts")
    raise StepNotLast(f"event {found.seq} is not your last step: {step.seq} is")


def start_round(state: SessionState) -> RoundStarted:
    if state.running is not None:
        raise RoundRunning(f"round {state.running.round} of this session is still running")
    expect_evaluated(state)
    labels = labels_of(state)
    for name in state.config.training_schemes:
        schemes[name].check(labels)
    if not state.rounds:
        _expect_begun(state.config, labels)
    return RoundStarted(round=state.next_round(), labels=len(labels), effort=effort_of(state), config=state.config)


def _expect_begun(config: SessionConfig, labels: LabelSet) -> None:
    """Raises TooFewLabels where fewer classes have as many labels as a first training asks for."""
    _, counts = np.unique(labels.class_indices, return_counts=True)
    enough = int((counts >= config.first_labels).sum())
    if enough < config.first_classes:
        many = f"{enough} of {config.first_classes} classes have {config.first_labels} labels"
        raise TooFewLabels(f"{many}, which this session asks for before its first training")


def cancel_round(state: SessionState) -> RoundCancelled:
    if state.running is None:
        raise NoRoundRunning("no round of this session is running")
    return RoundCancelled(round=state.running.round)


def _on_board(state: SessionState, sample_id: int) -> Placement:
    if sample_id not in state.board:
        raise SampleNotOnBoard(f"sample_id={sample_id} is not on the board")
    return state.board[sample_id]
