"""A session's history: its events, live changes, and the export of its labels."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated, Any, Literal
from urllib.parse import quote

from fastapi import APIRouter, Depends, Header, Query, Response
from fastapi.sse import EventSourceResponse, ServerSentEvent

from activate_va.api.dependencies import AllServices, SessionId, Sessions
from activate_va.api.errors import responses, stream_responses
from activate_va.api.schemas import EventList
from activate_va.jobs.publisher import Message, Overrun, session_channel
from activate_va.sessions.export import FORMATS, export

router = APIRouter(prefix="/sessions/{session_id}", tags=["history"])

After = Annotated[int, Query(ge=0, lt=2**53, description="only events with a seq beyond this one")]
EXPORT: dict[int | str, dict[str, Any]] = {
    200: {"content": {kind.media_type: {} for kind in FORMATS.values()}, "description": "a row per label"}
}


@router.get("/events", responses=responses(404))
def list_events(session_id: SessionId, sessions: Sessions, after: After = 0) -> EventList:
    """The session's log: whoever folds these events has its state."""
    return EventList(events=sessions.events(session_id, after))


def _begin(session_id: SessionId, sessions: Sessions) -> None:
    """Refuse an unknown session before the stream's headers are sent."""
    sessions.state(session_id)


@router.get(
    "/stream", response_class=EventSourceResponse, responses=stream_responses(404), dependencies=[Depends(_begin)]
)
async def stream(
    session_id: SessionId,
    services: AllServices,
    after: After = 0,
    last_event_id: Annotated[int | None, Header(ge=0, lt=2**53)] = None,
) -> AsyncIterator[ServerSentEvent]:
    """Live changes: `event` is an event of the log, with its seq as id; `progress` passes by.

    Resumes after `Last-Event-ID`, or at first after `after`.
    """
    seen = after if last_event_id is None else last_event_id
    async with services.publisher.subscribe(session_channel(session_id)) as messages:
        for event in await asyncio.to_thread(services.sessions.log.events, session_id, seen):
            seen = event.seq
            yield _sent(Message("event", event.seq, event))
        try:
            async for message in messages:
                if message.seq is not None and message.seq <= seen:
                    continue
                seen = message.seq or seen
                yield _sent(message)
        except Overrun:
            return  # The browser comes back with the last id it has seen.


@router.get("/export", responses={**responses(404), **EXPORT}, response_class=Response)
def export_labels(
    session_id: SessionId,
    services: AllServices,
    format: Literal["csv", "jsonl", "parquet"] = "csv",
) -> Response:
    """The labels so far, a row each: sample, class, confidence, status, prediction, scheme, round, times."""
    state = services.sessions.state(session_id)
    classes = services.shelf.open(state.dataset).classes
    headers = {"content-disposition": f"attachment; filename*=utf-8''{quote(f'{state.name}.{format}', safe='')}"}
    return Response(export(state, classes, format), 200, headers, FORMATS[format].media_type)


def _sent(message: Message) -> ServerSentEvent:
    identity = None if message.seq is None else str(message.seq)
    return ServerSentEvent(event=message.kind, id=identity, data=message.value)
