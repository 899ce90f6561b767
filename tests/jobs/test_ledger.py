"""Servers on one PostgreSQL know of each other's jobs: how far they are, how they ended, and that a server is gone."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine, text

from activate_va.jobs.job import Failure, Job, JobState
from activate_va.jobs.ledger import Ledger
from activate_va.storage.claims import AdvisoryClaims
from activate_va.storage.database import open_database

from ..postgres_server import PostgresServer

JOB = Job(id="j1", kind="project")


@pytest.fixture(scope="module")
def engine(postgres: PostgresServer) -> Iterator[Engine]:
    engine = open_database(postgres.new_database())
    yield engine
    engine.dispose()


class Servers:
    """Ledgers of several servers on one database."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.all: list[Ledger] = []
        self.cancelled: list[str] = []

    def start(self) -> Ledger:
        ledger = Ledger(self.engine, AdvisoryClaims(self.engine))
        self.all.append(ledger)
        return ledger

    def note(self, ledger: Ledger, job: Job) -> Job:
        """Written down before it is asked about."""
        ledger.note(job, self.cancelled.append)
        ledger._notes.submit(lambda: None).result()
        return job


@pytest.fixture
def servers(engine: Engine) -> Iterator[Servers]:
    servers = Servers(engine)
    yield servers
    for ledger in servers.all:
        ledger.close()
        ledger.claims.close()
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM jobs"))


def changed(job: Job, **changes: object) -> Job:
    return job.model_copy(update=changes)


def test_a_job_of_one_is_known_at_the_other_from_its_beginning_to_its_end(servers: Servers) -> None:
    a, b = servers.start(), servers.start()
    a.begin(JOB, None)
    assert b.find("j1") == JOB
    running = servers.note(a, changed(JOB, state=JobState.RUNNING, stage="epoch 1", fraction=0.5))
    assert b.find("j1") == running
    failure = Failure(error="WorkerLost", detail="gone", hint="again")
    failed = servers.note(a, changed(running, state=JobState.FAILED, stage="failed", error=failure))
    assert b.find("j1") == failed
    assert b.find("j2") is None
    assert servers.cancelled == []


def test_the_end_is_noted_however_soon_it_comes(servers: Servers) -> None:
    a, b = servers.start(), servers.start()
    a.begin(JOB, None)
    for n in range(5):
        servers.note(a, changed(JOB, state=JobState.RUNNING, fraction=n / 10))
    servers.note(a, changed(JOB, state=JobState.FINISHED, fraction=1.0))
    found = b.find("j1")
    assert found is not None
    assert found.state is JobState.FINISHED


def test_what_another_server_computes_already_is_found_by_its_key(servers: Servers) -> None:
    a, b = servers.start(), servers.start()
    a.begin(JOB, "key")
    assert b.that_makes("key") == JOB
    assert b.that_makes("another") is None
    assert a.that_makes("key") is None  # Its own it knows better.
    servers.note(a, changed(JOB, state=JobState.FINISHED))
    assert b.that_makes("key") is None


def test_one_cancels_a_job_of_the_other_which_learns_of_it_at_its_next_note(servers: Servers) -> None:
    a, b = servers.start(), servers.start()
    a.begin(JOB, None)
    assert b.cancel(JOB).state is JobState.CANCELLED
    servers.note(a, changed(JOB, state=JobState.RUNNING, fraction=0.5))
    assert servers.cancelled == ["j1"]
    found = a.find("j1")
    assert found is not None
    assert found.state is JobState.CANCELLED


def crash(ledger: Ledger) -> None:
    ledger.claims.close()  # As the operating system closes a killed server's connections.


def end(ledger: Ledger) -> None:
    ledger.close()


@pytest.mark.parametrize("over", [crash, end], ids=["killed", "stopped"])
def test_jobs_of_a_server_that_is_gone_have_failed(servers: Servers, over: Callable[[Ledger], None]) -> None:
    a, b, c = (servers.start() for _ in range(3))
    a.begin(JOB, "key")
    c.begin(changed(JOB, id="j2"), None)
    over(a)
    assert b.that_makes("key") is None
    found = b.find("j1")
    assert found is not None
    assert (found.state, found.error and found.error.error) == (JobState.FAILED, "WorkerLost")
    assert b.find("j2") == changed(JOB, id="j2")
