"""Everything that can be asked of projects."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from sqlalchemy import Connection

from activate_va.client_key import ClientKey
from activate_va.projects.errors import LastOwner, NotAMember, NothingLeft, OwnersOnly, ProjectBusy, TooFewSamples
from activate_va.projects.events import (
    GuidelinePublished,
    MemberRemoved,
    MemberSet,
    ProjectCreated,
    ProjectPayload,
    Role,
)
from activate_va.projects.leases import Leases, live, renewed
from activate_va.projects.log import ProjectLog
from activate_va.projects.sharing import ended, held_by, next_for
from activate_va.projects.state import ProjectState, continued_by
from activate_va.sessions.config import ConfigPatch, SessionConfig
from activate_va.sessions.events import Event, SessionCreated
from activate_va.sessions.service import SessionService
from activate_va.sessions.state import SessionState

ATTEMPTS = 10
"""At handing out work, while people at other servers complete theirs."""


@dataclass(frozen=True)
class NewProject:
    """`samples` of None: the whole pool. `seed` of None: one is drawn."""

    name: str
    dataset: str
    samples: int | None = None
    overlap: float = 0.1
    people: int = 2
    seed: int | None = None
    config: ConfigPatch | None = None
    guideline: str = ""


class _Outdated(Exception):
    """What was read of the sessions may lack labels whose assignment has ended since."""


class Projects:
    def __init__(self, log: ProjectLog, sessions: SessionService) -> None:
        self.log = log
        self.sessions = sessions
        self.leases = Leases(log.engine, log.now)
        self._turns: dict[str, Lock] = {}

    def create(self, wanted: NewProject, actor: str, owner: str) -> ProjectState:
        """Raises DatasetNotFound, UnknownName, TooFewSamples."""
        data = self.sessions.shelf.open(wanted.dataset)
        samples = len(data.pool) if wanted.samples is None else wanted.samples
        if samples > len(data.pool):
            raise TooFewSamples(f"samples={samples:,} exceeds the {len(data.pool):,} of the pool", "ask for fewer")
        config = (wanted.config or ConfigPatch()).applied_to(SessionConfig(classifier=data.kind.default_classifier))
        self.sessions.check_config(config, data.kind)
        created = ProjectCreated(
            name=wanted.name,
            dataset=wanted.dataset,
            dataset_digest=data.digest,
            pool=len(data.pool),
            samples=samples,
            seed=secrets.randbelow(2**31) if wanted.seed is None else wanted.seed,
            overlap=wanted.overlap,
            people=wanted.people,
            config=config,
        )
        payloads: list[ProjectPayload] = [created, MemberSet(annotator_id=owner, role=Role.OWNER)]
        payloads += [GuidelinePublished(text=wanted.guideline)] if wanted.guideline else []
        return self.log.create(secrets.token_hex(8), payloads, actor)

    def role(self, project_id: str, annotator_id: str | None) -> Role | None:
        """What the annotator may do; None where they are no member. Raises ProjectNotFound."""
        return self.state(project_id).roles.get(annotator_id) if annotator_id else None

    def state(self, project_id: str) -> ProjectState:
        """Raises ProjectNotFound."""
        return self.log.state(project_id)

    def all(self) -> list[ProjectState]:
        """The newest first."""
        return [self.log.state(project_id) for project_id in self.log.ids()]

    def set_member(self, project_id: str, annotator_id: str, role: Role, actor: str) -> ProjectState:
        """Take somebody in, or give a member another role. Raises LastOwner."""

        def decide(_: Connection, state: ProjectState, __: datetime) -> Iterable[ProjectPayload]:
            if role is not Role.OWNER:
                _expect_another_owner(state, annotator_id)
            return [MemberSet(annotator_id=annotator_id, role=role)]

        return self.log.append(project_id, decide, actor)

    def expect_may_set(self, project_id: str, caller: str | None, annotator_id: str, role: Role | None) -> None:
        """That owners are made, changed and removed by owners, or by administrators who are no members.

        Raises OwnersOnly.
        """
        roles = self.state(project_id).roles
        concerns_owner = Role.OWNER in (role, roles.get(annotator_id))
        if concerns_owner and caller is not None and roles.get(caller, Role.OWNER) is not Role.OWNER:
            raise OwnersOnly("a manager neither makes nor unmakes owners")

    def remove_member(self, project_id: str, annotator_id: str, actor: str) -> ProjectState:
        """Raises NotAMember, LastOwner."""

        def decide(_: Connection, state: ProjectState, __: datetime) -> Iterable[ProjectPayload]:
            if annotator_id not in state.roles:
                raise NotAMember(f"annotator {annotator_id!r} is no member of this project")
            _expect_another_owner(state, annotator_id)
            return [MemberRemoved(annotator_id=annotator_id)]

        return self.log.append(project_id, decide, actor)

    def publish_guideline(self, project_id: str, text: str, actor: str) -> ProjectState:
        return self.log.append(project_id, lambda *_: [GuidelinePublished(text=text)], actor)

    def session_of(self, project_id: str, annotator_id: str, actor: str) -> str:
        """The annotator's session of the project, begun where there is none."""
        state = self.state(project_id)
        session_id = _session_id(project_id, annotator_id)
        if not self.sessions.log.exists(session_id):
            project = state.created
            created = SessionCreated(
                name=project.name,
                dataset=project.dataset,
                dataset_digest=project.dataset_digest,
                seed=project.seed,
                config=project.config,
            )
            self.sessions.log.create(session_id, created, actor, None, (), annotator_id, project_id)
        return session_id

    def sessions_of(self, project_id: str) -> dict[str, SessionState]:
        """The session of everybody who labels, by annotator."""
        found = self.sessions.log.of_project(project_id)
        return {annotator_id: self.sessions.state(session_id) for annotator_id, session_id in found.items()}

    def hand_out(
        self, project_id: str, annotator_id: str, count: int, actor: str, client_key: ClientKey | None = None
    ) -> Event:
        """Bring the samples that are next for the annotator onto their board. Raises NothingLeft, ProjectBusy.

        Samples that they were asked for before and that never reached the board come first.
        """
        session_id = self.session_of(project_id, annotator_id, actor)
        with self._turns.setdefault(project_id, Lock()):
            chosen = self._granted(project_id, annotator_id, count, actor)
        if not chosen:
            raise NothingLeft("no sample of this project is left for you just now")
        return self.sessions.hand_out(session_id, chosen, actor, client_key)

    def _granted(self, project_id: str, annotator_id: str, count: int, actor: str) -> list[int]:
        """Samples that the annotator is asked for and that are not on their board. Raises ProjectBusy."""
        for _ in range(ATTEMPTS):
            try:
                return self._decided(project_id, annotator_id, count, actor)
            except _Outdated:
                continue
        raise ProjectBusy(f"assignments of the project ended {ATTEMPTS} times while this was decided")

    def _decided(self, project_id: str, annotator_id: str, count: int, actor: str) -> list[int]:
        """Raises _Outdated.

        What is labelled is read before the transaction, which waits for nothing but the database. Who has labelled
        since is counted by the assignment, unless that has ended meanwhile.
        """
        seq = self.state(project_id).seq
        states = self.sessions_of(project_id)
        board = states[annotator_id].board
        labelled = {one: frozenset(p.sample_id for p in state.labelled()) for one, state in states.items()}

        def decide(connection: Connection, state: ProjectState, now: datetime) -> Iterable[ProjectPayload]:
            if state.ended_seq > seq:
                raise _Outdated
            renewed(connection, project_id, annotator_id, now)
            over: list[ProjectPayload] = list(ended(state, labelled, live(connection, project_id, now)))
            left = continued_by(state, over)
            waiting = [one for one in held_by(left, labelled, annotator_id) if one not in board]
            granted = next_for(left, labelled, annotator_id, count - len(waiting))
            return [*over, *([granted] if granted else [])]

        state = self.log.append(project_id, decide, actor)
        return [one for one in held_by(state, labelled, annotator_id) if one not in board][:count]


def _expect_another_owner(state: ProjectState, annotator_id: str) -> None:
    if state.owners() == [annotator_id]:
        raise LastOwner("a project has an owner, and this is the only one")


def _session_id(project_id: str, annotator_id: str) -> str:
    return hashlib.blake2b(f"{project_id} {annotator_id}".encode(), digest_size=8).hexdigest()
