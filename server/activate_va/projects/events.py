"""The events of a project: rows of the same shape as those of sessions, with payloads of their own."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from activate_va.sessions.config import SessionConfig
from activate_va.value import Value

PROJECT_EVENT_VERSION = 1


class Role(StrEnum):
    """What a member may do: owners all; managers see to members and guideline; adjudicators and viewers read what all
    have labelled; all but viewers label."""

    OWNER = "owner"
    MANAGER = "manager"
    ADJUDICATOR = "adjudicator"
    ANNOTATOR = "annotator"
    VIEWER = "viewer"


MANAGING = frozenset({Role.OWNER, Role.MANAGER})
SEEING_ALL = frozenset({Role.OWNER, Role.MANAGER, Role.ADJUDICATOR, Role.VIEWER})
LABELLING = frozenset(Role) - {Role.VIEWER}
ADJUDICATING = frozenset({Role.OWNER, Role.MANAGER, Role.ADJUDICATOR})

AssignmentPurpose = Literal["main", "overlap", "adjudication"]
"""`main`: asked of one person. `overlap`: of several, who do not see each other's labels. `adjudication`: people
disagree, and somebody else decides."""


class ProjectCreated(Value):
    """`samples` of the pool are drawn by `seed`; of these the share `overlap` is labelled by `people` each, who do not
    see each other's labels, and the others by one."""

    kind: Literal["project_created"] = "project_created"
    name: str
    dataset: str
    dataset_digest: str
    pool: int
    samples: int
    seed: int
    overlap: float
    people: int
    config: SessionConfig


class MemberSet(Value):
    """Somebody is a member from now on, or has another role."""

    kind: Literal["member_set"] = "member_set"
    annotator_id: str
    role: Role


class MemberRemoved(Value):
    """Their labels stay."""

    kind: Literal["member_removed"] = "member_removed"
    annotator_id: str


class GuidelinePublished(Value):
    kind: Literal["guideline_published"] = "guideline_published"
    text: str


class AssignmentGranted(Value):
    """Samples that somebody is asked for. The event's seq names the assignment. Older logs have `main` for overlap."""

    kind: Literal["assignment_granted"] = "assignment_granted"
    annotator_id: str
    sample_ids: tuple[int, ...]
    purpose: AssignmentPurpose = "main"


class AssignmentEnded(Value):
    """`completed`: all are labelled, or decided; `returned`: given back; `expired`: the lease is over, and somebody
    asks. What is answered later counts all the same."""

    kind: Literal["assignment_ended"] = "assignment_ended"
    assignment: int
    why: Literal["completed", "returned", "expired"]


class Candidate(Value):
    """One of the labels that people gave a sample who disagree. `confidence` is null where nobody stated it."""

    class_index: int
    confidence: float | None


class LabelAdjudicated(Value):
    """Somebody decided what a sample is whose labels disagree; `candidates` as they were shown, nobody named."""

    kind: Literal["label_adjudicated"] = "label_adjudicated"
    annotator_id: str
    sample_id: int
    class_index: int
    confidence: float
    candidates: tuple[Candidate, ...]
    reason: str = ""


class AdjudicationWithdrawn(Value):
    """Whoever decided on the sample took that back, by undoing or returning it."""

    kind: Literal["adjudication_withdrawn"] = "adjudication_withdrawn"
    sample_id: int


ProjectPayload = Annotated[
    ProjectCreated
    | MemberSet
    | MemberRemoved
    | GuidelinePublished
    | AssignmentGranted
    | AssignmentEnded
    | LabelAdjudicated
    | AdjudicationWithdrawn,
    Field(discriminator="kind"),
]


class ProjectEvent(Value):
    """One row of a project's log."""

    project_id: str
    seq: Annotated[int, Field(ge=1)]
    at: datetime
    actor: str
    version: int = PROJECT_EVENT_VERSION
    client_key: str | None = None
    payload: ProjectPayload
