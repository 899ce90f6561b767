"""What routes are given: the services of this server, and what each request carries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Header, Path, Request

from activate_va.api.readiness import Readiness
from activate_va.datasets.shelf import DatasetShelf
from activate_va.jobs.projector import Projector
from activate_va.jobs.publisher import Publisher
from activate_va.jobs.service import Jobs
from activate_va.sessions.service import SessionService
from activate_va.studies.service import Studies
from activate_va.text import Text


@dataclass(frozen=True)
class Parts:
    """What a server's studies run on, as its browsers do."""

    sessions: SessionService
    shelf: DatasetShelf
    projector: Projector
    jobs: Jobs
    publisher: Publisher


@dataclass(frozen=True)
class Services(Parts):
    """Everything a server is made of."""

    studies: Studies
    readiness: Readiness


def _services(request: Request) -> Services:
    services: Services = request.app.state.services
    return services


def _sessions(request: Request) -> SessionService:
    return _services(request).sessions


AllServices = Annotated[Services, Depends(_services)]
Sessions = Annotated[SessionService, Depends(_sessions)]
SessionId = Annotated[Text, Path(max_length=32)]
DatasetName = Annotated[str, Path(max_length=200)]
SampleIdPath = Annotated[int, Path(ge=0, lt=2**53)]
ClientKey = Annotated[
    Text | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=200,
        description="made by the client for this one write: repeating it after a lost answer is harmless",
    ),
]
