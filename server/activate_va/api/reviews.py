"""Labels to look at again."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from activate_va.api.datasets import being_computed
from activate_va.api.dependencies import AllServices, SessionId
from activate_va.api.errors import responses
from activate_va.api.permissions import Permission, needs
from activate_va.api.schemas import JobAnswer
from activate_va.api.withholding import withheld_in
from activate_va.sessions.reviewing import Review

router = APIRouter(prefix="/sessions/{session_id}", tags=["labels"])
BEING_MADE: dict[int | str, dict[str, Any]] = {
    202: {"model": JobAnswer, "description": "being made: follow the job, then ask again"}
}


@router.get("/review", responses={**responses(404, 409), **BEING_MADE}, response_model=Review)
@needs(Permission.READ_SESSION)
def get_review(session_id: SessionId, services: AllServices) -> Review | JSONResponse:
    """Labels that a model contradicts which was trained without them, ranked; none of them need be wrong."""
    found = services.reviews.of(services.sessions.state(session_id))
    if isinstance(found, Review):
        return services.reviews.without(found, withheld_in(services, session_id))
    return being_computed(found)
