"""Laws of the fold, and what statuses and effort mean."""

from __future__ import annotations

import json

import pytest
from hypothesis import assume, given, reject
from hypothesis import strategies as st

from activate_va.sessions import commands, export
from activate_va.sessions.events import (
    Event,
    LabelsImported,
    Prediction,
    Redone,
    RoundFinished,
    SamplesPicked,
    SamplesPredicted,
    SelectedSample,
    Undone,
)
from activate_va.sessions.fold import apply, continued, effort_of, fold
from activate_va.sessions.state import LABELLED, Placement, SessionState, Status
from activate_va.sessions.steps import built_upon

from .strategies import ACTORS, BEGIN, CLASSES, logs, run


@given(logs(), st.data())
def test_folding_in_two_halves_is_folding_at_once(events: list[Event], data: st.DataObject) -> None:
    middle = data.draw(st.integers(1, len(events)))
    state: SessionState | None = fold(events[:middle])
    for event in events[middle:]:
        state = apply(state, event)
    assert state == fold(events)


@given(logs(), st.data())
def test_adding_an_event_twice_changes_nothing(events: list[Event], data: st.DataObject) -> None:
    again = data.draw(st.sampled_from(events))
    assert apply(fold(events), again) == fold(events)


@given(logs(), st.sampled_from(ACTORS))
def test_undo_takes_back_a_step_of_ones_own_and_redo_brings_it_again(events: list[Event], actor: str) -> None:
    state = fold(events)
    step = state.last_step(actor)
    if step is None or built_upon(state.undo_steps, step) is not None:
        reject()
    undone = run(state, commands.undo(state, actor), actor)
    back = undone.last_undone(actor)
    assert back is not None
    assert back.seq == step.seq
    assert {i: p for i, p in looks(undone).items() if i not in step.after} == {
        i: p for i, p in looks(state).items() if i not in step.after
    }
    assert looks(run(undone, commands.redo(undone, actor), actor)) == looks(state)


@given(logs())
def test_undoing_the_last_step_takes_the_board_back(events: list[Event]) -> None:
    state = fold(events)
    assume(state.undo_steps)
    step = state.undo_steps[-1]
    assume(not any(turns_below(event, step.seq) for event in events))
    before = fold(event for event in events if event.seq < step.seq)
    undone = run(state, commands.undo(state, step.actor), step.actor)
    assert looks(undone) == looks(before)
    if all(start < step.turned_seq for start in starts(state)) and not new_models(events, step.seq):
        assert undone.board == before.board
        assert run(undone, commands.redo(undone, step.actor), step.actor).board == state.board


def looks(state: SessionState) -> dict[int, Placement]:
    """The board but for what a label's effort counts for, which a round in between decides, and for where the machine
    has placed what nobody has acted on, which a new model decides."""
    now = {"labelled_seq": None}
    anew = dict.fromkeys(("class_index", "confidence", "prediction", "earlier_prediction", "predicted_by"))
    anew |= {"changed_at": BEGIN}
    return {
        i: placement.model_copy(update=now | (anew if placement.status is Status.PREDICTED else {}))
        for i, placement in state.board.items()
    }


def turns_below(event: Event, seq: int) -> bool:
    """Whether somebody undid or redid, after the step of that `seq`, what was there before it."""
    return event.seq > seq and isinstance(event.payload, Undone | Redone) and event.payload.seq < seq


def new_models(events: list[Event], seq: int) -> bool:
    return any(isinstance(event.payload, SamplesPredicted) and event.seq > seq for event in events)


def starts(state: SessionState) -> list[int]:
    return [done.started_seq for done in (*state.rounds, *filter(None, [state.running]))]


@given(logs(most=80))
def test_the_first_round_of_a_label_trained_with_it(events: list[Event]) -> None:
    state = fold(events)
    for label in state.labelled():
        first = next((start for start in starts(state) if start > (label.labelled_seq or 0)), None)
        if first is not None:
            then = fold(events[:first]).board[label.sample_id]
            assert (then.class_index, then.status) == (label.class_index, label.status)


@given(logs())
def test_undoing_everything_leaves_what_the_dataset_brought(events: list[Event]) -> None:
    state = fold(events)
    while state.undo_steps:
        actor = state.undo_steps[-1].actor
        state = run(state, commands.undo(state, actor), actor)
    brought = [e.payload.sample_ids for e in events if isinstance(e.payload, LabelsImported)]
    labels = {sample_id for ids in brought for sample_id in ids}
    assert set(state.board) == labels | set(state.held_out)
    assert {p.status for p in state.board.values()} <= {Status.IMPORTED, Status.UNLABELLED}
    assert state.labels == len(labels)


@given(logs(), st.integers(0, 80))
def test_folding_on_from_any_state_changes_nothing_of_it(events: list[Event], middle: int) -> None:
    before = fold(events[: middle + 1])
    copy = before.model_copy(deep=True)
    continued(before, events)
    assert before == copy
    assert (before.undo_steps, before.redo_steps) == (copy.undo_steps, copy.redo_steps)


@given(logs())
def test_the_labels_are_counted(events: list[Event]) -> None:
    state = fold(events)
    assert state.labels == len(state.to_learn_from())


@given(logs())
def test_a_label_says_whose_its_confidence_is(events: list[Event]) -> None:
    """Never the machine's under a person's name: a height is the machine's exactly where nobody said one."""
    state = fold(events)
    for placement in state.board.values():
        if placement.status is not Status.IMPORTED:  # Its file may say how sure somebody was, and not who.
            assert (placement.source is not None) == (placement.status in LABELLED)
        if placement.source == "accepted":
            assert placement.status is Status.CONFIRMED
            assert placement.prediction is not None
            assert placement.confidence == placement.prediction.confidence


@given(logs())
def test_each_takes_back_what_is_theirs_and_what_nobody_named_did_once_they_have_a_name(events: list[Event]) -> None:
    made = {event.seq: event.actor for event in events}
    for event in events:
        if isinstance(event.payload, Undone | Redone):
            nameless = {"person"} if event.actor.startswith("person:") else set()
            assert made[event.payload.seq] in {event.actor, *nameless}


@given(logs())
def test_a_state_survives_json(events: list[Event]) -> None:
    state = fold(events)
    again = SessionState.model_validate_json(state.model_dump_json())
    assert again == state.model_copy(update={"undo_steps": (), "redo_steps": ()})


@given(logs())
def test_events_survive_json(events: list[Event]) -> None:
    assert [Event.model_validate(json.loads(event.model_dump_json())) for event in events] == events


@given(logs())
def test_a_status_says_who_decided(events: list[Event]) -> None:
    for placement in fold(events).board.values():
        guess = placement.prediction.class_index if placement.prediction else None
        expected = {
            Status.UNLABELLED: placement.class_index is None,
            Status.PREDICTED: placement.class_index == guess and placement.labelled_seq is None,
            Status.CONFIRMED: placement.class_index == guess and placement.labelled_seq is not None,
            Status.IMPORTED: placement.class_index == guess and placement.labelled_seq is not None,
            Status.CORRECTED: guess is not None and placement.class_index != guess,
            Status.HAND_LABELLED: guess is None and placement.class_index is not None,
        }
        assert expected[placement.status]


def _trained(labels: list[tuple[int, int, float]], begun: SessionState) -> SessionState:
    state = begun
    for sample_id, class_index, confidence in labels:
        sample = SelectedSample(sample_id=sample_id, prediction=None)
        state = run(state, SamplesPicked(samples=(sample,), predicted_by=None))
        state = run(state, commands.place(state, sample_id, class_index, confidence, CLASSES))
    state = run(state, commands.start_round(state))
    return run(state, RoundFinished(round=1, seconds=1.0))


@pytest.fixture
def second_round(begun: SessionState) -> SessionState:
    """One round is over; two samples have come with a prediction of class 1 at 0.8."""
    state = _trained([(0, 0, 0.9), (1, 1, 0.9)], begun)
    guess = Prediction(class_index=1, confidence=0.8, probabilities=(0.1, 0.8, 0.1))
    samples = tuple(SelectedSample(sample_id=i, prediction=guess) for i in (2, 3))
    return run(state, SamplesPicked(samples=samples, predicted_by=None))


def test_predictions_are_no_labels_until_somebody_acts(second_round: SessionState) -> None:
    assert [p.sample_id for p in second_round.labelled()] == [0, 1]
    assert second_round.board[2].status is Status.PREDICTED


def test_confirming_keeps_the_height_and_moving_it_in_its_class_confirms_too(second_round: SessionState) -> None:
    state = run(second_round, commands.confirm(second_round, [2]))
    state = run(state, commands.place(state, 3, 1, 0.3, CLASSES))
    assert (state.board[2].status, state.board[2].confidence) == (Status.CONFIRMED, 0.8)
    assert (state.board[3].status, state.board[3].confidence) == (Status.CONFIRMED, 0.3)


def test_moving_back_to_the_prediction_is_no_correction(second_round: SessionState) -> None:
    state = run(second_round, commands.place(second_round, 2, 0, 0.5, CLASSES))
    assert state.board[2].status is Status.CORRECTED
    state = run(state, commands.place(state, 2, 1, 0.5, CLASSES))
    assert state.board[2].status is Status.CONFIRMED


def test_confirming_a_correction_leaves_it_one(second_round: SessionState) -> None:
    state = run(second_round, commands.place(second_round, 2, 0, 0.5, CLASSES))
    state = run(state, commands.confirm(state, [2]))
    assert state.board[2].status is Status.CORRECTED


def test_effort_counts_what_no_round_has_trained_with(second_round: SessionState) -> None:
    state = run(second_round, commands.place(second_round, 2, 0, 0.5, CLASSES))
    state = run(state, commands.confirm(state, [3]))
    assert effort_of(state).model_dump() == {"labelled": 2, "corrected": 1, "hand_labelled": 0}


def test_moving_an_old_label_up_or_down_is_no_new_effort(second_round: SessionState) -> None:
    state = run(second_round, commands.place(second_round, 0, 0, 0.1, CLASSES))
    assert effort_of(state).labelled == 0


def test_a_label_that_was_away_while_a_round_trained_is_effort_of_the_next(begun: SessionState) -> None:
    samples = tuple(SelectedSample(sample_id=i, prediction=None) for i in range(3))
    state = run(begun, SamplesPicked(samples=samples, predicted_by=None))
    for sample_id in range(3):
        state = run(state, commands.place(state, sample_id, sample_id, 0.9, CLASSES))
    undone, returned = run(state, commands.undo(state, "person")), run(state, commands.return_sample(state, 2))
    for away, back in ((undone, commands.redo), (returned, commands.undo)):
        trained = run(run(away, commands.start_round(away)), RoundFinished(round=1, seconds=1.0))
        state = run(trained, back(trained, "person"))
        assert effort_of(state).model_dump() == {"labelled": 1, "corrected": 0, "hand_labelled": 1}
        state = run(state, commands.start_round(state))
        exported = {row["sample_id"]: row["round"] for row in export.rows(state, "abc")}
        assert exported == {0: 1, 1: 1, 2: 2}


def test_relabelling_an_old_label_is_effort_of_the_round_to_come(second_round: SessionState) -> None:
    state = run(second_round, commands.place(second_round, 0, 2, 0.9, CLASSES))
    assert effort_of(state).hand_labelled == 1


def test_labels_made_during_a_round_that_is_cancelled_count_for_the_next(second_round: SessionState) -> None:
    state = run(second_round, commands.confirm(second_round, [2]))
    state = run(state, commands.start_round(state))
    state = run(state, commands.confirm(state, [3]))
    state = run(state, commands.cancel_round(state))
    assert commands.start_round(state).effort.labelled == 2
    assert commands.start_round(state).round == 2
