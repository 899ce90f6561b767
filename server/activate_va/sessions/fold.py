"""The fold: `apply(state, event) -> state`, pure, one small function per kind of event.

An event whose `seq` is not beyond the state's changes nothing, so that adding one twice is harmless.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import reduce
from typing import Any

from activate_va.sessions.events import (
    ConfigChanged,
    Effort,
    Event,
    LabelsConfirmed,
    Redone,
    RoundCancelled,
    RoundFailed,
    RoundFinished,
    RoundStarted,
    SamplePlaced,
    SampleReturned,
    SamplesPicked,
    SamplesQueried,
    SchemeTrained,
    SelectedSample,
    SessionCreated,
    Undone,
)
from activate_va.sessions.state import (
    Interruption,
    Placement,
    Round,
    SchemeResult,
    SessionState,
    Status,
    Step,
)

Changes = dict[int, Placement | None]


def fold(events: Iterable[Event]) -> SessionState:
    """The state after all events, the first of which is `session_created`. Raises ValueError without one."""
    state = reduce(apply, events, None)
    if state is None:
        raise ValueError("a session's log is empty")
    return state


def apply(state: SessionState | None, event: Event) -> SessionState:
    """The state after one more event."""
    if state is None:
        return _created(event)
    if event.seq <= state.seq:
        return state
    updates = _HANDLERS[type(event.payload)](state, event, event.payload)
    return state.model_copy(update={**updates, "seq": event.seq})


def _created(event: Event) -> SessionState:
    payload = event.payload
    if not isinstance(payload, SessionCreated):
        raise ValueError(f"a session's log starts with session_created, not {payload.kind}")
    return SessionState(
        session_id=event.session_id, seq=event.seq, created_at=event.at, **payload.model_dump(exclude={"kind"})
    )


def _config_changed(state: SessionState, event: Event, payload: ConfigChanged) -> dict[str, Any]:
    return {"config": payload.config}


def _selected(state: SessionState, event: Event, payload: SamplesQueried | SamplesPicked) -> dict[str, Any]:
    scheme = payload.effective_scheme if isinstance(payload, SamplesQueried) else None
    return _step(state, event, {s.sample_id: _arrival(s, event, payload, scheme) for s in payload.samples})


def _arrival(
    sample: SelectedSample, event: Event, payload: SamplesQueried | SamplesPicked, scheme: str | None
) -> Placement:
    prediction = sample.prediction
    return Placement(
        sample_id=sample.sample_id,
        class_index=prediction.class_index if prediction else None,
        confidence=prediction.confidence if prediction else None,
        status=Status.PREDICTED if prediction else Status.UNLABELLED,
        prediction=prediction,
        predicted_by=payload.predicted_by,
        selection_scheme=scheme,
        selected_seq=event.seq,
        selected_at=event.at,
        changed_at=event.at,
        actor=event.actor,
        labelled_seq=None,
    )


def _placed(state: SessionState, event: Event, payload: SamplePlaced) -> dict[str, Any]:
    before = state.board[payload.sample_id]
    status = _status(before, payload.class_index)
    after = _labelled(before, event, status, payload.class_index, payload.confidence)
    return _step(state, event, {payload.sample_id: after})


def _status(placement: Placement, class_index: int) -> Status:
    if placement.prediction is None:
        return Status.HAND_LABELLED
    return Status.CONFIRMED if placement.prediction.class_index == class_index else Status.CORRECTED


def _labelled(before: Placement, event: Event, status: Status, class_index: int, confidence: float) -> Placement:
    """A label that only moves up or down stays the same label, and keeps the round it belongs to."""
    same = (before.status, before.class_index) == (status, class_index)
    changes = {
        "class_index": class_index,
        "confidence": confidence,
        "status": status,
        "changed_at": event.at,
        "actor": event.actor,
        "labelled_seq": before.labelled_seq if same else event.seq,
    }
    return before.model_copy(update=changes)


def _confirmed(state: SessionState, event: Event, payload: LabelsConfirmed) -> dict[str, Any]:
    return _step(state, event, {i: _confirm(state.board[i], event) for i in payload.sample_ids})


def _confirm(before: Placement, event: Event) -> Placement:
    if before.class_index is None or before.confidence is None:
        raise ValueError(f"sample {before.sample_id} stands in the unlabelled region; there is nothing to confirm")
    return _labelled(before, event, _status(before, before.class_index), before.class_index, before.confidence)


def _returned(state: SessionState, event: Event, payload: SampleReturned) -> dict[str, Any]:
    changes = {
        "class_index": None,
        "confidence": None,
        "status": Status.UNLABELLED,
        "labelled_seq": None,
        "changed_at": event.at,
        "actor": event.actor,
    }
    return _step(state, event, {payload.sample_id: state.board[payload.sample_id].model_copy(update=changes)})


def _step(state: SessionState, event: Event, after: Changes) -> dict[str, Any]:
    step = Step(seq=event.seq, turned_seq=event.seq, before={i: state.board.get(i) for i in after}, after=after)
    return {
        "board": _with(state.board, after),
        "undo_steps": (*state.undo_steps, step),
        "redo_steps": (),
    }


def _with(board: dict[int, Placement], changes: Changes) -> dict[int, Placement]:
    merged = {**board, **changes}
    return {i: placement for i, placement in merged.items() if placement is not None}


def _undone(state: SessionState, event: Event, payload: Undone) -> dict[str, Any]:
    *rest, step = state.undo_steps
    before = _put_back(state, event, step, step.before)
    undone = step.model_copy(update={"turned_seq": event.seq, "before": before})
    return {
        "board": _with(state.board, before),
        "undo_steps": tuple(rest),
        "redo_steps": (*state.redo_steps, undone),
    }


def _redone(state: SessionState, event: Event, payload: Redone) -> dict[str, Any]:
    *rest, step = state.redo_steps
    after = _put_back(state, event, step, step.after)
    redone = step.model_copy(update={"turned_seq": event.seq, "after": after})
    return {
        "board": _with(state.board, after),
        "undo_steps": (*state.undo_steps, redone),
        "redo_steps": tuple(rest),
    }


def _put_back(state: SessionState, event: Event, step: Step, placements: Changes) -> Changes:
    """A label that was away when its first round would have started is a new one: no round has trained with it."""
    new = {"labelled_seq": event.seq}
    return {i: p.model_copy(update=new) if p and _was_away(state, step, p) else p for i, p in placements.items()}


def _was_away(state: SessionState, step: Step, label: Placement) -> bool:
    now = state.board.get(label.sample_id)
    if label.labelled_seq is None or (now is not None and now.labelled_seq == label.labelled_seq):
        return False
    first = state.first_round_since(label.labelled_seq)
    return first is not None and first.started_seq > step.turned_seq


def _round_started(state: SessionState, event: Event, payload: RoundStarted) -> dict[str, Any]:
    running = Round(
        round=payload.round,
        started_at=event.at,
        started_seq=event.seq,
        labels=payload.labels,
        effort=payload.effort,
        config=payload.config,
    )
    return {"running": running, "interruption": None}


def _scheme_trained(state: SessionState, event: Event, payload: SchemeTrained) -> dict[str, Any]:
    if state.running is None:
        return {}
    results = {**state.running.results, payload.training_scheme: SchemeResult.of(payload)}
    return {"running": state.running.model_copy(update={"results": results})}


def _round_finished(state: SessionState, event: Event, payload: RoundFinished) -> dict[str, Any]:
    if state.running is None:
        return {}
    finished = state.running.model_copy(update={"finished_at": event.at, "seconds": payload.seconds})
    return {"rounds": (*state.rounds, finished), "running": None}


def _round_failed(state: SessionState, event: Event, payload: RoundFailed) -> dict[str, Any]:
    interruption = Interruption(**payload.model_dump(exclude={"kind"}))
    return {"running": None, "interruption": interruption}


def _round_cancelled(state: SessionState, event: Event, payload: RoundCancelled) -> dict[str, Any]:
    interruption = Interruption(
        round=payload.round, error="RoundCancelled", detail="the round was cancelled", hint="train again when ready"
    )
    return {"running": None, "interruption": interruption}


def effort_of(state: SessionState) -> Effort:
    """The effort that went into the labels which no finished round has trained with yet."""
    trained_until = state.rounds[-1].started_seq if state.rounds else 0
    fresh = [p.status for p in state.labelled() if (p.labelled_seq or 0) > trained_until]
    return Effort(
        labelled=len(fresh),
        corrected=fresh.count(Status.CORRECTED),
        hand_labelled=fresh.count(Status.HAND_LABELLED),
    )


_HANDLERS: dict[type[Any], Callable[[SessionState, Event, Any], dict[str, Any]]] = {
    ConfigChanged: _config_changed,
    SamplesQueried: _selected,
    SamplesPicked: _selected,
    SamplePlaced: _placed,
    LabelsConfirmed: _confirmed,
    SampleReturned: _returned,
    Undone: _undone,
    Redone: _redone,
    RoundStarted: _round_started,
    SchemeTrained: _scheme_trained,
    RoundFinished: _round_finished,
    RoundFailed: _round_failed,
    RoundCancelled: _round_cancelled,
}
