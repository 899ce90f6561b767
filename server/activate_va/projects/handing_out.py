"""Handing out what is next, under the project's lock, and taking it back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from threading import Lock

from sqlalchemy import Connection

from activate_va.client_key import ClientKey
from activate_va.projects.adjudication import given_labels, next_to_decide
from activate_va.projects.errors import NothingLeft, ProjectBusy
from activate_va.projects.events import AssignmentEnded, AssignmentGranted, ProjectPayload
from activate_va.projects.leases import Leases, live, renewed
from activate_va.projects.own_sessions import ADJUDICATION, OwnSessions
from activate_va.projects.sharing import Labelled, ended, held_by, labelled_by, next_for, to_decide
from activate_va.projects.state import REMEMBERED, ProjectState, continued_by
from activate_va.projects.withholding import withheld
from activate_va.sessions.errors import SampleOnBoard
from activate_va.sessions.events import Event

ATTEMPTS = 10
"""At handing out work, while people at other servers complete theirs."""
Granting = Callable[[ProjectState, Labelled], Iterable[AssignmentGranted]]
"""Decides on a state whose ended assignments are gone, and what is labelled."""


class _Outdated(Exception):
    """What was read of the sessions may lack labels whose assignment has ended since, and nobody knows which."""


class HandingOut:
    def __init__(self, own: OwnSessions, leases: Leases) -> None:
        self.own = own
        self.log = own.log
        self.leases = leases
        self._turns: dict[str, Lock] = {}
        """By project, and by the session of each of its people; whoever takes both takes the session's first."""

    def to_label(
        self, project_id: str, annotator_id: str, count: int, actor: str, client_key: ClientKey | None = None
    ) -> Event:
        """Bring the samples that are next for the annotator onto their board. Raises NothingLeft, ProjectBusy.

        Samples that they were asked for before and that never reached the board come first.
        """
        session_id = self.own.of(project_id, annotator_id, actor)

        def chosen() -> list[int]:
            seq, states = self.log.state(project_id).seq, self.own.all(project_id)
            board, labelled = states[annotator_id].board.keys(), labelled_by(states)

            def grant(state: ProjectState, labelled: Labelled) -> Iterable[AssignmentGranted]:
                waiting = [one for one in held_by(state, labelled, annotator_id) if one not in board]
                return next_for(state, labelled, annotator_id, count - len(waiting), frozenset(board))

            state = self._granted(project_id, annotator_id, actor, seq, labelled, grant)
            return [one for one in held_by(state, labelled, annotator_id) if one not in board]

        nothing = "no sample of this project is left for you just now"
        hidden = withheld(self.log.state(project_id).created)

        def bring() -> Event:
            samples = self._tried(project_id, chosen, nothing)[:count]
            return self.own.sessions.hand_out(session_id, samples, actor, client_key, hidden)

        return self._brought(session_id, bring)

    def to_adjudicate(
        self, project_id: str, annotator_id: str, count: int, actor: str, client_key: ClientKey | None = None
    ) -> Event:
        """The same of samples on which people disagree, the annotator not being one of them."""
        session_id = self.own.of(project_id, annotator_id, actor, ADJUDICATION)

        def chosen() -> list[int]:
            board = self.own.sessions.state(session_id).board
            before, states = self.log.state(project_id), self.own.all(project_id)
            labels = given_labels(before, states)

            def grant(state: ProjectState, _: Labelled) -> Iterable[AssignmentGranted]:
                left = count - len([one for one in to_decide(state, annotator_id) if one not in board])
                return next_to_decide(state, labels, annotator_id, left)

            state = self._granted(project_id, annotator_id, actor, before.seq, labelled_by(states), grant)
            return [one for one in to_decide(state, annotator_id) if one not in board]

        nothing = "no sample waits for your decision just now"

        def bring() -> Event:
            samples = self._tried(project_id, chosen, nothing)[:count]
            return self.own.sessions.hand_out(session_id, samples, actor, client_key)

        return self._brought(session_id, bring)

    def take_back(self, project_id: str, annotator_id: str, actor: str) -> ProjectState:
        """All that the annotator is asked for and has not done is asked of others from now on."""
        labelled = labelled_by(self.own.all(project_id))

        def decide(_: Connection, state: ProjectState, __: datetime) -> Iterator[ProjectPayload]:
            over = {one.assignment: one for one in ended(state, labelled, {annotator_id})}
            for one in state.open:
                if one.annotator_id == annotator_id:
                    yield over.get(one.seq) or AssignmentEnded(assignment=one.seq, why="returned")

        return self.log.append(project_id, decide, actor)

    def _brought(self, session_id: str, bring: Callable[[], Event]) -> Event:
        """One request of theirs after the other; chosen once more where one at another server has brought them."""
        with self._turns.setdefault(session_id, Lock()):
            try:
                return bring()
            except SampleOnBoard:
                return bring()

    def _tried(self, project_id: str, chosen: Callable[[], list[int]], nothing: str) -> list[int]:
        with self._turns.setdefault(project_id, Lock()):
            samples = self._decided(chosen)
        if not samples:
            raise NothingLeft(nothing)
        return samples

    def _decided(self, chosen: Callable[[], list[int]]) -> list[int]:
        for _ in range(ATTEMPTS):
            try:
                return chosen()
            except _Outdated:
                continue
        raise ProjectBusy(f"assignments of the project ended {ATTEMPTS} times while this was decided")

    def _granted(
        self,
        project_id: str,
        annotator_id: str,
        actor: str,
        seq: int,
        labelled: Labelled,
        grant: Granting,
    ) -> ProjectState:
        """What is labelled is read before the transaction, at event `seq`; the transaction waits for nothing but the
        database. Who has labelled since is counted by the assignment. Raises _Outdated.
        """

        def decide(connection: Connection, state: ProjectState, now: datetime) -> Iterable[ProjectPayload]:
            known = _with_completed(labelled, state, seq)
            renewed(connection, project_id, annotator_id, now)
            over: list[ProjectPayload] = list(ended(state, known, live(connection, project_id, now)))
            return [*over, *grant(continued_by(state, over), known)]

        return self.log.append(project_id, decide, actor)


def _with_completed(labelled: Labelled, state: ProjectState, seq: int) -> Labelled:
    """Also what has been completed since event `seq`. Raises _Outdated where something else has ended since."""
    if not state.ended or state.ended[-1].seq <= seq:
        return labelled
    if len(state.ended) == REMEMBERED and state.ended[0].seq > seq:
        raise _Outdated
    known = dict(labelled)
    for one in state.ended:
        if one.seq > seq and not one.completed:
            raise _Outdated
        if one.seq > seq and one.assignment.purpose != "adjudication":
            own = one.assignment.annotator_id
            known[own] = known.get(own, frozenset()) | frozenset(one.assignment.sample_ids)
    return known
