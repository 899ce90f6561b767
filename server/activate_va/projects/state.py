"""A project as its events leave it, and their fold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from activate_va.guideline import Guideline, GuidelinePublished
from activate_va.projects.events import (
    TESTING,
    AdjudicationWithdrawn,
    AnswersKnown,
    AssignmentEnded,
    AssignmentGranted,
    AssignmentPurpose,
    LabelAdjudicated,
    LabelsSeen,
    MemberRemoved,
    MemberSet,
    PooledRoundStarted,
    ProjectCreated,
    ProjectEvent,
    ProjectPayload,
    Role,
)

REMEMBERED = 100


@dataclass(frozen=True)
class Assignment:
    """One that has not ended, by the seq of its event."""

    seq: int
    annotator_id: str
    sample_ids: tuple[int, ...]
    purpose: AssignmentPurpose = "main"


@dataclass(frozen=True)
class Ended:
    """An assignment that ended with event `seq`; `completed`: all of it was labelled then."""

    seq: int
    assignment: Assignment
    completed: bool


@dataclass(frozen=True)
class ProjectState:
    """`roles`: by annotator, of those who are members now. `guideline` is the newest; empty: none. `open` are the
    assignments that have not ended, `ended` the last that have, REMEMBERED at most. `decisions`: by sample, of those
    that were adjudicated. `adjudicated_by`: what each adjudicator was ever asked to decide on; they have seen what
    others say of it. `seen`: of which else each person could read that before they labelled it. `tested`: what each
    person was ever asked whose answer was known."""

    project_id: str
    seq: int
    created: ProjectCreated
    roles: dict[str, Role]
    guideline: Guideline = field(default_factory=Guideline)
    open: tuple[Assignment, ...] = ()
    ended: tuple[Ended, ...] = ()
    decisions: Mapping[int, LabelAdjudicated] = field(default_factory=dict)
    adjudicated_by: Mapping[str, frozenset[int]] = field(default_factory=dict)
    seen: Mapping[str, frozenset[int]] = field(default_factory=dict)
    pooled: tuple[PooledRoundStarted, ...] = ()
    known: AnswersKnown = field(default_factory=AnswersKnown)
    tested: Mapping[str, Mapping[int, AssignmentPurpose]] = field(default_factory=dict)

    def is_test(self, annotator_id: str, sample_id: int) -> bool:
        """Whether the person was asked for that sample because its answer was known."""
        return sample_id in self.tested.get(annotator_id, ())

    def not_blind(self, annotator_id: str) -> frozenset[int]:
        """Samples of which the person knows, or could know, what others say."""
        nothing = frozenset[int]()
        return self.adjudicated_by.get(annotator_id, nothing) | self.seen.get(annotator_id, nothing)

    def is_blind(self, annotator_id: str, sample_id: int) -> bool:
        """Whether the person's label says what they think themselves, of what they were asked for in earnest."""
        return sample_id not in self.not_blind(annotator_id) and not self.is_test(annotator_id, sample_id)

    def owners(self) -> list[str]:
        return [one for one, role in self.roles.items() if role is Role.OWNER]


def continued(state: ProjectState | None, events: Iterable[ProjectEvent]) -> ProjectState:
    """The state after these events too; those that it has already change nothing. Raises ValueError without any."""
    for event in events:
        if state is None:
            if not isinstance(event.payload, ProjectCreated):
                raise ValueError(f"a project's log starts with project_created, not {event.payload.kind}")
            state = ProjectState(event.project_id, event.seq, event.payload, {})
        elif event.seq > state.seq:
            state = _after(state, event.payload, event.seq)
    if state is None:
        raise ValueError("a project's log is empty")
    return state


def _after(state: ProjectState, payload: ProjectPayload, seq: int) -> ProjectState:
    state = replace(state, seq=seq)
    if isinstance(payload, MemberSet):
        return replace(state, roles=state.roles | {payload.annotator_id: payload.role})
    if isinstance(payload, MemberRemoved):
        return replace(state, roles={k: v for k, v in state.roles.items() if k != payload.annotator_id})
    if isinstance(payload, GuidelinePublished):
        return replace(state, guideline=payload.guideline())
    if isinstance(payload, AssignmentGranted):
        return _granted(state, payload, seq)
    if isinstance(payload, AssignmentEnded):
        left = tuple(one for one in state.open if one.seq != payload.assignment)
        over = [Ended(seq, one, payload.why == "completed") for one in state.open if one.seq == payload.assignment]
        return replace(state, open=left, ended=(*state.ended, *over)[-REMEMBERED:])
    if isinstance(payload, LabelAdjudicated):
        return replace(state, decisions={**state.decisions, payload.sample_id: payload})
    if isinstance(payload, AdjudicationWithdrawn):
        return replace(state, decisions={k: v for k, v in state.decisions.items() if k != payload.sample_id})
    if isinstance(payload, AnswersKnown):
        return replace(state, known=payload)
    if isinstance(payload, LabelsSeen):
        more = state.seen.get(payload.annotator_id, frozenset()) | frozenset(payload.sample_ids)
        return replace(state, seen={**state.seen, payload.annotator_id: more})
    if isinstance(payload, PooledRoundStarted):
        return replace(state, pooled=(*state.pooled, payload))
    return state


def _granted(state: ProjectState, payload: AssignmentGranted, seq: int) -> ProjectState:
    granted = Assignment(seq, payload.annotator_id, payload.sample_ids, payload.purpose)
    state = replace(state, open=(*state.open, granted))
    if payload.purpose in TESTING:
        own = {**state.tested.get(payload.annotator_id, {}), **dict.fromkeys(payload.sample_ids, payload.purpose)}
        return replace(state, tested={**state.tested, payload.annotator_id: own})
    if payload.purpose != "adjudication":
        return state
    seen = state.adjudicated_by.get(payload.annotator_id, frozenset()) | frozenset(payload.sample_ids)
    return replace(state, adjudicated_by={**state.adjudicated_by, payload.annotator_id: seen})


def continued_by(state: ProjectState, payloads: Iterable[ProjectPayload]) -> ProjectState:
    """The state that these payloads would lead to, which are not written yet."""
    for payload in payloads:
        state = _after(state, payload, state.seq + 1)
    return state
