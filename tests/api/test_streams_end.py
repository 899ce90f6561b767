"""A stream that is open ends when what let its reader in has ended: at once would be best, within seconds is held."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from activate_va.accounts.service import Accounts
from activate_va.storage.database import attached

from ..server_process import ServerProcess
from .team import PASSWORD

SECONDS = 5
"""Within which a stream has to end: two looks, and the second for which a login is remembered."""


class Site:
    """A server with accounts, and its accounts from outside, as the command line has them."""

    def __init__(self, server: ServerProcess, accounts: Accounts) -> None:
        self.server = server
        self.accounts = accounts
        self.browsers: list[httpx2.Client] = []

    def browser(self, handle: str) -> httpx2.Client:
        """Somebody new, logged in."""
        self.accounts.annotators.add(handle, PASSWORD)
        return self.log_in(handle)

    def log_in(self, handle: str) -> httpx2.Client:
        browser = httpx2.Client(base_url=self.server.url, timeout=60)
        self.browsers.append(browser)
        assert browser.post("/api/logins", json={"handle": handle, "password": PASSWORD}).status_code == 201
        return browser

    def id_of(self, handle: str) -> str:
        return self.accounts.annotators.named(handle).annotator_id


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, digits_path: Path) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("ending streams")
    with (
        ServerProcess(folder, "--accounts", "--dataset", str(digits_path)) as server,
        attached(f"sqlite:///{folder / 'activate-va.sqlite3'}") as engine,
    ):
        site = Site(server, Accounts.on(engine))
        yield site
        for browser in site.browsers:
            browser.close()


class Reading:
    """Reads a stream in a thread; `ended` says when it was over."""

    def __init__(self, browser: httpx2.Client, url: str) -> None:
        self.begun, self.ended = threading.Event(), threading.Event()
        self.status = 0
        threading.Thread(target=self._read, args=(browser, url), daemon=True).start()
        assert self.begun.wait(10)

    def _read(self, browser: httpx2.Client, url: str) -> None:
        with browser.stream("GET", url) as answer:
            self.status = answer.status_code
            for _ in answer.iter_lines():
                self.begun.set()
        self.ended.set()


def session_of(browser: httpx2.Client) -> str:
    answer = browser.post("/api/sessions", json={"dataset": "digits", "config": {"projection": "pca"}})
    return f"/api/sessions/{answer.json()['session_id']}"


Ending = Callable[[Site, httpx2.Client, str], Any]


def log_out(site: Site, browser: httpx2.Client, handle: str) -> None:
    assert browser.delete("/api/logins/current").status_code == 204


def raise_generation(site: Site, browser: httpx2.Client, handle: str) -> None:
    site.accounts.annotators.log_out_everywhere(site.id_of(handle))


def keep_out(site: Site, browser: httpx2.Client, handle: str) -> None:
    site.accounts.annotators.revoke(site.id_of(handle))


@pytest.mark.parametrize("end", [log_out, raise_generation, keep_out], ids=lambda end: end.__name__)
def test_a_stream_ends_with_the_login_it_was_opened_by(site: Site, end: Ending) -> None:
    handle = end.__name__
    browser = site.browser(handle)
    url = session_of(browser)
    reading = Reading(browser, f"{url}/stream")
    assert reading.status == 200
    begun = time.monotonic()
    end(site, browser, handle)
    assert reading.ended.wait(SECONDS), "the stream goes on"
    assert time.monotonic() - begun < SECONDS
    assert browser.get(url).status_code == 401


def test_the_streams_of_others_go_on(site: Site) -> None:
    """Also where one's own password has been changed, in the browser that did it."""
    one, other = site.browser("one"), site.browser("other")
    url = session_of(one)
    reading = Reading(one, f"{url}/stream")
    assert other.delete("/api/logins/current").status_code == 204
    assert not reading.ended.wait(SECONDS)
    assert one.delete("/api/logins/current").status_code == 204
    assert reading.ended.wait(SECONDS)
