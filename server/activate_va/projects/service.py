"""Everything that can be asked of projects."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from activate_va.client_key import ClientKey
from activate_va.guideline import Guideline, GuidelinePublished
from activate_va.projects.adjudicating import Adjudicating
from activate_va.projects.blindness import Blindness
from activate_va.projects.errors import LastOwner, NotAMember, OwnersOnly, TooFewSamples
from activate_va.projects.events import (
    MemberRemoved,
    MemberSet,
    ProjectCreated,
    ProjectPayload,
    Role,
)
from activate_va.projects.handing_out import HandingOut
from activate_va.projects.known_answers import drawn, known_answers
from activate_va.projects.leases import Leases
from activate_va.projects.log import ProjectLog
from activate_va.projects.own_sessions import ADJUDICATION, POOLED, OwnSessions
from activate_va.projects.pooled_rounds import PooledRounds
from activate_va.projects.state import ProjectState
from activate_va.projects.withholding import overlap, withheld
from activate_va.sessions.commands import check_config
from activate_va.sessions.config import ConfigPatch, SessionConfig
from activate_va.sessions.owners import Owner, new_session_id
from activate_va.sessions.service import SessionService
from activate_va.sessions.state import SessionState


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


class Projects:
    def __init__(self, log: ProjectLog, sessions: SessionService) -> None:
        self.log = log
        self.sessions = sessions
        self.leases = Leases(log.engine, log.now)
        self.own = OwnSessions(log, sessions)
        self.handing_out = HandingOut(self.own, self.leases)
        self.adjudicating = Adjudicating(self.own)
        self.blindness = Blindness(self.own)
        self.pooled_rounds = PooledRounds(self.own)

    def create(self, wanted: NewProject, actor: str, owner: str, client_key: ClientKey | None = None) -> ProjectState:
        """Raises DatasetNotFound, UnknownName, TooFewSamples, ClientKeyReused."""
        data = self.sessions.shelf.open(wanted.dataset)
        samples = len(data.pool) if wanted.samples is None else wanted.samples
        if samples > len(data.pool):
            raise TooFewSamples(f"samples={samples:,} exceeds the {len(data.pool):,} of the pool", "ask for fewer")
        config = (wanted.config or ConfigPatch()).applied_to(SessionConfig(classifier=data.kind.default_classifier))
        check_config(config, data.kind)
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
            halves=True,
        )
        payloads: list[ProjectPayload] = [created, MemberSet(annotator_id=owner, role=Role.OWNER)]
        payloads += [GuidelinePublished(text=wanted.guideline)] if wanted.guideline else []
        return self.log.create(new_session_id(client_key, owner), payloads, actor, client_key)

    def know_answers(
        self,
        project_id: str,
        answers: Mapping[int, int] | int,
        share: float,
        practice: int,
        actor: str,
        adjudicated: bool = False,
    ) -> ProjectState:
        """By sample; or so many of the dataset's own labels. `adjudicated`: and what was decided, where it is none of
        these. Raises NoKnownAnswers."""
        state = self.state(project_id)
        project, data = state.created, self.sessions.shelf.open(state.created.dataset)
        found = drawn(project, data, answers) if isinstance(answers, int) else answers
        decided = {i: one.class_index for i, one in state.decisions.items()} if adjudicated else {}
        known = known_answers({**decided, **found}, share, practice, project.pool, len(data.classes))
        return self.log.append(project_id, lambda *_: [known], actor)

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

    def publish_guideline(self, project_id: str, guideline: Guideline, actor: str) -> ProjectState:
        """Raises NotInDataset."""
        project = self.state(project_id).created
        classes = len(self.sessions.shelf.open(project.dataset).classes)
        guideline.expect_in_dataset(project.pool, classes)
        return self.log.append(project_id, lambda *_: [GuidelinePublished.of(guideline)], actor)

    def withheld_in(self, owner: Owner) -> frozenset[int]:
        """Of which samples the machine's predictions are kept from whoever reads or acts in this session."""
        if owner.project_id is None or owner.purpose == ADJUDICATION:
            return frozenset()
        project = self.state(owner.project_id).created
        return overlap(project) if owner.purpose == POOLED else withheld(project)

    def session_of(self, project_id: str, annotator_id: str, actor: str) -> str:
        """The annotator's session of the project, begun where there is none."""
        return self.own.of(project_id, annotator_id, actor)

    def sessions_of(self, project_id: str) -> dict[str, SessionState]:
        """The session of everybody who labels, by annotator."""
        return self.own.all(project_id)


def _expect_another_owner(state: ProjectState, annotator_id: str) -> None:
    if state.owners() == [annotator_id]:
        raise LastOwner("a project has an owner, and this is the only one")
