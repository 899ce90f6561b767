"""A real Chromium on the built page of a real server."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, TimeoutError, expect

from activate_va.datasets import open_dataset

from ..server_process import ServerProcess
from .page import LabellingPage
from .photographs import RESULTS

FAILED = pytest.StashKey[bool]()
VIEWPORT = {"width": 1280, "height": 720}
PATIENCE = 30_000
"""Milliseconds for what the page does at once on a machine that does nothing else."""

expect.set_options(timeout=PATIENCE)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    item.stash[FAILED] = report.failed or item.stash.get(FAILED, False)
    return report


@pytest.fixture
def new_page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Callable[[], Page]]:
    """Opens pages of one browser profile; an error in any page's script fails the test.

    Pictures of the pages of a test that failed are left in test-results/.
    """
    context = browser.new_context(viewport=VIEWPORT, reduced_motion="reduce")  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE)
    context.add_init_script(
        "localStorage.getItem('activate-va:tour-seen') ?? localStorage.setItem('activate-va:tour-seen', 'true')"
    )
    errors: list[str] = []

    def open_page() -> Page:
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        return page

    yield open_page
    if request.node.stash.get(FAILED, False):
        for number, page in enumerate(context.pages):
            with suppress(TimeoutError):  # It is the test that tells what failed.
                page.screenshot(path=RESULTS / f"{request.node.name}-{number}.png")
    context.close()
    assert errors == []


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory, digits_path: Path) -> Iterator[ServerProcess]:
    """A server on the small dataset, for tests that do not stop it."""
    with ServerProcess(tmp_path_factory.mktemp("browser"), "--dataset", str(digits_path)) as server:
        yield server


@pytest.fixture
def labelling(server: ServerProcess, new_page: Callable[[], Page], truth: list[int]) -> LabellingPage:
    """The page on a new session of `digits`."""
    page = LabellingPage(new_page(), truth)
    page.open_session(server.url, "digits")
    return page


@pytest.fixture
def forty(tmp_path: Path, new_page: Callable[[], Page]) -> Iterator[LabellingPage]:
    """A session of forty classes, each labelled once, with a trained model."""
    mnist = open_dataset("mnist")
    labels = np.arange(1200) % 40
    path = tmp_path / "forty.npz"
    names = np.array([f"glyph {index:02}" for index in range(40)])
    images, tests = mnist.pool.items[:1200], mnist.test.items[:400]
    np.savez(path, x_train=images, y_train=labels, x_test=tests, y_test=labels[:400], classes=names)
    with ServerProcess(tmp_path / "data", "--dataset", str(path)) as server:
        labelling = LabellingPage(new_page(), [])
        labelling.begin_quick_session(server.url, "forty")
        labelling.ask("POST", "/selections", {"by": "machine", "scheme": "RS", "count": 40})
        for place, sample in enumerate(labelling.ask("GET")["board"]):
            labelling.ask("PUT", f"/labels/{sample}", {"class_index": place, "confidence": 0.9})
        labelling.train(1)
        yield labelling
