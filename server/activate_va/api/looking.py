"""What else there is in the pool: samples like one, and samples between two classes."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query

from activate_va.api.dependencies import AllServices, SessionId, Sessions
from activate_va.api.errors import responses
from activate_va.api.permissions import Permission, needs
from activate_va.api.schemas import Explanation, FoundSamples
from activate_va.api.withholding import withheld_in
from activate_va.sessions.events import ClassIndex

router = APIRouter(prefix="/sessions/{session_id}/pool", tags=["pool"])

SampleInPool = Annotated[int, Path(ge=0, lt=2**53)]
Count = Annotated[int, Query(ge=1, le=10_000, description="no more samples than these")]


@router.get("/like/{sample_id}", responses=responses(404, 409))
@needs(Permission.READ_SESSION)
def get_like(session_id: SessionId, sample_id: SampleInPool, sessions: Sessions, count: Count = 24) -> FoundSamples:
    """The nearest to a sample where the session measures distances; none that is on the board."""
    found = sessions.looking.like(sessions.state(session_id), sample_id, count)
    return FoundSamples(**found._asdict())


@router.get("/why/{sample_id}", responses=responses(404, 409))
@needs(Permission.READ_SESSION)
def get_why(session_id: SessionId, sample_id: SampleInPool, services: AllServices) -> Explanation:
    """On which parts of an image the answer of the model rests that predicts, by hiding each of them in turn."""
    sessions, withheld = services.sessions, withheld_in(services, session_id)
    found = sessions.looking.why(sessions.state(session_id), sample_id, withheld)
    values = found.values.astype(float).round(4).tolist()
    return Explanation(
        top=found.top, runner_up=found.runner_up, confidence=found.confidence, margin=found.margin, values=values
    )


@router.get("/between", responses=responses(404, 409))
@needs(Permission.READ_SESSION)
def get_between(
    session_id: SessionId,
    services: AllServices,
    first: Annotated[ClassIndex, Query(lt=2**53)],
    second: Annotated[ClassIndex, Query(lt=2**53)],
    count: Count = 10,
) -> FoundSamples:
    """Samples that the model which predicts hesitates over between two classes; none that is on the board."""
    state = services.sessions.state(session_id)
    n_classes = len(services.shelf.open(state.dataset).classes)
    withheld = withheld_in(services, session_id)
    found = services.sessions.looking.between(state, first, second, count, n_classes, withheld)
    return FoundSamples(**found._asdict())
