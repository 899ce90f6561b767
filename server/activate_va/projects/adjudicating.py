"""Adjudication: what people disagree on is decided on the board of an adjudicator's own session."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import Connection

from activate_va.projects.adjudication import Candidates, disputed, given_labels, settled
from activate_va.projects.errors import NotDecided
from activate_va.projects.events import LabelAdjudicated, ProjectPayload
from activate_va.projects.own_sessions import ADJUDICATION, OwnSessions
from activate_va.projects.state import ProjectState, continued_by


class Adjudicating:
    def __init__(self, own: OwnSessions) -> None:
        self.own = own
        self.log = own.log

    def candidates(self, project_id: str, annotator_id: str) -> Candidates:
        """Of what the annotator was asked to decide on: the labels that people gave, nobody named."""
        state = self.log.state(project_id)
        asked = state.adjudicated_by.get(annotator_id, frozenset())
        return {i: found for i, found in self._disputed(state).items() if i in asked}

    def decisions(self, project_id: str, annotator_id: str) -> Mapping[int, LabelAdjudicated]:
        """By sample, also those that stand on the annotator's board and are just being written."""
        state, own = self.log.state(project_id), self.own.all(project_id, ADJUDICATION).get(annotator_id)
        if own is None:
            return state.decisions
        return continued_by(state, settled(state, own.board, self._disputed(state), annotator_id)).decisions

    def settle(self, project_id: str, annotator_id: str, actor: str) -> None:
        """Write what the annotator's board decides and the project does not know yet."""
        session_id = self.own.of(project_id, annotator_id, actor, ADJUDICATION)
        candidates, states = self._disputed(self.log.state(project_id)), self.own.sessions.log.states
        states.newest(session_id)

        def decide(_: Connection, state: ProjectState, __: datetime) -> Iterable[ProjectPayload]:
            return settled(state, states.recalled(session_id).board, candidates, annotator_id)

        self.log.append(project_id, decide, actor)

    def give_reason(self, project_id: str, annotator_id: str, sample_id: int, reason: str, actor: str) -> ProjectState:
        """Say why the annotator decided so. Raises NotDecided where they have not."""
        self.settle(project_id, annotator_id, actor)

        def decide(_: Connection, state: ProjectState, __: datetime) -> Iterable[ProjectPayload]:
            decision = state.decisions.get(sample_id)
            if decision is None or decision.annotator_id != annotator_id:
                raise NotDecided(f"you have not decided on sample_id={sample_id}")
            return [] if decision.reason == reason else [decision.model_copy(update={"reason": reason})]

        return self.log.append(project_id, decide, actor)

    def _disputed(self, state: ProjectState) -> Candidates:
        return disputed(state.created.seed, given_labels(state, self.own.all(state.project_id)))
