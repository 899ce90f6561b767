"""Whoever labels does not see what others say of the same samples: not while they are asked for some; and what they
have seen they are not asked for."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import Connection

from activate_va.projects.errors import LabelsWithheld
from activate_va.projects.events import LabelsSeen, ProjectPayload
from activate_va.projects.own_sessions import OwnSessions
from activate_va.projects.sharing import Labelled, held_by, labelled_by
from activate_va.projects.state import ProjectState
from activate_va.projects.withholding import overlap
from activate_va.sessions.state import SessionState


class Blindness:
    def __init__(self, own: OwnSessions) -> None:
        self.own = own
        self.log = own.log

    def look_into(self, project_id: str, annotator_id: str, session_id: str, actor: str) -> None:
        """The annotator is about to read a session of the project that is not theirs. Raises LabelsWithheld."""
        self._look(project_id, annotator_id, _said([self.own.sessions.state(session_id)]), actor)

    def look_at_all(self, project_id: str, annotator_id: str, actor: str) -> None:
        """They are about to read what everybody said. Raises LabelsWithheld."""
        self._look(project_id, annotator_id, _said(self.own.all(project_id).values()), actor)

    def look_at_answers(self, project_id: str, annotator_id: str, actor: str) -> None:
        """They are about to read which answers are known. Raises LabelsWithheld."""
        self._look(project_id, annotator_id, set(self.log.state(project_id).known.sample_ids), actor)

    def knows(self, project_id: str, annotator_id: str, sample_ids: Collection[int], actor: str) -> None:
        """They have said themselves what these are."""
        self._note(project_id, annotator_id, sample_ids, actor, self._labelled(project_id, annotator_id))

    def _look(self, project_id: str, annotator_id: str, said: Collection[int], actor: str) -> None:
        labelled = self._labelled(project_id, annotator_id)
        if held_by(self.log.state(project_id), labelled, annotator_id):
            raise LabelsWithheld("what others say is not for you to see while you are asked for samples yourself")
        self._note(project_id, annotator_id, said, actor, labelled)

    def _note(self, project_id: str, annotator_id: str, said: Collection[int], actor: str, labelled: Labelled) -> None:
        """They are not asked for these any more; nothing is written where they would not be anyway."""

        def decide(_: Connection, state: ProjectState, __: datetime) -> Iterable[ProjectPayload]:
            found = _to_be_asked(state, labelled, annotator_id).intersection(said)
            return [LabelsSeen(annotator_id=annotator_id, sample_ids=tuple(sorted(found)))] if found else []

        if _to_be_asked(self.log.state(project_id), labelled, annotator_id).intersection(said):
            self.log.append(project_id, decide, actor)

    def _labelled(self, project_id: str, annotator_id: str) -> Labelled:
        own = self.own.found(project_id, annotator_id)
        return labelled_by({annotator_id: own} if own else {})


def _said(sessions: Iterable[SessionState]) -> set[int]:
    return {label.sample_id for session in sessions for label in session.labelled()}


def _to_be_asked(state: ProjectState, labelled: Labelled, annotator_id: str) -> frozenset[int]:
    """What others label too, or whose answers are known, and the annotator could be asked for yet."""
    mine = labelled.get(annotator_id, frozenset()) | state.not_blind(annotator_id)
    return (overlap(state.created) | frozenset(state.known.sample_ids)) - mine
