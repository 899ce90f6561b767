"""Whether the server can do its work just now: asked often, by whoever starts and watches it."""

from __future__ import annotations

import asyncio
import shutil
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from activate_va.errors import ActivateError
from activate_va.jobs.cluster import Cluster
from activate_va.jobs.errors import SchedulerUnreachable
from activate_va.storage.database import newest_migration

SECONDS_TO_ANSWER = 3
FREE_BYTES = 100_000_000
"""Below this a round's models and maps may not fit any more."""


class NotReady(ActivateError):
    status = 503
    hint = "try again in some seconds; what stays so is for whoever runs the server to mend: its output says more"


class Readiness:
    """Looks in a thread of its own, one look at a time, which all share who ask meanwhile; as a context, ends it."""

    def __init__(self, engine: Engine, cluster: Cluster, data_dir: Path) -> None:
        self.engine = engine
        self.cluster = cluster
        self.data_dir = data_dir
        self._thread = ThreadPoolExecutor(1, "readiness")
        self._newest = newest_migration()
        self._look: Future[list[str]] | None = None

    def __enter__(self) -> Readiness:
        return self

    def __exit__(self, *_: object) -> None:
        self._thread.shutdown(wait=False, cancel_futures=True)

    async def expect_ready(self) -> None:
        """Raises NotReady, with all that is not."""
        if self._look is None or self._look.done():
            self._look = self._thread.submit(self._problems)
        try:
            problems = await asyncio.wait_for(asyncio.shield(asyncio.wrap_future(self._look)), SECONDS_TO_ANSWER)
        except TimeoutError:
            problems = [f"no answer from database and scheduler within {SECONDS_TO_ANSWER} seconds"]
        if problems:
            raise NotReady("; ".join(problems))

    def _problems(self) -> list[str]:
        return [*self._of_database(), *self._of_workers(), *self._of_disk()]

    def _of_database(self) -> list[str]:
        try:
            with self.engine.connect() as connection:
                version = MigrationContext.configure(connection).get_current_revision()
        except (SQLAlchemyError, ActivateError) as error:
            return [f"the database does not answer ({type(error).__name__})"]
        if version != self._newest:  # Another server, of another version, has changed the tables.
            return [f"the database is of version {version}, and this ActiVAte's is {self._newest}"]
        return []

    def _of_workers(self) -> list[str]:
        try:
            missing = self.cluster.missing()
        except SchedulerUnreachable as error:
            return [error.detail]
        return [f"there is no worker for {' and '.join(missing)}"] if missing else []

    def _of_disk(self) -> list[str]:
        try:
            free = shutil.disk_usage(self.data_dir).free
        except OSError as error:
            return [f"the data directory cannot be read: {error.strerror}"]
        return [f"the data directory's disk has {free / 1e6:,.0f} MB left"] if free < FREE_BYTES else []
