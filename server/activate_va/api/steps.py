"""Undo and redo."""

from __future__ import annotations

from fastapi import APIRouter, Response

from activate_va.api.answers import as_json
from activate_va.api.dependencies import RequestKey, SessionId, Sessions
from activate_va.api.errors import responses
from activate_va.api.naming import Actor
from activate_va.api.permissions import Permission, needs
from activate_va.api.settling import SettlingRoute
from activate_va.sessions.events import Event
from activate_va.sessions.steps import StepName

router = APIRouter(prefix="/sessions/{session_id}", tags=["sessions"], route_class=SettlingRoute)


@router.post("/undo", response_model=Event, responses=responses(404, 409))
@needs(Permission.WRITE_SESSION)
def undo(
    session_id: SessionId, sessions: Sessions, key: RequestKey, caller: Actor, body: StepName | None = None
) -> Response:
    """Take back one's own last selection or labelling that still counts; a step that is named, only if it is that."""
    return as_json(sessions.undo(session_id, body, caller.actor, key))


@router.post("/redo", response_model=Event, responses=responses(404, 409))
@needs(Permission.WRITE_SESSION)
def redo(
    session_id: SessionId, sessions: Sessions, key: RequestKey, caller: Actor, body: StepName | None = None
) -> Response:
    """Bring back what one undid last; a step that is named, only if it is that."""
    return as_json(sessions.redo(session_id, body, caller.actor, key))
