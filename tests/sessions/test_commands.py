"""What may not be done is refused with the error that says so."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from activate_va.errors import ActivateError
from activate_va.kinds import kinds
from activate_va.sessions import commands
from activate_va.sessions.config import ConfigPatch, SessionConfig
from activate_va.sessions.errors import (
    ClassOutOfRange,
    NoRoundRunning,
    NothingToLabel,
    NothingToRedo,
    NothingToUndo,
    PlacementsChanged,
    PredictWithUntrained,
    RepeatedSample,
    RoundRunning,
    SampleNotInPool,
    SampleNotOnBoard,
    SampleNotPlaced,
    SampleOnBoard,
    StepBuiltUpon,
    StepNotFound,
    StepNotLast,
)
from activate_va.sessions.events import Prediction, Predictor, SamplesPicked, SamplesPredicted, SelectedSample
from activate_va.sessions.labels import labels_of
from activate_va.sessions.state import SessionState, Status
from activate_va.sessions.steps import Step, StepName
from activate_va.training import AllConfidencesZero, NoLabels, OneClassOnly

from .strategies import CLASSES, run

IMAGES = kinds["image"]


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
        commands.undo(begun, "person")
    with pytest.raises(NothingToRedo):
        commands.redo(begun, "person")


def test_a_label_without_a_stated_confidence_stands_at_the_default_and_says_so(with_samples: SessionState) -> None:
    placed = commands.place(with_samples, 4, 1, None, CLASSES)
    assert (placed.confidence, placed.source) == (with_samples.config.default_confidence, "default")
    placed = commands.place(with_samples, 4, 1, 0.31, CLASSES)
    assert (placed.confidence, placed.source) == (0.31, "stated")


def test_naming_the_class_of_a_label_again_keeps_the_confidence_that_was_stated(with_samples: SessionState) -> None:
    stated = run(with_samples, commands.place(with_samples, 4, 1, 0.31, CLASSES))
    again = commands.place(stated, 4, 1, None, CLASSES)
    assert (again.confidence, again.source) == (0.31, "stated")
    other = commands.place(stated, 4, 2, None, CLASSES)
    assert (other.confidence, other.source) == (stated.config.default_confidence, "default")


@pytest.fixture
def predicted(with_samples: SessionState) -> SessionState:
    """Samples 7 and 8 have come with a prediction of class 1 at 0.61."""
    return run(with_samples, SamplesPicked(samples=_guessed(1, 0.61, 7, 8), predicted_by=PREDICTOR))


PREDICTOR = Predictor(round=1, training_scheme="IDA")


def _guessed(class_index: int, confidence: float, *sample_ids: int) -> tuple[SelectedSample, ...]:
    guess = Prediction(class_index=class_index, confidence=confidence, probabilities=(1.0,))
    return tuple(SelectedSample(sample_id=i, prediction=guess) for i in sample_ids)


def test_a_digit_on_a_prediction_never_takes_the_machines_height_for_the_persons(predicted: SessionState) -> None:
    corrected = run(predicted, commands.place(predicted, 7, 2, None, CLASSES)).board[7]
    assert (corrected.class_index, corrected.confidence, corrected.source) == (2, 0.8, "default")
    assert corrected.prediction == _guessed(1, 0.61, 7)[0].prediction


def test_a_confirmed_prediction_keeps_the_machines_confidence_as_the_machines(predicted: SessionState) -> None:
    confirmed = run(predicted, commands.confirm(predicted, [7])).board[7]
    assert (confirmed.confidence, confirmed.source) == (0.61, "accepted")


@pytest.mark.parametrize(("rule", "weight"), [("machine", 0.61), ("default", 0.8)])
def test_what_a_confirmed_prediction_weighs_is_an_option(predicted: SessionState, rule: str, weight: float) -> None:
    state = run(predicted, commands.confirm(predicted, [7]))
    state = run(state, commands.place(state, 8, 0, 0.33, CLASSES))
    state = run(state, commands.change_config(state, ConfigPatch(accepted_confidence=rule), IMAGES))
    assert labels_of(state).confidences.tolist() == [weight, 0.33]


def test_confirming_leaves_out_what_stands_in_another_class_than_it_was_seen_in(predicted: SessionState) -> None:
    moved = run(predicted, SamplesPredicted(samples=_guessed(2, 0.7, 8), predicted_by=PREDICTOR), "machine")
    assert commands.confirm(moved, [7, 8], [1, 1]).sample_ids == (7,)
    assert commands.confirm(moved, [7, 8], [1, 2]).sample_ids == (7, 8)
    with pytest.raises(PlacementsChanged, match="other classes by now"):
        commands.confirm(moved, [8], [1])


def test_a_new_model_moves_predictions_and_nothing_that_somebody_acted_on(predicted: SessionState) -> None:
    state = run(predicted, commands.place(predicted, 7, 0, 0.9, CLASSES))
    moved = run(state, SamplesPredicted(samples=_guessed(2, 0.7, 7, 8, 4, 99), predicted_by=PREDICTOR), "machine")
    assert {i for i in moved.board if moved.board[i] != state.board[i]} == {8}
    assert (moved.board[8].class_index, moved.board[8].earlier_prediction) == (2, state.board[8].prediction)
    assert (moved.undo_steps, moved.redo_steps) == (state.undo_steps, state.redo_steps)


@pytest.mark.parametrize("name", [lambda step: StepName(seq=step.seq), lambda step: StepName(key=step.key)])
def test_an_undo_names_its_step(with_samples: SessionState, name: Callable[[Step], StepName]) -> None:
    state = _labelled(with_samples, (4, 0, 1), (5, 1, 1))
    first, second = state.undo_steps[-2:]
    with pytest.raises(StepNotLast, match=str(first.seq)):
        commands.undo(state, "person", name(first))
    assert commands.undo(state, "person", name(second)).seq == second.seq
    undone = run(state, commands.undo(state, "person", name(second)))
    with pytest.raises(StepNotFound):
        commands.redo(undone, "person", name(first))
    assert commands.redo(undone, "person", name(second)).seq == second.seq


def test_an_undo_of_what_was_refused_takes_nothing_back(with_samples: SessionState) -> None:
    state = _labelled(with_samples, (4, 0, 1))
    with pytest.raises(StepNotFound):
        commands.undo(state, "person", StepName(key="refused"))


def test_each_undoes_their_own_and_nothing_that_another_built_upon(with_samples: SessionState) -> None:
    state = _labelled(with_samples, (4, 0, 1))
    mine = state.undo_steps[-1].seq
    theirs = run(state, commands.place(state, 5, 2, 0.5, CLASSES), "colleague")
    assert commands.undo(theirs, "person").seq == mine
    upon = run(theirs, commands.place(theirs, 4, 2, 0.5, CLASSES), "colleague")
    with pytest.raises(StepBuiltUpon, match="colleague"):
        commands.undo(upon, "person")
    freed = run(upon, commands.undo(upon, "colleague"), "colleague")
    assert commands.undo(freed, "person").seq == mine


def test_a_redo_is_refused_where_another_has_taken_the_sample(with_samples: SessionState) -> None:
    state = _labelled(with_samples, (4, 0, 1))
    undone = run(state, commands.undo(state, "person"))
    taken = run(undone, commands.place(undone, 4, 2, 0.5, CLASSES), "colleague")
    with pytest.raises(StepBuiltUpon):
        commands.redo(taken, "person")


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
        commands.change_config(begun, ConfigPatch(training_schemes=("SIL", "IL")), IMAGES)
    changed = commands.change_config(begun, ConfigPatch(training_schemes=("SIL", "IL"), predict_with="IL"), IMAGES)
    assert changed.config.predict_with == "IL"


@pytest.mark.parametrize(
    "patch", [{"classifier": "svm"}, {"projection": "lda"}, {"selection_scheme": "XS"}, {"training_schemes": ("ABC",)}]
)
def test_unknown_names_are_refused(begun: SessionState, patch: dict[str, object]) -> None:
    with pytest.raises(ActivateError, match="not known"):
        commands.change_config(begun, ConfigPatch.model_validate(patch), IMAGES)


def test_every_part_of_a_configuration_can_be_changed_within_its_bounds() -> None:
    whole, part = SessionConfig.model_json_schema(), ConfigPatch.model_json_schema()
    assert list(whole["properties"]) == list(part["properties"])
    for name, known in whole["properties"].items():
        bounds = {key: value for key, value in known.items() if key not in ("default", "title", "description")}
        assert part["properties"][name]["anyOf"] == [bounds, {"type": "null"}]
        assert part["properties"][name].get("description") == known.get("description")


def test_one_class_for_several_samples_leaves_labels_as_they_are(predicted: SessionState) -> None:
    state = _labelled(predicted, (4, 0, 0.6))
    alike = commands.label_alike(state, [4, 5, 7, 30], 2, 0.4, CLASSES, pool_size=40)
    after = run(state, alike)
    assert {i: after.board[i].status for i in alike.sample_ids} == {5: HAND, 7: Status.CORRECTED, 30: HAND}
    assert after.board[4] == state.board[4]
    assert run(after, commands.undo(after, "person")).board == state.board
    with pytest.raises(NothingToLabel):
        commands.label_alike(after, [4, 30], 1, None, CLASSES, pool_size=40)


def test_labels_are_given_anew_in_one_step_that_undo_takes_back(predicted: SessionState) -> None:
    state = _labelled(predicted, (4, 0, 0.6), (5, 2, 0.7))
    anew = commands.label_alike(state, [4, 5], 2, None, CLASSES, pool_size=40, relabel=True)
    assert anew.sample_ids == (4,)
    after = run(state, anew)
    assert (after.board[4].class_index, after.board[4].source) == (2, "default")
    assert run(after, commands.undo(after, "person")).board == state.board
    both = commands.label_alike(state, [4, 5], 2, 0.9, CLASSES, pool_size=40, relabel=True)
    assert both.sample_ids == (4, 5)
    with pytest.raises(NothingToLabel):
        commands.label_alike(after, [4, 5], 2, None, CLASSES, pool_size=40, relabel=True)


HAND = Status.HAND_LABELLED
