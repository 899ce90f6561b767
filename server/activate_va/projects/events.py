"""The events of a project: rows of the same shape as those of sessions, with payloads of their own."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from activate_va.guideline import GuidelinePublished
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

AssignmentPurpose = Literal["main", "overlap", "gold", "practice", "adjudication"]
"""`main`: asked of one person. `overlap`: of several, who do not see each other's labels. `gold`: the answer is known,
and tells how often the person is right. `practice`: the same, and the person is told. `adjudication`: people disagree,
and somebody else decides."""
TESTING: frozenset[AssignmentPurpose] = frozenset({"gold", "practice"})
"""Labels that count for how often a person is right, and for nothing else."""


class ProjectCreated(Value):
    """`samples` of the pool are drawn by `seed`; of these the share `overlap` is labelled by `people` each, who do not
    see each other's labels, and the others by one. `halves`: in a random half of the shared ones people see none of the
    machine's predictions, which tells how far these make people agree; false in older logs."""

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
    halves: bool = False


class MemberSet(Value):
    """Somebody is a member from now on, or has another role."""

    kind: Literal["member_set"] = "member_set"
    annotator_id: str
    role: Role


class MemberRemoved(Value):
    """Their labels stay."""

    kind: Literal["member_removed"] = "member_removed"
    annotator_id: str


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


class AnswersKnown(Value):
    """Samples whose classes are known, in place of those before. The first `practice` of them are what each person is
    asked first, and told; of what follows the share `share` are others of them, mixed in."""

    kind: Literal["answers_known"] = "answers_known"
    sample_ids: tuple[int, ...] = ()
    class_indices: tuple[int, ...] = ()
    share: float = 0.0
    practice: int = 0

    def answers(self) -> dict[int, int]:
        return dict(zip(self.sample_ids, self.class_indices, strict=True))


class LabelsSeen(Value):
    """Samples that several people are to label, or whose answers are known, of which the annotator could read others'
    labels before labelling them. They are not asked for these any more."""

    kind: Literal["labels_seen"] = "labels_seen"
    annotator_id: str
    sample_ids: tuple[int, ...]


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


PoolingRule = Literal["majority", "adjudicated_first", "weighted"]
"""`majority`: the class that most people gave. `adjudicated_first`: what was adjudicated, else the majority.
`weighted`: each label counts as much as its confidence. Where two classes have as much, there is no label."""


class PooledRoundStarted(Value):
    """Training on everybody's labels: `cut` is the last event of each person's session that counts, and `decided_seq`
    that of the project; so that the labels can be had again. Session `session_id` learns from them, and has the
    results."""

    kind: Literal["pooled_round_started"] = "pooled_round_started"
    cut: dict[str, int]
    decided_seq: int
    rule: PoolingRule
    session_id: str
    labels: int


ProjectPayload = Annotated[
    ProjectCreated
    | MemberSet
    | MemberRemoved
    | GuidelinePublished
    | AssignmentGranted
    | AssignmentEnded
    | AnswersKnown
    | LabelsSeen
    | LabelAdjudicated
    | AdjudicationWithdrawn
    | PooledRoundStarted,
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
