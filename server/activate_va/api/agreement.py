"""How far the people of several sessions agree."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from activate_va.accounts.identity import Identity
from activate_va.analysis.agreement import Agreement, agreement
from activate_va.api.access import may_read
from activate_va.api.dependencies import AllServices
from activate_va.api.errors import responses
from activate_va.api.permissions import Caller, Permission, look_into, needs, standing
from activate_va.assembly import ServerServices
from activate_va.sessions.errors import SessionNotFound
from activate_va.sessions.ratings import ratings_of
from activate_va.sessions.state import SessionState
from activate_va.text import Text

router = APIRouter(prefix="/agreement", tags=["agreement"])

MOST = 50
SessionIds = Annotated[
    list[Annotated[Text, Query(max_length=32)]],
    Query(alias="session", max_length=MOST, description="a session's id; repeated for each"),
]


class SessionAgreement(BaseModel):
    """People are the sessions, in the order of `sessions`; classes are those of the dataset."""

    sessions: list[str]
    names: list[str]
    classes: list[str]
    agreement: Agreement


@router.get("", responses=responses(404, 409))
@needs(Permission.MEMBER)
def get_agreement(services: AllServices, session: SessionIds, caller: Caller) -> SessionAgreement:
    """Agreement on the samples that people labelled in two or more of these sessions, which are of one dataset.

    Krippendorff's alpha, Fleiss' kappa, Cohen's kappa of each pair, and alpha of each class against all others and of
    thirds of the samples by confidence; each with a 95 % bootstrap interval, or why it is undefined.
    """
    states = [readable(services, caller, one) for one in session]
    labels, confidences = ratings_of(states)
    classes = services.shelf.open(states[0].dataset).classes
    found = agreement(labels, confidences, len(classes))
    names = [state.name for state in states]
    return SessionAgreement(sessions=session, names=names, classes=list(classes), agreement=found)


def readable(services: ServerServices, caller: Identity, session_id: str) -> SessionState:
    """Raises SessionNotFound, also where the caller may not read it, and LabelsWithheld."""
    owner, role = standing(services, caller, session_id)
    if not may_read(caller, owner, role):
        raise SessionNotFound(f"there is no session {session_id!r}")
    look_into(services, caller, owner, session_id)
    return services.sessions.state(session_id)
