"""People come in by a link, are named on the page, and go out again; a colleague's session is read only."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from ..server_process import ServerProcess
from .conftest import VIEWPORT
from .test_accessible import violations

PASSWORD = "a sentence as a password"  # noqa: S105
PROXY = {"TRUSTED_HEADER": "X-Forwarded-User", "TRUSTED_PROXIES": "127.0.0.1", "ADMIT_VOUCHED": "true"}
"""People also come in by a proxy: browsers that send its header."""


def accounts(folder: Path, *arguments: str) -> str:
    """What `activate-va accounts` prints."""
    command = [sys.executable, "-c", "from activate_va.cli import main; main()", "accounts", *arguments]
    environment = {**os.environ, "ACTIVATE_VA_NEW_PASSWORD": PASSWORD}
    answer = subprocess.run(
        [*command, "--data-dir", str(folder)], capture_output=True, text=True, check=True, env=environment
    )
    return answer.stdout


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory, digits_path: Path) -> Iterator[ServerProcess]:
    folder = tmp_path_factory.mktemp("team")
    with pytest.MonkeyPatch.context() as environment:
        for name, value in PROXY.items():
            environment.setenv(f"ACTIVATE_VA_{name}", value)
        with ServerProcess(folder, "--accounts", "--dataset", str(digits_path)) as server:
            accounts(folder, "add", "ada", "--administrator")
            yield server


@pytest.fixture
def another(browser: Browser) -> Iterator[Callable[[], Page]]:
    """A page of somebody else's browser."""
    contexts = []

    def open_page() -> Page:
        contexts.append(browser.new_context(viewport=VIEWPORT))  # type: ignore[arg-type]
        return contexts[-1].new_page()

    yield open_page
    for context in contexts:
        context.close()


def log_in(page: Page, server: ServerProcess, password: str = PASSWORD, path: str = "account") -> None:
    page.goto(f"{server.url}{path}")
    page.get_by_label("Handle").fill("ada")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Log in").click()


def test_who_is_refused_on_the_way_to_a_provider_is_told_on_the_page(
    team: ServerProcess, new_page: Callable[[], Page]
) -> None:
    page = new_page()
    page.goto(f"{team.url}api/oidc/login?page=/projects")
    expect(page.get_by_role("alert")).to_contain_text("this server knows no identity provider")
    assert page.url == f"{team.url}projects"
    page.reload()
    expect(page.get_by_label("Password")).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)


def test_a_wrong_password_says_so_and_the_right_one_opens_the_session(
    team: ServerProcess, new_page: Callable[[], Page]
) -> None:
    page = new_page()
    log_in(page, team, "not her password", path="")
    expect(page.get_by_role("alert")).to_contain_text("is wrong")
    assert violations(page) == []
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_label("Samples to get")).to_be_visible(timeout=60_000)
    expect(page.get_by_role("link", name="ada")).to_be_visible()


def test_invited_by_one_labelling_as_the_other_and_out_again(
    team: ServerProcess, new_page: Callable[[], Page], another: Callable[[], Page]
) -> None:
    ada, grace = new_page(), another()
    log_in(ada, team)
    people = ada.get_by_role("region", name="People")
    people.get_by_label("Handle").fill("grace")
    people.get_by_role("button", name="Invite").click()
    link = ada.get_by_label(re.compile("Send this link to grace")).input_value()
    assert violations(ada) == []

    grace.goto(link)
    expect(grace.get_by_role("heading", name="Welcome, grace")).to_be_visible()
    assert violations(grace) == []
    grace.get_by_label("Password").fill(PASSWORD)
    grace.get_by_label("The same again").fill("something else")
    grace.get_by_role("button", name="Make my account").click()
    expect(grace.get_by_role("alert")).to_contain_text("not the same")
    grace.get_by_label("The same again").fill(PASSWORD)
    grace.get_by_role("button", name="Make my account").click()
    expect(grace.get_by_label("Samples to get")).to_be_visible(timeout=60_000)
    grace.get_by_label("Samples to get").fill("3")
    grace.get_by_role("button", name="Get samples").click()
    expect(grace.locator("[data-status]")).to_have_count(3, timeout=60_000)
    grace.keyboard.press("Control+z")
    expect(grace.locator("[data-status]")).to_have_count(0)  # The step was hers, by the page's own reckoning.
    expect(grace.get_by_test_id("save-status")).to_have_text("saved")

    session = re.findall(r"session=(\w+)", grace.url)[0]
    ada.goto(f"{team.url}?session={session}")
    expect(ada.get_by_role("region", name="Replay")).to_be_visible(timeout=60_000)
    expect(ada.get_by_role("button", name="Leave replay")).to_have_count(0)

    grace.get_by_role("link", name="grace").click()
    grace.get_by_role("button", name="Log out").click()
    expect(grace.get_by_role("heading", name="Log in")).to_be_visible()


def test_a_token_is_shown_once_and_revoked(team: ServerProcess, new_page: Callable[[], Page]) -> None:
    page = new_page()
    log_in(page, team)
    tokens = page.get_by_role("region", name="Tokens for scripts")
    tokens.get_by_label("Name").fill("nightly")
    tokens.get_by_role("button", name="Make a token").click()
    secret = tokens.get_by_label(re.compile("Copy")).input_value()
    bearer = {"Authorization": f"Bearer {secret}"}
    ask = "headers => fetch('/api/sessions', { headers, credentials: 'omit' }).then(({ status }) => status)"
    assert page.evaluate(ask, bearer) == 200
    tokens.get_by_role("button", name="revoke nightly").click()
    expect(tokens.get_by_text("revoked")).to_be_visible()
    page.wait_for_timeout(1_200)
    assert page.evaluate(ask, bearer) == 401
    page.reload()
    expect(tokens.get_by_text("revoked")).to_be_visible()
    expect(tokens.get_by_label(re.compile("Copy"))).to_have_count(0)


def test_a_link_that_is_used_up_says_so(team: ServerProcess, new_page: Callable[[], Page]) -> None:
    page = new_page()
    page.goto(f"{team.url}invitation#no-such-invitation")
    expect(page.get_by_role("heading", name="This invitation does not work")).to_be_visible()


def test_whom_a_proxy_lets_in_is_told_that_there_is_no_password_to_change(
    team: ServerProcess, browser: Browser
) -> None:
    with browser.new_context(viewport=VIEWPORT, extra_http_headers={"X-Forwarded-User": "linus"}) as context:  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(f"{team.url}account")
        expect(page.get_by_role("region", name="linus")).to_contain_text(
            "You have no password here: you log in at the proxy"
        )
        expect(page.get_by_label("Current password")).to_have_count(0)
        assert violations(page) == []
