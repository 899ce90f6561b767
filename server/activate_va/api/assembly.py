"""Puts a server together from its settings, and takes it apart again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from activate_va.api.dependencies import Parts, Services
from activate_va.datasets.shelf import DatasetShelf
from activate_va.jobs.cluster import open_cluster
from activate_va.jobs.projector import Projector
from activate_va.jobs.publisher import Publisher
from activate_va.jobs.service import Jobs
from activate_va.sessions.artifacts import Artifacts
from activate_va.sessions.log import EventLog
from activate_va.sessions.predictions import Predictions
from activate_va.sessions.rounds import Rounds
from activate_va.sessions.selecting import Selecting
from activate_va.sessions.service import SessionService
from activate_va.sessions.training_task import warm
from activate_va.settings import Settings, data_dir_of_our_own
from activate_va.storage.database import open_database
from activate_va.studies.service import Studies


@contextmanager
def assemble(settings: Settings) -> Iterator[Services]:
    """Services on a migrated database and a running cluster; both are closed at the end.

    Raises DatasetError, DataDirUnusable, DataDirInUse or SchedulerUnreachable.
    """
    shelf = DatasetShelf(settings.datasets)
    with data_dir_of_our_own(settings):
        yield from _assembled(settings, shelf)


def _assembled(settings: Settings, shelf: DatasetShelf) -> Iterator[Services]:
    engine = open_database(settings.effective_database_url)
    publisher = Publisher()
    cluster = open_cluster(settings.scheduler)
    jobs = Jobs(cluster, publisher)
    projector = Projector(jobs, shelf, settings.data_dir / "projections")
    artifacts = Artifacts(settings.data_dir / "sessions")
    log = EventLog(engine, publisher)
    rounds = Rounds(log, jobs, projector, artifacts)
    rounds.recover()
    service = SessionService(log, shelf, Selecting(projector, Predictions(jobs, shelf, artifacts)), rounds, artifacts)
    jobs.warm_up(partial(warm, shelf.reference(shelf.names()[0])))
    parts = Parts(service, shelf, projector, jobs, publisher)
    studies = Studies(parts, publisher, settings.data_dir)
    try:
        yield Services(**vars(parts), studies=studies)
    finally:
        studies.close()
        rounds.close()
        jobs.close()
        cluster.close()
        engine.dispose()
