"""What the classes of a session mean."""

from __future__ import annotations

from fastapi import APIRouter, Response

from activate_va.api.answers import as_json
from activate_va.api.dependencies import RequestKey, SessionId, Sessions
from activate_va.api.errors import responses
from activate_va.api.naming import Actor
from activate_va.api.permissions import Permission, needs
from activate_va.guideline import Guideline
from activate_va.sessions.events import Event

router = APIRouter(prefix="/sessions/{session_id}", tags=["sessions"])


@router.put("/guideline", response_model=Event, responses=responses(404, 409))
@needs(Permission.WRITE_SESSION)
def put_session_guideline(
    session_id: SessionId, body: Guideline, sessions: Sessions, key: RequestKey, caller: Actor
) -> Response:
    """Write what the classes mean, in words and by examples; earlier guidelines stay in the log.

    Not in a project's session, which has the project's.
    """
    return as_json(sessions.guidelines.publish(session_id, body, caller.actor, key))
