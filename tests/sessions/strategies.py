"""Random session logs that could really have happened: each event decided on the state before it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from activate_va.errors import ActivateError
from activate_va.guideline import ClassDescription, GuidelineExample, GuidelinePublished
from activate_va.kinds import kinds
from activate_va.sessions import commands, evaluating
from activate_va.sessions.config import ConfigPatch, SessionConfig
from activate_va.sessions.events import (
    Event,
    LabelsImported,
    Payload,
    Prediction,
    Predictor,
    Reached,
    RoundCancelled,
    RoundFailed,
    RoundFinished,
    SamplesPicked,
    SamplesPredicted,
    SamplesQueried,
    SchemeTrained,
    SelectedSample,
    SessionCreated,
)
from activate_va.sessions.fold import apply, fold
from activate_va.sessions.placing_anew import MACHINE
from activate_va.sessions.predictions import predictor_by
from activate_va.sessions.state import SessionState, Status

POOL = 40
CLASSES = 3
ACTORS = ("person", "colleague", "person:ada", "person:grace")
MACHINES = (SamplesPredicted, SchemeTrained, RoundFinished, RoundFailed)
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
CREATED = SessionCreated(name="n", dataset="d", dataset_digest="0" * 64, seed=1, config=SessionConfig())

confidences = st.floats(0, 1).map(lambda value: round(value, 3))
sample_ids = st.integers(0, POOL - 1)
actors = st.sampled_from((ACTORS[0], *ACTORS))

IMAGES = kinds["image"]


@st.composite
def logs(draw: st.DrawFn, least: int = 0, most: int = 40) -> list[Event]:
    """A log of one session, begun by `session_created`, in which several act: somebody nameless, too."""
    created = SessionCreated(name="s", dataset="d", dataset_digest="0" * 64, seed=1, config=SessionConfig())
    events = [_event(1, created)]
    if draw(st.booleans()):
        events.append(_event(2, _imported(draw)))
    state = fold(events)
    for held_out_for in draw(st.lists(st.sampled_from(("evaluation", "validation")), max_size=3)):
        drawn = evaluating.draw(state, held_out_for, draw(st.integers(1, 4)), POOL)
        events.append(next_event(state, drawn))
        state = apply(state, events[-1])
    for _ in range(draw(st.integers(least, most))):
        actor = draw(actors)
        payload = _decision(draw, state, actor)
        if payload is not None:
            events.append(next_event(state, payload, MACHINE if isinstance(payload, MACHINES) else actor))
            state = apply(state, events[-1])
    return events


def _imported(draw: st.DrawFn) -> LabelsImported:
    ids = draw(st.lists(sample_ids, max_size=6, unique=True))
    return LabelsImported(
        sample_ids=tuple(ids),
        class_indices=tuple(draw(st.integers(0, CLASSES - 1)) for _ in ids),
        confidences=tuple(draw(st.none() | confidences) for _ in ids),
    )


def _event(seq: int, payload: Any, actor: str = ACTORS[0]) -> Event:
    at = BEGIN + timedelta(seconds=seq)
    return Event(session_id="s1", seq=seq, at=at, actor=actor, client_key=f"k{seq}", payload=payload)


def next_event(state: SessionState, payload: Payload, actor: str = ACTORS[0]) -> Event:
    return _event(state.seq + 1, payload, actor)


def _decision(draw: st.DrawFn, state: SessionState, actor: str) -> Payload | None:
    kind = draw(st.sampled_from(["place", "place", "round", "round", "predict", "redo", "redo", *_DECISIONS]))
    try:
        return _DECISIONS[kind](draw, state, actor)
    except ActivateError:
        return None


def _selected(draw: st.DrawFn, state: SessionState) -> tuple[SelectedSample, ...]:
    ids = draw(st.lists(sample_ids.filter(lambda i: i not in state.board), min_size=1, max_size=4, unique=True))
    predicted = bool(state.rounds)
    return tuple(_arrival(draw, i, predicted) for i in ids)


def _arrival(draw: st.DrawFn, sample_id: int, predicted: bool) -> SelectedSample:
    suggested = draw(st.integers(0, 3)) == 0
    prediction = _prediction(draw) if predicted or suggested else None
    strategy = draw(st.sampled_from((None, "random", "outlier")))
    return SelectedSample(sample_id=sample_id, prediction=prediction, suggested=suggested, strategy=strategy)


def _prediction(draw: st.DrawFn) -> Prediction:
    return Prediction(class_index=draw(st.integers(0, CLASSES - 1)), confidence=draw(confidences), probabilities=(1.0,))


def _predictor(state: SessionState) -> Predictor | None:
    return predictor_by(len(state.rounds), state.config) if state.rounds else None


def _query(draw: st.DrawFn, state: SessionState, actor: str) -> Payload | None:
    if len(state.board) > POOL - 10:
        return None
    return SamplesQueried(
        scheme="RS", effective_scheme="RS", reason=None, samples=_selected(draw, state), predicted_by=_predictor(state)
    )


def _pick(draw: st.DrawFn, state: SessionState, actor: str) -> Payload | None:
    if len(state.board) > POOL - 10:
        return None
    return SamplesPicked(samples=_selected(draw, state), predicted_by=_predictor(state))


def _on_board(draw: st.DrawFn, state: SessionState) -> int:
    return draw(st.sampled_from(sorted(state.board))) if state.board else 0


def _place(draw: st.DrawFn, state: SessionState, actor: str) -> Payload:
    said = draw(st.none() | confidences)
    return commands.place(state, _on_board(draw, state), draw(st.integers(0, CLASSES - 1)), said, CLASSES)


def _label_alike(draw: st.DrawFn, state: SessionState, actor: str) -> Payload | None:
    if len(state.board) > POOL - 10:
        return None
    named = draw(st.lists(sample_ids, min_size=1, max_size=4, unique=True))
    said = draw(st.none() | confidences)
    return commands.label_alike(
        state, named, draw(st.integers(0, CLASSES - 1)), said, CLASSES, POOL, draw(st.booleans())
    )


def _confirm(draw: st.DrawFn, state: SessionState, actor: str) -> Payload:
    named = draw(st.lists(st.sampled_from(sorted(state.board)), min_size=1, max_size=4)) if state.board else [0]
    return commands.confirm(state, named)


def _predict(draw: st.DrawFn, state: SessionState, actor: str) -> Payload | None:
    predictor = _predictor(state)
    samples = tuple(
        SelectedSample(sample_id=i, prediction=_prediction(draw))
        for i, placement in state.board.items()
        if placement.status is Status.PREDICTED
    )
    return SamplesPredicted(samples=samples, predicted_by=predictor) if predictor and samples else None


def _configure(draw: st.DrawFn, state: SessionState, actor: str) -> Payload:
    patch = ConfigPatch(batch_size=draw(st.integers(1, 20)), default_confidence=draw(confidences))
    mixable = any("IDA" in finished.results for finished in state.rounds)
    if mixable and draw(st.booleans()):
        patch = ConfigPatch(mixture=draw(st.sampled_from(({}, {"IDA": 1.0}, {"SIL": 0.0, "IDA": 1.0}))))
    return commands.change_config(state, patch, IMAGES)


def _guideline(draw: st.DrawFn, state: SessionState, actor: str) -> Payload:
    described = [ClassDescription(class_index=i, text=f"class {i}") for i in draw(st.sets(st.integers(0, CLASSES - 1)))]
    examples = [GuidelineExample(sample_id=draw(sample_ids), class_index=0, note="n") for _ in described]
    text = draw(st.sampled_from(("", "by shape")))
    return GuidelinePublished(text=text, descriptions=tuple(described), examples=tuple(examples))


def _round(draw: st.DrawFn, state: SessionState, actor: str) -> Payload:
    if state.running is None:
        return commands.start_round(state)
    number = state.running.round
    trained = SchemeTrained(
        round=number,
        training_scheme="IDA",
        measures={"accuracy": draw(confidences), "f1:1": None},
        confusion=((1, 0), (0, 1)),
        seconds=1.0,
        labels_used=state.running.labels,
        evaluated_on="evaluation" if state.held_out_labels("evaluation") else "test",
        validation=((1, 0), (2, 3)) if state.held_out_labels("validation") else None,
        training_size=32,
        model_digest="0" * 64,
        course=draw(st.sampled_from((None, (Reached(seconds=1.5, accuracy=0.5), Reached(seconds=3.0, accuracy=0.75))))),
    )
    endings: list[Payload] = [
        trained,
        RoundFinished(round=number, seconds=2.0),
        RoundFailed(round=number, error="WorkerLost", detail="d", hint="h"),
        RoundCancelled(round=number),
    ]
    return draw(st.sampled_from(endings))


_DECISIONS: dict[str, Any] = {
    "query": _query,
    "pick": _pick,
    "place": _place,
    "alike": _label_alike,
    "confirm": _confirm,
    "return": lambda draw, state, actor: commands.return_sample(state, _on_board(draw, state)),
    "undo": lambda draw, state, actor: commands.undo(state, actor),
    "redo": lambda draw, state, actor: commands.redo(state, actor),
    "round": _round,
    "predict": _predict,
    "config": _configure,
    "guideline": _guideline,
}


def run(state: SessionState, payload: Payload, actor: str = ACTORS[0]) -> SessionState:
    """The state after one more event with that payload."""
    return apply(state, next_event(state, payload, actor))
