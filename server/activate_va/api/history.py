"""A session's history: its events, live changes, and the export of its labels."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator
from itertools import chain
from typing import Annotated, Any, Literal
from urllib.parse import quote

from fastapi import APIRouter, Depends, Header, Query, Request, Response
from fastapi.responses import StreamingResponse
from fastapi.sse import EventSourceResponse, ServerSentEvent

from activate_va.accounts.identity import actor_of
from activate_va.api.answers import JSON
from activate_va.api.dependencies import AllServices, SessionId, Sessions
from activate_va.api.errors import responses, stream_responses
from activate_va.api.listening import listening
from activate_va.api.permissions import Permission, needs
from activate_va.api.schemas import EventList
from activate_va.api.withholding import withheld_in
from activate_va.jobs.publisher import Message, Overrun, session_channel
from activate_va.sessions.errors import DatasetChanged
from activate_va.sessions.export import FORMATS, OfThePool, export
from activate_va.sessions.export_images import MEDIA_TYPE, by_class, with_metadata
from activate_va.sessions.export_label_studio import MEDIA_TYPE as TASKS
from activate_va.sessions.export_label_studio import NoSamplesToExport, label_studio
from activate_va.sessions.log import EventLog
from activate_va.sessions.predictions import predictor_of

router = APIRouter(prefix="/sessions/{session_id}", tags=["history"])

MOST_EVENTS = 2**31
"""Which no log has: the databases' integers end there."""
After = Annotated[int, Query(ge=0, lt=MOST_EVENTS, description="only events with a seq beyond this one")]
Most = Annotated[int | None, Query(ge=1, lt=MOST_EVENTS, description="no more events than these")]
EXPORT: dict[int | str, dict[str, Any]] = {
    200: {"content": {kind.media_type: {} for kind in FORMATS.values()}, "description": "a row per label"}
}


ZIPPED: dict[int | str, dict[str, Any]] = {
    200: {"content": {MEDIA_TYPE: {}}, "description": "an image per label"},
}


@router.get("/events", response_model=EventList, responses=responses(404, 409))
@needs(Permission.READ_SESSION)
def list_events(session_id: SessionId, sessions: Sessions, after: After = 0, most: Most = None) -> Response:
    """The session's log: whoever folds these events has its state."""
    chunks = sessions.log.json_events(session_id, after, most)
    first = next(chunks, [])  # What cannot be read is said before the answer begins.
    return StreamingResponse(_event_list(chain([first], chunks)), media_type=JSON)


def _event_list(chunks: Iterable[list[tuple[int, str]]]) -> Iterator[str]:
    separator = '{"events":['
    for chunk in chunks:
        if chunk:
            yield separator + ",".join(text for _, text in chunk)
            separator = ","
    yield "]}" if separator == "," else '{"events":[]}'


def _begin(session_id: SessionId, sessions: Sessions) -> None:
    """Refuse a session that is unknown, or cannot be read, before the stream's headers are sent."""
    sessions.log.expect_readable(session_id)


@router.get(
    "/stream", response_class=EventSourceResponse, responses=stream_responses(404, 409), dependencies=[Depends(_begin)]
)
@needs(Permission.READ_SESSION)
async def stream(
    request: Request,
    session_id: SessionId,
    services: AllServices,
    after: After = 0,
    last_event_id: Annotated[int | None, Header(ge=0, lt=MOST_EVENTS)] = None,
) -> AsyncIterator[ServerSentEvent]:
    """Live changes: `event` is an event of the log, with its seq as id; `progress` and `holding` pass by.

    Resumes after `Last-Event-ID`, or at first after `after`. Ends when the login or the permission behind it has ended.
    """
    seen = after if last_event_id is None else last_event_id
    async with listening(request, session_channel(session_id)) as messages:
        log = services.sessions.log
        async for sent in _logged(log, session_id, seen):
            seen = int(sent.id or seen)
            yield sent
        try:
            async for message in messages:
                if message.seq is None or message.seq == seen + 1:
                    seen = message.seq or seen
                    yield _sent(message)
                elif message.seq > seen:  # What another server wrote comes on its own way, and may come later.
                    async for sent in _logged(log, session_id, seen):
                        seen = int(sent.id or seen)
                        yield sent
        except Overrun:
            return  # The browser comes back with the last id it has seen.


async def _logged(log: EventLog, session_id: str, seen: int) -> AsyncIterator[ServerSentEvent]:
    """All events beyond `seen` that the log has."""
    while chunk := await asyncio.to_thread(log.json_chunk, session_id, seen):
        for seen, text in chunk:
            yield ServerSentEvent(event="event", id=str(seen), raw_data=text)


@router.get("/export", responses={**responses(404, 409), **EXPORT}, response_class=Response)
@needs(Permission.READ_SESSION)
def export_labels(
    session_id: SessionId,
    services: AllServices,
    format: Literal["csv", "jsonl", "parquet", "label-studio"] = "csv",
    predictions: Annotated[
        bool, Query(description="also a row per sample without a label, with its prediction")
    ] = False,
) -> Response:
    """The labels so far, a row each: sample, class, confidence, status, prediction, scheme, round, times, ids.

    `external_id` and `source_row` name the sample in the file that the dataset came from. Of samples without a label,
    where they are asked for, the newest model says class and confidence; before there is one, there is none of them.
    `label-studio` is a JSON array of tasks with annotations and predictions.
    """
    state = services.sessions.state(session_id)
    dataset = services.shelf.open(state.dataset)
    unchanged = dataset if dataset.digest == state.dataset_digest else None
    predictor = predictor_of(state) if predictions else None
    found = None
    if predictor is not None:
        model = services.sessions.pool_predictions(session_id, predictor.round, predictor.training_scheme)
        found = OfThePool(model, predictor, withheld_in(services, session_id))
    owner = services.sessions.entry(session_id)
    handles = {actor_of(owner.annotator_id): owner.annotator} if owner.annotator_id and owner.annotator else {}
    if format == "label-studio":
        if unchanged is None:
            raise NoSamplesToExport(f"dataset {state.dataset} is not what it was when session {session_id} began")
        tasks = label_studio(state, dataset.classes, unchanged, found, handles)
        return Response(tasks, 200, _attached(f"{state.name}.json"), TASKS)
    times = services.sessions.log.client_times([session_id])
    content = export(state, dataset.classes, format, unchanged, found, handles, times)
    return download(content, state.name, format)


@router.get("/export/images", responses={**responses(404, 409), **ZIPPED}, response_class=Response)
@needs(Permission.READ_SESSION)
def export_images(
    session_id: SessionId, services: AllServices, layout: Literal["metadata", "folders"] = "metadata"
) -> Response:
    """Labelled images as a zip: with Hugging Face's `metadata.jsonl`, or in a folder per class."""
    state = services.sessions.state(session_id)
    dataset = services.shelf.open(state.dataset)
    if dataset.digest != state.dataset_digest:
        raise DatasetChanged(f"dataset {state.dataset} is not what it was when session {session_id} began")
    write = with_metadata if layout == "metadata" else by_class
    return Response(write(state, dataset.classes, dataset), 200, _attached(f"{state.name}.zip"), MEDIA_TYPE)


def download(content: bytes, name: str, format_name: str) -> Response:
    """A table to be kept under that name."""
    return Response(content, 200, _attached(f"{name}.{format_name}"), FORMATS[format_name].media_type)


def _attached(name: str) -> dict[str, str]:
    return {"content-disposition": f"attachment; filename*=utf-8''{quote(name, safe='')}"}


def _sent(message: Message) -> ServerSentEvent:
    identity = None if message.seq is None else str(message.seq)
    return ServerSentEvent(event=message.kind, id=identity, raw_data=message.json)
