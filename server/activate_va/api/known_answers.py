"""Known answers of a project: which they are, and what whoever practises is told."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field, model_validator

from activate_va.api.dependencies import AllServices
from activate_va.api.errors import responses
from activate_va.api.permissions import Caller, Permission, needs
from activate_va.api.projects import KnownAnswersInfo, ProjectId
from activate_va.api.schemas import Body
from activate_va.datasets import Dataset
from activate_va.datasets.ids import samples_called
from activate_va.guideline import NotInDataset
from activate_va.number import AS_NUMBER
from activate_va.projects.gold import CheckedAnswer, checked_answers
from activate_va.text import Text

router = APIRouter(prefix="/projects/{project_id}", tags=["projects"])


class KnownAnswer(Body):
    """Of the sample of that number, or of that id in the file that the dataset came from."""

    sample_id: Annotated[int, Field(ge=0, lt=2**53), AS_NUMBER] | None = None
    external_id: Annotated[Text, Field(min_length=1, max_length=1_000)] | None = None
    class_index: Annotated[int, Field(ge=0, lt=2**31), AS_NUMBER]

    @model_validator(mode="after")
    def _is_of_one_sample(self) -> KnownAnswer:
        if (self.sample_id is None) == (self.external_id is None):
            raise ValueError("name the sample by sample_id or by external_id")
        return self


class SampleAnswer(BaseModel):
    sample_id: int
    class_index: int


class SampleAnswers(BaseModel):
    answers: list[SampleAnswer]


class KnownAnswersBody(Body):
    """`answers`, or so many of the dataset's own labels; and what was `adjudicated` so far, if that is asked for. The
    first `practice` of them are what each person labels first, and is told; of all that follows the share `share` are
    others of them."""

    answers: Annotated[list[KnownAnswer], Field(max_length=10_000)] | None = None
    from_dataset: Annotated[int, Field(ge=0, le=10_000), AS_NUMBER] = 0
    adjudicated: bool = False
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
    and count for nothing else. Whoever names them is not asked for them."""
    projects = services.projects
    dataset = services.shelf.open(projects.state(project_id).created.dataset)
    answers = body.from_dataset if body.answers is None else _by_sample(dataset, body.answers)
    state = projects.know_answers(
        project_id, answers, body.share, body.practice, caller.actor, adjudicated=body.adjudicated
    )
    if caller.annotator_id and not isinstance(answers, int):
        projects.blindness.knows(project_id, caller.annotator_id, answers, caller.actor)
    return KnownAnswersInfo(answers=len(state.known.sample_ids), share=body.share, practice=body.practice)


@router.get("/known-answers", responses=responses(404, 409))
@needs(Permission.MANAGE_PROJECT)
def get_known_answers(project_id: ProjectId, services: AllServices, caller: Caller) -> SampleAnswers:
    """Which they are. Whoever reads that is not asked for them any more."""
    projects = services.projects
    if caller.annotator_id:
        projects.blindness.look_at_answers(project_id, caller.annotator_id, caller.actor)
    known = projects.state(project_id).known.answers()
    return SampleAnswers(answers=[SampleAnswer(sample_id=i, class_index=c) for i, c in known.items()])


@router.get("/feedback", responses=responses(404, 409))
@needs(Permission.LABEL_PROJECT)
def get_feedback(project_id: ProjectId, services: AllServices, caller: Caller) -> Feedback:
    """What the caller's first labels should have been, where the project lets people practise."""
    own, state = caller.annotator_id or "", services.projects.state(project_id)
    session = services.projects.own.all(project_id).get(own)
    found = checked_answers(state, session, own, "practice") if session else []
    done = {label.sample_id for label in session.labelled()} if session else set[int]()
    left = set(state.known.sample_ids[: state.known.practice]) - state.not_blind(own) - done
    return Feedback(answers=found, left=len(left))


def _by_sample(dataset: Dataset, answers: list[KnownAnswer]) -> dict[int, int]:
    """The class of each sample. Raises NotInDataset."""
    called = samples_called(dataset, (one.external_id for one in answers if one.external_id is not None))
    found = dict[int, int]()
    for one in answers:
        sample_id = one.sample_id if one.external_id is None else called.get(one.external_id)
        if sample_id is None:
            raise NotInDataset(f"external_id={one.external_id!r} is of no sample of the pool, or of several")
        found[sample_id] = one.class_index
    return found
