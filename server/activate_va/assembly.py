"""Puts a server together from its settings, and takes it apart again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy import Engine

from activate_va.accounts.service import Accounts
from activate_va.addresses import is_loopback
from activate_va.datasets.shelf import DatasetShelf
from activate_va.importing.service import Imports
from activate_va.importing.uploads import Uploads
from activate_va.jobs.certificates import Certificates, expect_protected
from activate_va.jobs.cluster import open_cluster
from activate_va.jobs.ledger import Ledger
from activate_va.jobs.projector import Projector
from activate_va.jobs.publisher import Publisher
from activate_va.jobs.representer import Representer
from activate_va.jobs.service import Jobs
from activate_va.projects.log import ProjectLog
from activate_va.projects.service import Projects
from activate_va.readiness import Readiness
from activate_va.services import Services
from activate_va.sessions.artifacts import Artifacts
from activate_va.sessions.log import EventLog
from activate_va.sessions.predictions import Predictions
from activate_va.sessions.relay import Relay
from activate_va.sessions.reviewing import Reviews
from activate_va.sessions.rounds import Rounds
from activate_va.sessions.selecting import Selecting
from activate_va.sessions.service import SessionService
from activate_va.sessions.training_task import warm
from activate_va.sessions.views import Views
from activate_va.settings import Settings, data_dir_of_our_own
from activate_va.storage.claims import claims_on
from activate_va.storage.database import close_database, open_database
from activate_va.studies.service import Studies

if TYPE_CHECKING:
    from activate_va.accounts.provider import Provider


@dataclass(frozen=True)
class ServerServices(Services):
    """Also what only a server that is asked over HTTP has."""

    studies: Studies
    readiness: Readiness
    imports: Imports
    reviews: Reviews
    part_bytes: int
    projects: Projects
    accounts: Accounts | None
    """None where the server has no accounts."""


@contextmanager
def open_services(settings: Settings) -> Iterator[ServerServices]:
    """Services on a migrated database and a running cluster; both are closed at the end.

    Raises DatasetError, DataDirUnusable, DataDirInUse, SchedulerUnreachable or SchedulerUnprotected, and what
    `open_database` raises.
    """
    shelf = DatasetShelf(settings.datasets, folder=settings.data_dir / "datasets")
    with data_dir_of_our_own(settings):
        yield from _opened(settings, shelf)


def _opened(settings: Settings, shelf: DatasetShelf) -> Iterator[ServerServices]:
    """What was begun ends in the opposite order, also where one of the ends fails."""
    with ExitStack() as ends:
        certificates = _certificates(settings)
        engine = open_database(settings.effective_database_url)
        ends.callback(close_database, engine)
        publisher = Publisher()
        cluster = open_cluster(settings.scheduler, certificates, settings.no_worker_seconds)
        ends.callback(cluster.close)
        claims = claims_on(engine)
        ends.callback(claims.close)
        jobs = Jobs(cluster, Ledger(engine, claims) if claims.shared else None)
        ends.callback(jobs.close)
        projector = Projector(jobs, shelf, settings.data_dir / "projections")
        representer = Representer(jobs, shelf, settings.data_dir / "representations")
        artifacts = Artifacts(settings.data_dir / "sessions")
        log = EventLog(engine, publisher)
        views = Views(projector, representer, Predictions(jobs, shelf, artifacts))
        selecting = Selecting(views)
        rounds = Rounds(log, jobs, views, artifacts, claims, then=selecting.foreseeing.begin)
        if claims.shared:
            ends.enter_context(Relay(engine, log, publisher, rounds.heed))
        rounds.recover()
        ends.callback(rounds.close)
        sessions = SessionService(log, shelf, selecting, rounds, artifacts)
        if settings.warm_up:
            jobs.warm_up(partial(warm, shelf.path(shelf.names()[0])))
        services = Services(sessions, shelf, projector, representer, jobs, publisher)
        studies = Studies(services, settings.data_dir)
        ends.callback(studies.close)
        readiness = ends.enter_context(Readiness(engine, cluster, settings.data_dir))
        uploads = Uploads(settings.data_dir / "uploads", settings.max_upload_bytes)
        imports = Imports(shelf, jobs, uploads, settings.data_dir / "datasets", settings.import_roots)
        yield ServerServices(
            **vars(services),
            studies=studies,
            readiness=readiness,
            imports=imports,
            reviews=Reviews(views, jobs),
            part_bytes=settings.max_body_bytes,
            projects=Projects(ProjectLog(engine), sessions),
            accounts=_accounts(settings, engine) if settings.accounts else None,
        )


def _accounts(settings: Settings, engine: Engine) -> Accounts:
    return Accounts.on(engine, admits=settings.admit_vouched, provider=_provider(settings))


def _provider(settings: Settings) -> Provider | None:
    """The identity provider; None where there is none, and nothing of it is loaded."""
    if settings.oidc_issuer is None or settings.oidc_client_id is None:
        return None
    from activate_va.accounts.provider import Provider

    return Provider(settings.oidc_issuer, settings.oidc_client_id, settings.oidc_client_secret, settings.oidc_name)


def _certificates(settings: Settings) -> Certificates | None:
    """What the scheduler asks for; None where it asks for nothing. Raises SchedulerUnprotected."""
    files = settings.scheduler_ca, settings.scheduler_cert, settings.scheduler_key
    certificates = Certificates(*files) if all(files) else None  # type: ignore[arg-type]
    if settings.scheduler:
        expect_protected(settings.scheduler, certificates, is_loopback(settings.host))
    return certificates
