"""Rounds: train, cancel, results, and the trained models."""

from __future__ import annotations

from typing import Annotated, Any

import numpy as np
from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import FileResponse

from activate_va.api.answers import as_json
from activate_va.api.dependencies import AllServices, RequestKey, SessionId, Sessions
from activate_va.api.errors import responses
from activate_va.api.naming import Actor
from activate_va.api.permissions import Permission, needs
from activate_va.api.quotas import quotas_of
from activate_va.api.schemas import ModelList, RoundAnswer, RoundList
from activate_va.api.withholding import withheld_in
from activate_va.assembly import ServerServices
from activate_va.pool.pool_labels import NO_LABEL, PoolLabels
from activate_va.sessions.errors import ModelNotFound
from activate_va.sessions.events import Event, RoundStarted
from activate_va.sessions.of_the_pool import inferred_in, predicted_in
from activate_va.sessions.service import SessionService
from activate_va.sessions.state import Round
from activate_va.sessions.validation import ValidationAnswers

router = APIRouter(prefix="/sessions/{session_id}/rounds", tags=["rounds"])

RoundNumber = Annotated[int, Path(ge=1, lt=2**31)]
SchemeName = Annotated[str, Path(max_length=100, pattern=r"^[\w-]+$")]
MODEL: dict[int | str, dict[str, Any]] = {
    200: {"content": {"application/octet-stream": {}}, "description": "a .keras archive, or a .joblib file"}
}

NO_CLASS = 2**16 - 1
PROBABILITIES: dict[int | str, dict[str, Any]] = {
    200: {"content": {"application/octet-stream": {}}, "description": "a probability for each sample and class"}
}
PREDICTIONS: dict[int | str, dict[str, Any]] = {
    200: {"content": {"application/octet-stream": {}}, "description": "three bytes for each sample"}
}


@router.post("", status_code=202, responses=responses(404, 409))
@needs(Permission.WRITE_SESSION)
def start_round(
    session_id: SessionId,
    request: Request,
    services: AllServices,
    sessions: Sessions,
    key: RequestKey,
    caller: Actor,
) -> RoundAnswer:
    """Train the chosen schemes on all labels so far; results arrive as events, a scheme at a time."""
    quotas_of(request).expect_room_for_round(services, caller)
    event = sessions.train(session_id, caller.actor, key)
    if not isinstance(event.payload, RoundStarted):
        raise TypeError(f"{event.payload.kind} is no start of a round")
    return RoundAnswer(round=event.payload.round, seq=event.seq)


@router.delete("/current", response_model=Event, responses=responses(404, 409))
@needs(Permission.WRITE_SESSION)
def cancel_round(session_id: SessionId, sessions: Sessions, key: RequestKey, caller: Actor) -> Response:
    """Stop the running round and drop its results; labels stay."""
    return as_json(sessions.cancel_round(session_id, caller.actor, key))


@router.get("", responses=responses(404, 409))
@needs(Permission.READ_SESSION)
def list_rounds(session_id: SessionId, sessions: Sessions) -> RoundList:
    """Results of every finished round, and the round that runs."""
    state = sessions.state(session_id)
    return RoundList(rounds=state.rounds, running=state.running)


@router.get("/{round_number}", responses=responses(404, 409))
@needs(Permission.READ_SESSION)
def get_round(session_id: SessionId, round_number: RoundNumber, sessions: Sessions) -> Round:
    """Accuracy, confusion matrix, seconds and labels used per training scheme; the round's effort."""
    return sessions.round(session_id, round_number)


@router.get("/{round_number}/models", responses=responses(404, 409))
@needs(Permission.READ_SESSION)
def list_models(session_id: SessionId, round_number: RoundNumber, sessions: Sessions) -> ModelList:
    """Which models of a finished round can be downloaded."""
    done = sessions.round(session_id, round_number)
    return ModelList(training_schemes=tuple(name for name in done.results if _kept(sessions, session_id, done, name)))


@router.get("/{round_number}/models/{scheme}", responses={**responses(404, 409), **MODEL}, response_class=FileResponse)
@needs(Permission.READ_SESSION)
def get_model(
    session_id: SessionId,
    round_number: RoundNumber,
    scheme: SchemeName,
    sessions: Sessions,
) -> FileResponse:
    """The trained model of a finished round; a .keras archive opens with plain Keras."""
    path = sessions.model_path(session_id, round_number, scheme)
    name = f"{sessions.state(session_id).name}, round {round_number}, {scheme}{path.suffix}"
    return FileResponse(path, media_type="application/octet-stream", filename=name)


@router.get(
    "/{round_number}/predictions/{scheme}", responses={**responses(404, 409), **PREDICTIONS}, response_class=Response
)
@needs(Permission.READ_SESSION)
def get_predictions(
    session_id: SessionId,
    round_number: RoundNumber,
    scheme: SchemeName,
    services: AllServices,
) -> Response:
    """A model on every pool sample: all class indices as uint16, little-endian, then all confidences, uint8 of 255.

    Confidences are what heights on the board would be. Of samples that are held out, or whose predictions a project
    withholds, nothing is predicted: class 65535, confidence 0. The scheme `mixture` stands for the models that the
    configuration mixes. Of a model that a newer round has replaced it is what it had said by then, if anybody asked.
    """
    return _three_bytes(predicted_in(services.sessions, session_id, round_number, scheme), services, session_id)


@router.get("/{round_number}/inferred/{scheme}", responses={**responses(404), **PREDICTIONS}, response_class=Response)
@needs(Permission.READ_SESSION)
def get_inferred(
    session_id: SessionId,
    round_number: RoundNumber,
    scheme: SchemeName,
    services: AllServices,
) -> Response:
    """The labels that a scheme inferred for the pool and trained on, in the form of predictions.

    Confidences are how probable each label is to the model that learnt from them, at the height where a card would
    stand. Of samples that are held out, that no label
    reached, or whose predictions a project withholds, nothing is inferred: class 65535, confidence 0.
    """
    return _three_bytes(inferred_in(services.sessions, session_id, round_number, scheme), services, session_id)


@router.get("/{round_number}/validation/{scheme}", responses=responses(404, 409))
@needs(Permission.READ_SESSION)
def get_validation(
    session_id: SessionId,
    round_number: RoundNumber,
    scheme: SchemeName,
    sessions: Sessions,
) -> ValidationAnswers:
    """What a model says of each sample of the validation split, on which choices may be made."""
    return sessions.validation_answers(session_id, round_number, scheme)


@router.get(
    "/{round_number}/validation/{scheme}/probabilities",
    responses={**responses(404, 409), **PROBABILITIES},
    response_class=Response,
)
@needs(Permission.READ_SESSION)
def get_validation_probabilities(
    session_id: SessionId,
    round_number: RoundNumber,
    scheme: SchemeName,
    sessions: Sessions,
) -> Response:
    """What a model says of the validation split, as it says it: float32, little-endian, a row of classes a sample."""
    probabilities = sessions.validation_probabilities(session_id, round_number, scheme)
    return Response(probabilities.astype("<f4").tobytes(), media_type="application/octet-stream")


def _three_bytes(labels: PoolLabels, services: ServerServices, session_id: str) -> Response:
    """Of each sample: its class index, and its certainty of 255; where there is nothing to say, NO_CLASS and 0."""
    nothing = labels.classes == NO_LABEL
    nothing[list(withheld_in(services, session_id))] = True
    content = np.where(nothing, NO_CLASS, labels.classes).astype("<u2").tobytes()
    content += np.rint(np.where(nothing, 0, labels.certainties) * 255).astype("u1").tobytes()
    return Response(content, media_type="application/octet-stream")


def _kept(sessions: SessionService, session_id: str, done: Round, scheme: str) -> bool:
    try:
        return sessions.model_path(session_id, done.round, scheme).is_file()
    except ModelNotFound:
        return False
