"""Fixtures for tests of the whole: a small real dataset, and a server on it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, sync_playwright
from xdist.scheduler import LoadScopeScheduling

from activate_va.datasets import open_dataset
from activate_va.settings import Settings as ServerSettings

from .chromium import FLAGS
from .postgres_server import PostgresServer, programs

# The machine is shared: how long an example takes says nothing of the code.
settings.register_profile("shared machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("shared machine")

# Most servers of tests never train: they would load TensorFlow and trace its graphs for nobody.
os.environ.setdefault("ACTIVATE_VA_WARM_UP", "false")

TESTS = Path(__file__).parent
TOGETHER = ("browser", "api", "studies")
"""Folders whose tests share a server or a cluster, so that one process takes all of each. They take longest."""
BY_THEMSELVES = tuple(
    f"tests/browser/test_{name}.py"
    for name in ("loop", "accounts", "projects", "report", "pictures_of_views", "pictures_of_pages")
)
"""Files of such folders that share nothing with the others but Chromium."""
THEN = ("faults", "notebooks", "servers", "testing", "simulation", "classifiers", "jobs", "load")
"""Folders with files that take long: they come next, so that none of them is what all wait for at the end."""

DIGITS = "digits"
TRAIN, TEST = 2_400, 500
POOL = TRAIN - TRAIN // 12


class Shares(LoadScopeScheduling):  # type: ignore[misc]
    """What one of several processes takes at a time: a whole folder, or else a file."""

    def _split_scope(self, nodeid: str) -> str:
        path = nodeid.partition("::")[0]
        return _folder(path) if _folder(path) in TOGETHER and path not in BY_THEMSELVES else path


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> Shares:
    return Shares(config, log)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What takes longest comes first where processes share the tests."""
    if hasattr(config, "workerinput"):
        order = (*TOGETHER, *THEN)
        items.sort(key=lambda item: order.index(f) if (f := _folder(item.nodeid)) in order else len(order))


def _folder(nodeid: str) -> str:
    return Path(nodeid).parts[1]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium as scripts/test found it, or Playwright's own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ.get("ACTIVATE_VA_CHROMIUM"), args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def postgres_programs() -> Path:
    """The folder of PostgreSQL's programs; where it is not installed, the test is left out."""
    binaries = programs()
    if binaries is None:
        pytest.skip("PostgreSQL is not installed here")
    return binaries


@pytest.fixture(scope="session")
def postgres(postgres_programs: Path) -> Iterator[PostgresServer]:
    """A PostgreSQL server that tests share."""
    with PostgresServer(postgres_programs) as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of each sort that there is."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'data' / 'test.sqlite3'}"
    server: PostgresServer = request.getfixturevalue("postgres")
    return server.new_database()


@pytest.fixture(scope="session")
def digits_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """2,400 training and 500 test images of MNIST as an .npz; 2,200 of them become the pool."""
    mnist = open_dataset("mnist")
    path = tmp_path_factory.mktemp("data") / f"{DIGITS}.npz"
    np.savez(
        path,
        x_train=mnist.pool.items[:TRAIN],
        y_train=mnist.pool.labels[:TRAIN],
        x_test=mnist.test.items[:TEST],
        y_test=mnist.test.labels[:TEST],
    )
    return path


@pytest.fixture(scope="session")
def truth(digits_path: Path) -> list[int]:
    """The true class of every pool sample of `digits`, for labellers that know it."""
    labels = open_dataset(str(digits_path)).pool.labels
    assert labels is not None
    return [int(label) for label in labels]


@pytest.fixture(scope="session")
def server_settings(tmp_path_factory: pytest.TempPathFactory, digits_path: Path) -> ServerSettings:
    return ServerSettings(
        data_dir=tmp_path_factory.mktemp("server"),
        datasets=(str(digits_path),),
        auth=False,
        allowed_hosts=("testserver",),
    )


@pytest.fixture(scope="session")
def client(server_settings: ServerSettings) -> Iterator[TestClient]:
    """A server in this process, with its embedded cluster, serving `digits` and `mnist`."""
    from activate_va.api.app import create_app
    from activate_va.assembly import open_services

    with (
        open_services(server_settings) as services,
        TestClient(create_app(server_settings, services), raise_server_exceptions=False) as client,
    ):
        yield client
