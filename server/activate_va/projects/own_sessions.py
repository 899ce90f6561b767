"""The sessions of a project: each belongs to one annotator, who labels in it or adjudicates."""

from __future__ import annotations

import hashlib
from typing import Literal

from activate_va.projects.log import ProjectLog
from activate_va.sessions.events import SessionCreated
from activate_va.sessions.service import SessionService
from activate_va.sessions.state import SessionState

ADJUDICATION: Literal["adjudication"] = "adjudication"
POOLED: Literal["pooled"] = "pooled"
"""A session that learns from everybody's labels: nobody's, and for nobody to act in."""


class OwnSessions:
    def __init__(self, log: ProjectLog, sessions: SessionService) -> None:
        self.log = log
        self.sessions = sessions

    def of(self, project_id: str, annotator_id: str, actor: str, purpose: Literal["adjudication"] | None = None) -> str:
        """The annotator's session to label in, or of that purpose, begun where there is none."""
        session_id = _session_id(project_id, annotator_id, purpose)
        if not self.sessions.log.exists(session_id):
            project = self.log.state(project_id).created
            created = SessionCreated(
                name=f"{project.name}, {purpose}" if purpose else project.name,
                dataset=project.dataset,
                dataset_digest=project.dataset_digest,
                seed=project.seed,
                config=project.config,
            )
            self.sessions.log.create(session_id, created, actor, None, (), annotator_id, project_id, purpose)
        return session_id

    def found(self, project_id: str, annotator_id: str) -> SessionState | None:
        """The annotator's session to label in; None where they have not begun."""
        session_id = _session_id(project_id, annotator_id, None)
        return self.sessions.state(session_id) if self.sessions.log.exists(session_id) else None

    def all(self, project_id: str, purpose: Literal["adjudication"] | None = None) -> dict[str, SessionState]:
        """Of everybody who labels, or of that purpose, by annotator."""
        found = self.sessions.log.of_project(project_id, purpose)
        return {annotator_id: self.sessions.state(session_id) for annotator_id, session_id in found.items()}


def _session_id(project_id: str, annotator_id: str, purpose: str | None) -> str:
    said = " ".join(filter(None, (project_id, annotator_id, purpose)))
    return hashlib.blake2b(said.encode(), digest_size=8).hexdigest()
