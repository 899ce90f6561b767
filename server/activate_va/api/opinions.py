"""What models say of a picture that somebody draws."""

from __future__ import annotations

from fastapi import APIRouter

from activate_va.api.dependencies import AllServices, SessionId
from activate_va.api.errors import responses
from activate_va.api.permissions import Permission, needs
from activate_va.api.schemas import Drawing, OpinionList
from activate_va.sessions.trying import drawing, opinions

router = APIRouter(prefix="/sessions/{session_id}/opinions", tags=["rounds"])


@router.post("", responses=responses(404, 409))
@needs(Permission.READ_SESSION)
def ask_for_opinions(session_id: SessionId, body: Drawing, services: AllServices) -> OpinionList:
    """The newest model of each scheme on a picture that is of no split; nothing of it is kept."""
    state = services.sessions.state(session_id)
    item = drawing(services.shelf.open(state.dataset), body.pixels)
    return OpinionList(opinions=opinions(services.sessions.rounds.views.predictions, state, item))
