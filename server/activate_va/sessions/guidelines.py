"""What the classes of a session mean, as whoever labels in it has written it; a project's stands in the project."""

from __future__ import annotations

from activate_va.client_key import ClientKey
from activate_va.datasets.shelf import DatasetShelf
from activate_va.guideline import Guideline, GuidelinePublished
from activate_va.sessions.errors import GuidelineOfProject
from activate_va.sessions.events import Event
from activate_va.sessions.log import EventLog, expect_kind
from activate_va.sessions.owners import Owners


class Guidelines:
    def __init__(self, log: EventLog, owners: Owners, shelf: DatasetShelf) -> None:
        self.log = log
        self.owners = owners
        self.shelf = shelf

    def publish(self, session_id: str, guideline: Guideline, actor: str, client_key: ClientKey | None = None) -> Event:
        """The whole guideline, in place of the one before, which stays in the log.

        Raises SessionNotFound, GuidelineOfProject, NotInDataset.
        """
        if self.owners.of(session_id).project_id is not None:
            raise GuidelineOfProject(f"session {session_id} is labelled by its project's guideline")
        dataset = self.shelf.open(self.log.recalled(session_id).dataset)
        guideline.expect_in_dataset(len(dataset.pool), len(dataset.classes))
        published = GuidelinePublished.of(guideline)
        return expect_kind(self.log.append(session_id, lambda _: published, actor, client_key), published.kind)
