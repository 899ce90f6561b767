"""Known answers of a project: which they are, and what whoever practises is told."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field

from activate_va.api.dependencies import AllServices
from activate_va.api.errors import responses
from activate_va.api.permissions import Caller, Permission, needs
from activate_va.api.projects import KnownAnswersInfo, ProjectId
from activate_va.api.schemas import Body
from activate_va.number import AS_NUMBER
from activate_va.projects.gold import CheckedAnswer, checked_answers

router = APIRouter(prefix="/projects/{project_id}", tags=["projects"])


class KnownAnswer(Body):
    sample_id: Annotated[int, Field(ge=0, lt=2**53), AS_NUMBER]
    class_index: Annotated[int, Field(ge=0, lt=2**31), AS_NUMBER]


class KnownAnswersBody(Body):
    """`answers`, or so many of the dataset's own labels. The first `practice` of them are what each person labels
    first, and is told; of all that follows the share `share` are others of them."""

    answers: Annotated[list[KnownAnswer], Field(max_length=10_000)] | None = None
    from_dataset: Annotated[int, Field(ge=0, le=10_000), AS_NUMBER] = 0
    share: Annotated[float, Field(ge=0, le=0.5), AS_NUMBER] = 0.1
    practice: Annotated[int, Field(ge=0, le=1_000), AS_NUMBER] = 0


class Feedback(BaseModel):
    """What the caller said of what they practise on, the last label last, and what it is; `left` to practise on."""

    answers: list[CheckedAnswer]
    left: int


@router.put("/known-answers", responses=responses(404, 409))
@needs(Permission.MANAGE_PROJECT)
def put_known_answers(
    project_id: ProjectId, body: KnownAnswersBody, services: AllServices, caller: Caller
) -> KnownAnswersInfo:
    """Say which samples' classes are known, in place of those before. Labels on them tell how often a person is right,
    and count for nothing else."""
    answers = body.from_dataset if body.answers is None else {one.sample_id: one.class_index for one in body.answers}
    state = services.projects.know_answers(project_id, answers, body.share, body.practice, caller.actor)
    return KnownAnswersInfo(answers=len(state.known.sample_ids), share=body.share, practice=body.practice)


@router.get("/feedback", responses=responses(404, 409))
@needs(Permission.LABEL_PROJECT)
def get_feedback(project_id: ProjectId, services: AllServices, caller: Caller) -> Feedback:
    """What the caller's first labels should have been, where the project lets people practise."""
    own, state = caller.annotator_id or "", services.projects.state(project_id)
    session = services.projects.own.all(project_id).get(own)
    found = checked_answers(state, session, own, "practice") if session else []
    return Feedback(answers=found, left=max(0, state.known.practice - len(found)))
