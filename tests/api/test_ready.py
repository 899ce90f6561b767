"""Whether the server is ready: 200, or 503 with what is not, soon, and without holding up anybody."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import create_engine, text

from activate_va import readiness
from activate_va.api.app import create_app
from activate_va.jobs.cluster import Cluster, open_cluster
from activate_va.readiness import NotReady, Readiness
from activate_va.storage.database import open_database

from ..cluster_processes import ClusterProcesses
from ..own_loop import run as run_alone


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ClusterProcesses]:
    with ClusterProcesses(tmp_path_factory.mktemp("lab"), 0) as lab:
        yield lab


@pytest.fixture
def workerless(lab: ClusterProcesses) -> Iterator[Cluster]:
    cluster = open_cluster(lab.address)
    yield cluster
    cluster.close()


@pytest.fixture
def ready(workerless: Cluster, tmp_path: Path) -> Iterator[Readiness]:
    engine = open_database(f"sqlite:///{tmp_path / 'test.sqlite3'}")
    with Readiness(engine, workerless, tmp_path) as ready:
        yield ready
    engine.dispose()


def test_a_server_with_its_workers_is_ready(client: TestClient) -> None:
    answer = client.get("/api/ready")
    assert (answer.status_code, answer.json()) == (200, {"status": "ready"})


def test_a_watcher_needs_no_token_and_hears_of_what_is_missing_in_the_one_shape(
    client: TestClient, ready: Readiness
) -> None:
    from dataclasses import replace

    from activate_va.settings import Settings

    services = replace(client.app.state.services, readiness=ready)  # type: ignore[attr-defined]
    settings = Settings(token="a token of some length", allowed_hosts=("testserver",))  # noqa: S106
    answer = TestClient(create_app(settings, services)).get("/api/ready")
    assert answer.status_code == 503
    assert answer.json()["error"] == "NotReady"
    assert answer.json()["detail"] == "there is no worker for training and projection"
    assert answer.json()["hint"]


def test_a_database_that_does_not_answer_is_named(workerless: Cluster, tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'none' / 'test.sqlite3'}")
    with Readiness(engine, workerless, tmp_path) as ready, pytest.raises(NotReady, match="database does not answer"):
        run_alone(ready.expect_ready())


def test_tables_that_another_version_has_changed_are_named(ready: Readiness) -> None:
    with ready.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(NotReady, match=r"the database is of version 9999, and this ActiVAte's is \d{4}"):
        run_alone(ready.expect_ready())


def test_a_disk_that_is_nearly_full_is_named(ready: Readiness, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness, "FREE_BYTES", 2**62)
    with pytest.raises(NotReady, match=r"disk has [\d,]+ MB left"):
        run_alone(ready.expect_ready())


def test_a_scheduler_that_hangs_holds_up_nobody_else(ready: Readiness, lab: ClusterProcesses) -> None:
    async def ask_many() -> int:
        asked = asyncio.gather(*(ready.expect_ready() for _ in range(50)), return_exceptions=True)
        turns = 0
        while not asked.done():
            await asyncio.sleep(0.01)
            turns += 1
        for answer in await asked:
            assert isinstance(answer, NotReady)
            assert "scheduler" in answer.detail
        return turns

    lab.scheduler.send_signal(signal.SIGSTOP)
    try:
        assert run_alone(ask_many()) > 10
    finally:
        lab.scheduler.send_signal(signal.SIGCONT)
