"""Projects: begin one, members, guideline, getting work."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel, Field

from activate_va.api.accounts import Handle, expect_accounts
from activate_va.api.dependencies import AllServices, RequestKey
from activate_va.api.errors import responses
from activate_va.api.history import EXPORT, download
from activate_va.api.permissions import Caller, Permission, needs
from activate_va.api.schemas import Body
from activate_va.assembly import ServerServices
from activate_va.guideline import Guideline, GuidelineText
from activate_va.number import AS_NUMBER
from activate_va.projects.events import MANAGING, PoolingRule, Role
from activate_va.projects.gold import GoldAccuracy, gold_accuracy
from activate_va.projects.own_sessions import ADJUDICATION
from activate_va.projects.pooled_rounds import PooledRound
from activate_va.projects.progress import ProjectFigures, progress_of
from activate_va.projects.rows import OF_LABELS, OF_SAMPLES, Labelled
from activate_va.projects.service import NewProject
from activate_va.projects.state import ProjectState
from activate_va.sessions.config import ConfigPatch
from activate_va.sessions.export import FORMATS
from activate_va.text import Text

router = APIRouter(prefix="/projects", tags=["projects"])

ProjectId = Annotated[Text, Path(max_length=32)]
HandlePath = Annotated[Text, Path(max_length=60)]


class ProjectBody(Body):
    """`samples` are drawn from the pool, which is all asked for where that is left out; the share `overlap` of them is
    labelled by `people` each."""

    name: Annotated[Text, Field(min_length=1, max_length=200)]
    dataset: Text
    samples: Annotated[int | None, Field(ge=1, lt=2**31), AS_NUMBER] = None
    overlap: Annotated[float, Field(ge=0, le=1), AS_NUMBER] = 0.1
    people: Annotated[int, Field(ge=2, le=100), AS_NUMBER] = 2
    seed: Annotated[int | None, Field(ge=0, lt=2**53), AS_NUMBER] = None
    config: ConfigPatch | None = None
    guideline: GuidelineText = ""


class MemberBody(Body):
    handle: Handle
    role: Role


class MemberInfo(BaseModel):
    handle: str
    role: Role


class ProjectInfo(BaseModel):
    """A project. `role` is the caller's, null for an administrator who is no member."""

    project_id: str
    name: str
    dataset: str
    samples: int
    overlap: float
    people: int
    guideline: Guideline
    role: Role | None
    members: list[MemberInfo]


class ProjectList(BaseModel):
    projects: list[ProjectInfo]


class ProjectSession(BaseModel):
    session_id: str


class KnownAnswersInfo(BaseModel):
    """How many answers are known, and to what end."""

    answers: int
    share: float
    practice: int


class PooledBody(Body):
    rule: PoolingRule


class ProjectProgress(BaseModel):
    """`handles` and `sessions` of those who label: by id, and by handle. `pooled` rounds, the newest first. What is
    known of samples, and how often people are right there, is for those who manage the project; null for others."""

    classes: list[str]
    handles: dict[str, str]
    sessions: dict[str, str]
    progress: ProjectFigures
    pooled: list[PooledRound]
    known: KnownAnswersInfo | None
    gold: dict[str, GoldAccuracy] | None


@router.post("", status_code=201, responses=responses(404, 409))
@needs(Permission.MEMBER)
def create_project(body: ProjectBody, services: AllServices, caller: Caller, key: RequestKey) -> ProjectInfo:
    """Begin a project, whose owner the caller is."""
    expect_accounts(services)
    wanted = NewProject(**dict(body))
    begun = services.projects.create(wanted, caller.actor, caller.annotator_id or "", key)
    return _info(services, begun, caller.annotator_id)


@router.get("", responses=responses(409))
@needs(Permission.MEMBER)
def list_projects(services: AllServices, caller: Caller) -> ProjectList:
    """Those that the caller is a member of, the newest first; administrators see all."""
    expect_accounts(services)
    found = [p for p in services.projects.all() if caller.administrator or caller.annotator_id in p.roles]
    return ProjectList(projects=[_info(services, one, caller.annotator_id) for one in found])


@router.get("/{project_id}", responses=responses(404))
@needs(Permission.READ_PROJECT)
def get_project(project_id: ProjectId, services: AllServices, caller: Caller) -> ProjectInfo:
    """Its members, its guideline, and how work is shared out."""
    return _info(services, services.projects.state(project_id), caller.annotator_id)


@router.put("/{project_id}/members", responses=responses(404, 409))
@needs(Permission.MANAGE_PROJECT)
def put_member(project_id: ProjectId, body: MemberBody, services: AllServices, caller: Caller) -> ProjectInfo:
    """Take somebody in who has an account, or give a member another role. Owners are made by owners."""
    person = expect_accounts(services).annotators.named(body.handle)
    services.projects.expect_may_set(project_id, caller.annotator_id, person.annotator_id, body.role)
    state = services.projects.set_member(project_id, person.annotator_id, body.role, caller.actor)
    return _info(services, state, caller.annotator_id)


@router.delete("/{project_id}/members/{handle}", responses=responses(404, 409))
@needs(Permission.MANAGE_PROJECT)
def delete_member(project_id: ProjectId, handle: HandlePath, services: AllServices, caller: Caller) -> ProjectInfo:
    """Let somebody go; their labels stay."""
    person = expect_accounts(services).annotators.named(handle)
    services.projects.expect_may_set(project_id, caller.annotator_id, person.annotator_id, None)
    state = services.projects.remove_member(project_id, person.annotator_id, caller.actor)
    return _info(services, state, caller.annotator_id)


@router.put("/{project_id}/guideline", responses=responses(404))
@needs(Permission.MANAGE_PROJECT)
def put_guideline(project_id: ProjectId, body: Guideline, services: AllServices, caller: Caller) -> ProjectInfo:
    """Publish how to label, with examples."""
    state = services.projects.publish_guideline(project_id, body, caller.actor)
    return _info(services, state, caller.annotator_id)


@router.post("/{project_id}/session", responses=responses(404, 409))
@needs(Permission.LABEL_PROJECT)
def open_project_session(
    project_id: ProjectId, services: AllServices, caller: Caller, key: RequestKey
) -> ProjectSession:
    """The caller's own session of the project, begun where there is none. Selecting there hands out what is next."""
    return ProjectSession(session_id=services.projects.session_of(project_id, caller.annotator_id or "", caller.actor))


@router.delete("/{project_id}/assignments", responses=responses(404))
@needs(Permission.LABEL_PROJECT)
def return_assignments(project_id: ProjectId, services: AllServices, caller: Caller) -> ProjectInfo:
    """Give back what the caller was asked for and has not done; others are asked for it from now on."""
    own = caller.annotator_id or ""
    return _info(services, services.projects.handing_out.take_back(project_id, own, caller.actor), own)


@router.get("/{project_id}/progress", responses=responses(404, 409))
@needs(Permission.SEE_PROJECT)
def get_progress(project_id: ProjectId, services: AllServices, caller: Caller) -> ProjectProgress:
    """Who labelled how much, by class, what is with whom, and how far people agree on what several of them labelled."""
    state, sessions = services.projects.state(project_id), services.projects.sessions_of(project_id)
    classes = list(services.shelf.open(state.created.dataset).classes)
    handles, known = _handles(services), state.known
    manages = caller.administrator or state.roles.get(caller.annotator_id or "") in MANAGING
    counts = KnownAnswersInfo(answers=len(known.sample_ids), share=known.share, practice=known.practice)
    return ProjectProgress(
        known=counts if manages else None,
        gold={one: gold_accuracy(state, own, one) for one, own in sessions.items()} if manages else None,
        classes=classes,
        sessions={handles[one]: own.session_id for one, own in sessions.items()},
        handles={one: handles[one] for one in sessions},
        progress=progress_of(state, sessions, classes),
        pooled=services.projects.pooled_rounds.results(project_id),
    )


@router.post("/{project_id}/pooled", status_code=202, responses=responses(404, 409))
@needs(Permission.MANAGE_PROJECT)
def start_pooled_round(
    project_id: ProjectId, body: PooledBody, services: AllServices, caller: Caller
) -> list[PooledRound]:
    """Train on everybody's labels as they stand, by the project's configuration, in a session that all who may see
    the project may read. What its models predict of samples that several people label is withheld."""
    services.projects.pooled_rounds.start(project_id, body.rule, caller.actor)
    return services.projects.pooled_rounds.results(project_id)


@router.get("/{project_id}/export", responses={**responses(404, 409), **EXPORT}, response_class=Response)
@needs(Permission.SEE_PROJECT)
def export_project(
    project_id: ProjectId,
    services: AllServices,
    caller: Caller,
    format: Literal["csv", "jsonl", "parquet"] = "csv",
    rows: Annotated[Literal["labels", "samples"], Query(description="a row per label, or a row per sample")] = "labels",
    adjudicated: Annotated[bool, Query(description="with what was adjudicated, or as if nothing had been")] = True,
) -> Response:
    """All labels: a row per label and annotator, as those of a session are exported, with what it was asked for; or a
    row per sample, with the class that was adjudicated or else that of the majority. Withheld from whoever is asked for
    samples; of what else they have not labelled, nothing is asked of them any more that others label too."""
    state, projects = services.projects.state(project_id), services.projects
    dataset = services.shelf.open(state.created.dataset)
    unchanged = dataset if dataset.digest == state.created.dataset_digest else None
    labelling, adjudicating = projects.own.all(project_id), projects.own.all(project_id, ADJUDICATION)
    if caller.annotator_id:
        projects.blindness.look_at_all(project_id, caller.annotator_id, caller.actor)
    logs = [own.session_id for of in (labelling, adjudicating) for own in of.values()]
    times = services.sessions.log.client_times(logs)
    found = Labelled(state, labelling, adjudicating, dataset.classes, unchanged, _handles(services), times)
    table = found.sample_rows(adjudicated) if rows == "samples" else found.label_rows(adjudicated)
    content = FORMATS[format].write(table, OF_SAMPLES if rows == "samples" else OF_LABELS)
    name = state.created.name if rows == "labels" else f"{state.created.name}, a row per sample"
    return download(content, name, format)


def _info(services: ServerServices, state: ProjectState, annotator_id: str | None) -> ProjectInfo:
    handles = _handles(services)
    members = [MemberInfo(handle=handles[one], role=role) for one, role in state.roles.items()]
    project = state.created
    return ProjectInfo(
        project_id=state.project_id,
        name=project.name,
        dataset=project.dataset,
        samples=project.samples,
        overlap=project.overlap,
        people=project.people,
        guideline=state.guideline,
        role=state.roles.get(annotator_id or ""),
        members=sorted(members, key=lambda one: one.handle),
    )


def _handles(services: ServerServices) -> dict[str, str]:
    return {one.annotator_id: one.handle for one in expect_accounts(services).annotators.all()}
