"""What may not be done is refused with the error that says so."""

from __future__ import annotations

import pytest

from activate_va.errors import ActivateError
from activate_va.sessions import commands
from activate_va.sessions.config import ConfigPatch
from activate_va.sessions.errors import (
    ClassOutOfRange,
    NoRoundRunning,
    NothingToRedo,
    NothingToUndo,
    PredictWithUntrained,
    RepeatedSample,
    RoundRunning,
    SampleNotInPool,
    SampleNotOnBoard,
    SampleNotPlaced,
    SampleOnBoard,
)
from activate_va.sessions.events import SamplesPicked, SelectedSample
from activate_va.sessions.state import SessionState
from activate_va.training import AllConfidencesZero, NoLabels, OneClassOnly

from .strategies import CLASSES, run


@pytest.fixture
def with_samples(begun: SessionState) -> SessionState:
    samples = tuple(SelectedSample(sample_id=i, prediction=None) for i in (4, 5))
    return run(begun, SamplesPicked(samples=samples, predicted_by=None))


def _labelled(state: SessionState, *labels: tuple[int, int, float]) -> SessionState:
    for sample_id, class_index, confidence in labels:
        state = run(state, commands.place(state, sample_id, class_index, confidence, CLASSES))
    return state


def test_only_samples_on_the_board_can_be_labelled(with_samples: SessionState) -> None:
    with pytest.raises(SampleNotOnBoard, match="sample_id=9"):
        commands.place(with_samples, 9, 0, 0.5, CLASSES)


def test_a_class_out_of_range_names_the_range(with_samples: SessionState) -> None:
    with pytest.raises(ClassOutOfRange) as refusal:
        commands.place(with_samples, 4, CLASSES, 0.5, CLASSES)
    assert refusal.value.hint == "classes go from 0 to 2"


def test_there_is_nothing_to_confirm_or_return_in_the_unlabelled_region(with_samples: SessionState) -> None:
    with pytest.raises(SampleNotPlaced):
        commands.confirm(with_samples, [4])
    with pytest.raises(SampleNotPlaced):
        commands.return_sample(with_samples, 4)


@pytest.mark.parametrize(
    ("sample_ids", "refusal"),
    [([40], SampleNotInPool), ([-1], SampleNotInPool), ([4], SampleOnBoard), ([1, 1], RepeatedSample)],
)
def test_what_cannot_be_picked(with_samples: SessionState, sample_ids: list[int], refusal: type[ActivateError]) -> None:
    with pytest.raises(refusal):
        commands.check_pickable(with_samples, sample_ids, pool_size=40)


def test_undo_and_redo_end(begun: SessionState) -> None:
    with pytest.raises(NothingToUndo):
        commands.undo(begun)
    with pytest.raises(NothingToRedo):
        commands.redo(begun)


def test_training_needs_labels_of_two_classes_and_some_confidence(with_samples: SessionState) -> None:
    with pytest.raises(NoLabels):
        commands.start_round(with_samples)
    with pytest.raises(OneClassOnly):
        commands.start_round(_labelled(with_samples, (4, 1, 0.5), (5, 1, 0.5)))
    with pytest.raises(AllConfidencesZero):
        commands.start_round(_labelled(with_samples, (4, 0, 0), (5, 1, 0)))


def test_one_round_at_a_time(with_samples: SessionState) -> None:
    with pytest.raises(NoRoundRunning):
        commands.cancel_round(with_samples)
    state = _labelled(with_samples, (4, 0, 1), (5, 1, 1))
    state = run(state, commands.start_round(state))
    with pytest.raises(RoundRunning):
        commands.start_round(state)


def test_predictions_come_from_a_scheme_that_is_trained(begun: SessionState) -> None:
    with pytest.raises(PredictWithUntrained, match="predict_with=IDA"):
        commands.change_config(begun, ConfigPatch(training_schemes=("SIL", "IL")))
    changed = commands.change_config(begun, ConfigPatch(training_schemes=("SIL", "IL"), predict_with="IL"))
    assert changed.config.predict_with == "IL"


@pytest.mark.parametrize(
    "patch", [{"classifier": "svm"}, {"projection": "lda"}, {"selection_scheme": "XS"}, {"training_schemes": ("ABC",)}]
)
def test_unknown_names_are_refused(begun: SessionState, patch: dict[str, object]) -> None:
    with pytest.raises(ActivateError, match="not known"):
        commands.change_config(begun, ConfigPatch.model_validate(patch))
