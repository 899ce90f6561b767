"""Rounds that train on everybody's labels, each in a session that belongs to nobody and is there to be read."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection

from activate_va.projects.errors import NothingToPool
from activate_va.projects.events import PooledRoundStarted, PoolingRule, ProjectPayload
from activate_va.projects.own_sessions import POOLED, OwnSessions
from activate_va.projects.pooling import pooled_labels
from activate_va.projects.state import ProjectState
from activate_va.sessions.errors import RoundRunning
from activate_va.sessions.events import Measures, SessionCreated
from activate_va.value import Value


class PooledRound(Value):
    """`measures` by training scheme, as far as these are trained; `failure`: why there will be no more."""

    session_id: str
    rule: PoolingRule
    labels: int
    people: int
    started_at: datetime
    running: bool
    failure: str | None
    measures: dict[str, Measures]


class PooledRounds:
    def __init__(self, own: OwnSessions) -> None:
        self.own = own
        self.log = own.log

    def start(self, project_id: str, rule: PoolingRule, actor: str) -> ProjectState:
        """One at a time. Raises NothingToPool, RoundRunning, and what training raises. If the server is killed before
        it trains, the round says so."""
        state, sessions = self.log.state(project_id), self.own.all(project_id)
        if any(self.own.sessions.state(one.session_id).running for one in state.pooled):
            raise RoundRunning("a pooled round of this project is running", "wait until it has finished")
        labels = pooled_labels(state, sessions, rule)
        if len(set(labels.class_indices)) < 2:
            raise NothingToPool("the labels of this project come to fewer than two classes")
        started = PooledRoundStarted(
            cut={one.session_id: one.seq for one in sessions.values()},
            decided_seq=state.seq,
            rule=rule,
            session_id=secrets.token_hex(8),
            labels=len(labels.sample_ids),
        )
        project = state.created
        created = SessionCreated(
            name=f"{project.name}, pooled",
            dataset=project.dataset,
            dataset_digest=project.dataset_digest,
            seed=project.seed,
            config=project.config,
        )
        log = self.own.sessions.log
        log.create(started.session_id, created, actor, None, (labels,), None, project_id, POOLED)

        def decide(_: Connection, __: ProjectState, ___: datetime) -> Iterable[ProjectPayload]:
            return [started]

        state = self.log.append(project_id, decide, actor)
        self.own.sessions.train(started.session_id, actor)
        return state

    def results(self, project_id: str) -> list[PooledRound]:
        """The newest first."""
        return [self._result(one) for one in reversed(self.log.state(project_id).pooled)]

    def _result(self, started: PooledRoundStarted) -> PooledRound:
        session = self.own.sessions.state(started.session_id)
        trained = session.rounds[-1] if session.rounds else session.running
        ended = session.interruption
        never = "the server ended before it trained" if trained is None else None
        return PooledRound(
            session_id=started.session_id,
            rule=started.rule,
            labels=started.labels,
            people=len(started.cut),
            started_at=session.created_at,
            running=session.running is not None,
            failure=f"{ended.detail}; {ended.hint}" if ended else never,
            measures={name: result.measures for name, result in trained.results.items()} if trained else {},
        )
