"""What servers on one database tell each other of their jobs, in a table: whoever is asked can say how far each is."""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

from sqlalchemy import Engine, Row, delete, insert, select, update

from activate_va.errors import ActivateError
from activate_va.jobs.errors import WorkerLost
from activate_va.jobs.job import ENDED, Failure, Job, JobState
from activate_va.recent import Recent
from activate_va.storage.claims import Claims
from activate_va.storage.failures import StorageFailure
from activate_va.storage.job_tables import JOBS
from activate_va.storage.transactions import database_now

SECONDS_BETWEEN_NOTES = 0.5
"""Of one job's progress; its end is noted in any case."""
KEPT = timedelta(days=1)
REMEMBERED = 1_000
CLAIM = "jobs of "

logger = logging.getLogger(__name__)
_UNDER_WAY = JOBS.c.state.not_in([state.value for state in ENDED])


class NoLedger:
    """Of the only server on its database: nobody else asks."""

    def begin(self, job: Job, makes: str | None) -> None:
        pass

    def note(self, job: Job, cancel: Callable[[str], object]) -> None:
        pass

    def find(self, job_id: str) -> Job | None:
        return None

    def that_makes(self, key: str) -> Job | None:
        return None

    def cancel(self, job: Job) -> Job:
        return job

    def close(self) -> None:
        pass


class Ledger:
    """Writes this server's jobs down, and reads those of others.

    The server holds a claim as long as it is there: jobs of one whose claim can be had have ended with it.
    """

    def __init__(self, engine: Engine, claims: Claims) -> None:
        self.engine = engine
        self.claims = claims
        self.server = secrets.token_hex(8)
        self._noted: Recent[str, float] = Recent(REMEMBERED)
        self._notes = ThreadPoolExecutor(1, "ledger")
        self._closed = False
        claims.take(CLAIM + self.server)

    def begin(self, job: Job, makes: str | None) -> None:
        """Before the job starts, so that whoever is told of it finds it everywhere. Raises StorageFailure."""
        with self.engine.begin() as connection:
            now = database_now(connection)
            connection.execute(delete(JOBS).where(JOBS.c.changed_at < now - KEPT, ~_UNDER_WAY))
            row = {"job_id": job.id, "server": self.server, "kind": job.kind, "key": makes}
            connection.execute(insert(JOBS), row | _columns(job) | {"changed_at": now})

    def note(self, job: Job, cancel: Callable[[str], object]) -> None:
        """Write down how far the job is, soon, in a thread of its own; `cancel` it if another server wants that."""
        now, before = time.monotonic(), self._noted.get(job.id)
        if self._closed:  # Others see by the claim that its jobs have ended.
            return
        if job.ended or before is None or now - before > SECONDS_BETWEEN_NOTES:
            self._noted.put(job.id, now)
            self._notes.submit(self._note, job, cancel)

    def find(self, job_id: str) -> Job | None:
        """As of its last note; failed where its server is gone. Raises StorageFailure."""
        with self.engine.connect() as connection:
            row = connection.execute(select(JOBS).where(JOBS.c.job_id == job_id)).first()
        return None if row is None else self._as_it_is(row)

    def that_makes(self, key: str) -> Job | None:
        """The job of another server that computes this just now. Raises StorageFailure."""
        with self.engine.connect() as connection:
            rows = connection.execute(select(JOBS).where(JOBS.c.key == key, _UNDER_WAY)).all()
        jobs = (self._as_it_is(row) for row in rows if row.server != self.server)
        return next((job for job in jobs if not job.ended), None)

    def cancel(self, job: Job) -> Job:
        """Have the server whose job it is stop it; one that has ended stays as it is. Raises StorageFailure."""
        if not job.ended:
            self._write(job.model_copy(update={"state": JobState.CANCELLED, "stage": "cancelled"}))
        return self.find(job.id) or job

    def close(self) -> None:
        """Write down what is left, and let others see that this server is gone."""
        self._closed = True
        self._notes.shutdown()
        try:
            self.claims.give_back(CLAIM + self.server)
        except StorageFailure as failure:  # The claim went with its connection.
            logger.warning("the claim on this server's jobs: %s", failure)

    def _note(self, job: Job, cancel: Callable[[str], object]) -> None:
        try:
            if not self._write(job) and not job.ended:
                cancel(job.id)
        except ActivateError as error:
            logger.warning("how far job %s is cannot be written down for now: %s", job.id, error)

    def _write(self, job: Job) -> bool:
        """Whether the job was under way still, by what stood there."""
        with self.engine.begin() as connection:
            changes = _columns(job) | {"changed_at": database_now(connection)}
            own = update(JOBS).where(JOBS.c.job_id == job.id, _UNDER_WAY).values(changes)
            return connection.execute(own).rowcount > 0

    def _as_it_is(self, row: Row[Any]) -> Job:
        job = _job(row)
        if job.ended or row.server == self.server or not self.claims.take(CLAIM + row.server):
            return job
        self.claims.give_back(CLAIM + row.server)
        lost = WorkerLost("the server that had it computed is gone", "ask for the result again")
        failure = Failure(error=lost.code, detail=lost.detail, hint=lost.hint)
        failed = job.model_copy(update={"state": JobState.FAILED, "stage": "failed", "error": failure})
        self._write(failed)
        return failed


def _columns(job: Job) -> dict[str, Any]:
    error = job.error.model_dump() if job.error else dict.fromkeys(Failure.model_fields)
    return {"state": job.state.value, "stage": job.stage, "fraction": job.fraction, **error}


def _job(row: Row[Any]) -> Job:
    error = None if row.error is None else Failure(error=row.error, detail=row.detail, hint=row.hint)
    state = JobState(row.state)
    return Job(id=row.job_id, kind=row.kind, state=state, fraction=row.fraction, stage=row.stage, error=error)
