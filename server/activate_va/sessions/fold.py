"""The fold: `apply(state, event) -> state`, pure to its callers, one small function per kind of event on a draft.

An event whose `seq` is not beyond the state's changes nothing, so that adding one twice is harmless.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from activate_va.guideline import GuidelinePublished
from activate_va.sessions.draft import Draft
from activate_va.sessions.events import (
    ConfidenceSource,
    ConfigChanged,
    Effort,
    EvaluationDrawn,
    Event,
    LabelsConfirmed,
    LabelsImported,
    Prediction,
    Predictor,
    Redone,
    RoundCancelled,
    RoundFailed,
    RoundFinished,
    RoundStarted,
    SamplePlaced,
    SampleReturned,
    SamplesLabelled,
    SamplesPicked,
    SamplesPredicted,
    SamplesQueried,
    SchemeTrained,
    SelectedSample,
    SessionCreated,
    Undone,
)
from activate_va.sessions.placement import Placement, Status
from activate_va.sessions.state import Interruption, Round, SchemeResult, SessionState


def fold(events: Iterable[Event]) -> SessionState:
    """The state after all events, the first of which is `session_created`; in time that grows with their number.

    Raises ValueError without one.
    """
    return continued(None, events)


def continued(state: SessionState | None, events: Iterable[Event]) -> SessionState:
    """The state after these events too, as `apply` would reach it one by one. Raises ValueError without any state."""
    remaining = iter(events)
    if state is None:
        first = next(remaining, None)
        if first is None:
            raise ValueError("a session's log is empty")
        state = _created(first)
    draft = Draft(state)
    for event in remaining:
        _add(draft, event)
    return draft.state() if draft.seq > state.seq else state


def apply(state: SessionState | None, event: Event) -> SessionState:
    """The state after one more event."""
    return continued(state, [event])


def _add(draft: Draft, event: Event) -> None:
    if event.seq > draft.seq:
        _HANDLERS[type(event.payload)](draft, event, event.payload)
        draft.seq = event.seq


def _created(event: Event) -> SessionState:
    payload = event.payload
    if not isinstance(payload, SessionCreated):
        raise ValueError(f"a session's log starts with session_created, not {payload.kind}")
    return SessionState(
        session_id=event.session_id, seq=event.seq, created_at=event.at, **payload.model_dump(exclude={"kind"})
    )


def _held_out(draft: Draft, event: Event, payload: EvaluationDrawn) -> None:
    """No step of anybody's: what has been drawn by lot stays drawn. What is on the board already is no part of it."""
    new = [sample_id for sample_id in payload.sample_ids if sample_id not in draft.board]
    draft.held_out = tuple(sorted({*draft.held_out, *new}))
    draft.change({sample_id: _to_evaluate_on(event, sample_id, payload) for sample_id in new})


def _to_evaluate_on(event: Event, sample_id: int, payload: EvaluationDrawn) -> Placement:
    return Placement(
        sample_id=sample_id,
        class_index=None,
        confidence=None,
        status=Status.UNLABELLED,
        prediction=None,
        predicted_by=None,
        selection_scheme=payload.held_out_for,
        selected_seq=event.seq,
        selected_at=event.at,
        changed_at=event.at,
        actor=event.actor,
        labelled_seq=None,
        held_out_for=payload.held_out_for,
    )


def _imported(draft: Draft, event: Event, payload: LabelsImported) -> None:
    """No step of anybody's, so that there is nothing to undo. What is on the board already stays as it is."""
    columns = zip(payload.sample_ids, payload.class_indices, payload.confidences, strict=True)
    new = (column for column in columns if column[0] not in draft.board)
    usual = draft.config.default_confidence
    draft.change({i: _import(event, i, label, confidence, usual) for i, label, confidence in new})


def _import(event: Event, sample_id: int, class_index: int, confidence: float | None, usual: float) -> Placement:
    height = usual if confidence is None else confidence
    return Placement(
        sample_id=sample_id,
        class_index=class_index,
        confidence=height,
        source="default" if confidence is None else None,
        status=Status.IMPORTED,
        prediction=Prediction(class_index=class_index, confidence=height, probabilities=()),
        predicted_by=None,
        selection_scheme="import",
        selected_seq=event.seq,
        selected_at=event.at,
        changed_at=event.at,
        actor=event.actor,
        labelled_seq=event.seq,
    )


def _config_changed(draft: Draft, event: Event, payload: ConfigChanged) -> None:
    draft.config = payload.config


def _guideline_published(draft: Draft, event: Event, payload: GuidelinePublished) -> None:
    """No step of anybody's: what was written before stands in the log, and is written again by who wants it back."""
    draft.guideline = payload.guideline()


def _selected(draft: Draft, event: Event, payload: SamplesQueried | SamplesPicked) -> None:
    scheme = payload.effective_scheme if isinstance(payload, SamplesQueried) else None
    draft.take(event, {s.sample_id: _arrival(s, event, payload.predicted_by, scheme) for s in payload.samples})


def _arrival(sample: SelectedSample, event: Event, predictor: Predictor | None, scheme: str | None) -> Placement:
    prediction = sample.prediction
    return Placement(
        sample_id=sample.sample_id,
        class_index=prediction.class_index if prediction else None,
        confidence=prediction.confidence if prediction else None,
        status=Status.PREDICTED if prediction else Status.UNLABELLED,
        prediction=prediction,
        predicted_by=None if sample.suggested else predictor,
        selection_scheme=scheme,
        strategy=sample.strategy,
        selected_seq=event.seq,
        selected_at=event.at,
        changed_at=event.at,
        actor=event.actor,
        labelled_seq=None,
    )


def _predicted(draft: Draft, event: Event, payload: SamplesPredicted) -> None:
    """No step of a person's: undoing passes over it. What a person has acted on meanwhile stays."""
    for sample in payload.samples:
        before = draft.board.get(sample.sample_id)
        if before is not None and before.status is Status.PREDICTED and sample.prediction is not None:
            draft.board[sample.sample_id] = _placed_anew(before, event, sample.prediction, payload.predicted_by)


def _placed_anew(before: Placement, event: Event, prediction: Prediction, predictor: Predictor) -> Placement:
    changes = {
        "class_index": prediction.class_index,
        "confidence": prediction.confidence,
        "prediction": prediction,
        "earlier_prediction": before.prediction,
        "predicted_by": predictor,
        "changed_at": event.at,
    }
    return before.model_copy(update=changes)


def _placed(draft: Draft, event: Event, payload: SamplePlaced) -> None:
    before = draft.board[payload.sample_id]
    status = _status(before, payload.class_index)
    after = _labelled(before, event, status, payload.class_index, payload.confidence, payload.source)
    draft.take(event, {payload.sample_id: after})


def _labelled_alike(draft: Draft, event: Event, payload: SamplesLabelled) -> None:
    """What comes onto the board so was labelled with no prediction to go by."""
    after = {}
    for sample_id in payload.sample_ids:
        unseen = SelectedSample(sample_id=sample_id, prediction=None)
        before = draft.board.get(sample_id) or _arrival(unseen, event, None, None)
        status = _status(before, payload.class_index)
        after[sample_id] = _labelled(before, event, status, payload.class_index, payload.confidence, payload.source)
    draft.take(event, after)


def _status(placement: Placement, class_index: int) -> Status:
    if placement.prediction is None:
        return Status.HAND_LABELLED
    return Status.CONFIRMED if placement.prediction.class_index == class_index else Status.CORRECTED


def _labelled(
    before: Placement,
    event: Event,
    status: Status,
    class_index: int,
    confidence: float,
    source: ConfidenceSource | None,
) -> Placement:
    """A label that only moves up or down stays the same label, and keeps the round it belongs to."""
    same = (before.status, before.class_index) == (status, class_index)
    changes = {
        "class_index": class_index,
        "confidence": confidence,
        "source": source,
        "status": status,
        "changed_at": event.at,
        "actor": event.actor,
        "labelled_seq": before.labelled_seq if same else event.seq,
    }
    return before.model_copy(update=changes)


def _confirmed(draft: Draft, event: Event, payload: LabelsConfirmed) -> None:
    draft.take(event, {i: _confirm(draft.board[i], event) for i in payload.sample_ids})


def _confirm(before: Placement, event: Event) -> Placement:
    """What is a label already keeps its confidence, and with it whose that is."""
    if before.class_index is None or before.confidence is None:
        raise ValueError(f"sample {before.sample_id} stands in the unlabelled region; there is nothing to confirm")
    as_it_stood = before.status in (Status.PREDICTED, Status.IMPORTED)
    source: ConfidenceSource | None = "accepted" if as_it_stood else before.source
    status = _status(before, before.class_index)
    return _labelled(before, event, status, before.class_index, before.confidence, source)


def _returned(draft: Draft, event: Event, payload: SampleReturned) -> None:
    changes = {
        "class_index": None,
        "confidence": None,
        "source": None,
        "status": Status.UNLABELLED,
        "labelled_seq": None,
        "changed_at": event.at,
        "actor": event.actor,
    }
    draft.take(event, {payload.sample_id: draft.board[payload.sample_id].model_copy(update=changes)})


def _undone(draft: Draft, event: Event, payload: Undone) -> None:
    draft.undo(event, payload.seq)


def _redone(draft: Draft, event: Event, payload: Redone) -> None:
    draft.redo(event, payload.seq)


def _round_started(draft: Draft, event: Event, payload: RoundStarted) -> None:
    draft.interruption = None
    draft.running = Round(
        round=payload.round,
        started_at=event.at,
        started_seq=event.seq,
        labels=payload.labels,
        effort=payload.effort,
        config=payload.config,
    )


def _scheme_trained(draft: Draft, event: Event, payload: SchemeTrained) -> None:
    if draft.running is not None:
        results = {**draft.running.results, payload.training_scheme: SchemeResult.of(payload)}
        draft.running = draft.running.model_copy(update={"results": results})


def _round_finished(draft: Draft, event: Event, payload: RoundFinished) -> None:
    if draft.running is not None:
        finished = {"finished_at": event.at, "seconds": payload.seconds}
        draft.rounds.append(draft.running.model_copy(update=finished))
        draft.running = None


def _round_failed(draft: Draft, event: Event, payload: RoundFailed) -> None:
    draft.running = None
    draft.interruption = Interruption(**payload.model_dump(exclude={"kind"}))


def _round_cancelled(draft: Draft, event: Event, payload: RoundCancelled) -> None:
    draft.running = None
    draft.interruption = Interruption(
        round=payload.round, error="RoundCancelled", detail="the round was cancelled", hint="train again when ready"
    )


def effort_of(state: SessionState) -> Effort:
    """The effort that went into the labels which no finished round has trained with yet; imported ones cost none.

    Labels to evaluate on are counted apart.
    """
    trained_until = state.rounds[-1].started_seq if state.rounds else 0
    given = [p for p in state.to_learn_from() if p.status is not Status.IMPORTED]
    fresh = [p.status for p in given if (p.labelled_seq or 0) > trained_until]
    return Effort(
        labelled=len(fresh),
        corrected=fresh.count(Status.CORRECTED),
        hand_labelled=fresh.count(Status.HAND_LABELLED),
    )


_HANDLERS: dict[type[Any], Callable[[Draft, Event, Any], None]] = {
    EvaluationDrawn: _held_out,
    LabelsImported: _imported,
    ConfigChanged: _config_changed,
    GuidelinePublished: _guideline_published,
    SamplesQueried: _selected,
    SamplesPicked: _selected,
    SamplesPredicted: _predicted,
    SamplePlaced: _placed,
    SamplesLabelled: _labelled_alike,
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
