"""What sessions and studies are carried out on."""

from __future__ import annotations

from dataclasses import dataclass

from activate_va.datasets.shelf import DatasetShelf
from activate_va.jobs.projector import Projector
from activate_va.jobs.publisher import Publisher
from activate_va.jobs.representer import Representer
from activate_va.jobs.service import Jobs
from activate_va.sessions.service import SessionService


@dataclass(frozen=True)
class Services:
    """The services of one server, on one database and one cluster."""

    sessions: SessionService
    shelf: DatasetShelf
    projector: Projector
    representer: Representer
    jobs: Jobs
    publisher: Publisher
