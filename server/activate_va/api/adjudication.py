"""Adjudication: a session to decide in, what people said, and reasons."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field

from activate_va.api.dependencies import AllServices, SampleIdPath
from activate_va.api.errors import responses
from activate_va.api.permissions import Caller, Permission, needs
from activate_va.api.projects import ProjectId, ProjectSession
from activate_va.api.schemas import Body
from activate_va.projects.events import Candidate, LabelAdjudicated
from activate_va.projects.own_sessions import ADJUDICATION
from activate_va.text import Text

router = APIRouter(prefix="/projects/{project_id}/adjudication", tags=["projects"])


class Disputed(BaseModel):
    """The labels of a sample whose labels disagree, in random order, of nobody named; and what the caller decided."""

    sample_id: int
    candidates: tuple[Candidate, ...]
    decision: LabelAdjudicated | None


class DisputedList(BaseModel):
    disputed: list[Disputed]


class Reason(Body):
    reason: Annotated[Text, Field(max_length=2_000)]


@router.post("/session", responses=responses(404, 409))
@needs(Permission.ADJUDICATE_PROJECT)
def open_adjudication(project_id: ProjectId, services: AllServices, caller: Caller) -> ProjectSession:
    """The caller's own session to adjudicate in. Selecting there brings samples on which others disagree; a label
    there is the decision."""
    own = services.projects.own.of(project_id, caller.annotator_id or "", caller.actor, ADJUDICATION)
    return ProjectSession(session_id=own)


@router.get("/candidates", responses=responses(404))
@needs(Permission.ADJUDICATE_PROJECT)
def list_candidates(project_id: ProjectId, services: AllServices, caller: Caller) -> DisputedList:
    """What people said of the samples that the caller was asked to decide on."""
    own = caller.annotator_id or ""
    decisions = services.projects.adjudicating.decisions(project_id, own)
    return DisputedList(
        disputed=[
            Disputed(sample_id=i, candidates=found, decision=decisions.get(i))
            for i, found in services.projects.adjudicating.candidates(project_id, own).items()
        ]
    )


@router.put("/reasons/{sample_id}", responses=responses(404, 409))
@needs(Permission.ADJUDICATE_PROJECT)
def put_reason(
    project_id: ProjectId, sample_id: SampleIdPath, body: Reason, services: AllServices, caller: Caller
) -> LabelAdjudicated:
    """Say why the caller decided so on the sample."""
    adjudicating = services.projects.adjudicating
    state = adjudicating.give_reason(project_id, caller.annotator_id or "", sample_id, body.reason, caller.actor)
    return state.decisions[sample_id]
