"""A project as its events leave it, and their fold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from activate_va.projects.events import (
    AssignmentEnded,
    AssignmentGranted,
    GuidelinePublished,
    MemberRemoved,
    MemberSet,
    ProjectCreated,
    ProjectEvent,
    ProjectPayload,
    Role,
)


@dataclass(frozen=True)
class Assignment:
    """One that has not ended, by the seq of its event."""

    seq: int
    annotator_id: str
    sample_ids: tuple[int, ...]


@dataclass(frozen=True)
class ProjectState:
    """`roles`: by annotator, of those who are members now. `guideline` is the newest one; empty: none. `open` are the
    assignments that have not ended; the last one that has ended did so with event `ended_seq`."""

    project_id: str
    seq: int
    created: ProjectCreated
    roles: dict[str, Role]
    guideline: str = ""
    open: tuple[Assignment, ...] = ()
    ended_seq: int = 0

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
        return replace(state, guideline=payload.text)
    if isinstance(payload, AssignmentGranted):
        granted = Assignment(seq, payload.annotator_id, payload.sample_ids)
        return replace(state, open=(*state.open, granted))
    if isinstance(payload, AssignmentEnded):
        left = tuple(one for one in state.open if one.seq != payload.assignment)
        return replace(state, open=left, ended_seq=seq)
    return state


def continued_by(state: ProjectState, payloads: Iterable[ProjectPayload]) -> ProjectState:
    """The state that these payloads would lead to, which are not written yet."""
    for payload in payloads:
        state = _after(state, payload, state.seq + 1)
    return state
