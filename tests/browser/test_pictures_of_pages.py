"""Pages beside that of a session: locked, studies and their report, import, accounts and projects; as they were."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from activate_va.studies.report import report_of
from activate_va.studies.report.page import page as page_of

from ..server_process import ServerProcess
from .page import SLOW
from .photographs import differences, held, refused
from .test_accounts import accounts
from .test_import import table
from .test_projects import logged_in
from .test_report import study
from .test_studies import STUDY, start

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory, digits_path: Path) -> Iterator[ServerProcess]:
    """A server that has no other studies and datasets than those of this file."""
    with ServerProcess(tmp_path_factory.mktemp("pages"), "--dataset", str(digits_path)) as server:
        yield server


def at(server: ServerProcess, path: str) -> str:
    return f"http://127.0.0.1:{server.port}/{path}"


def test_pages_to_whoever_has_no_token_or_asks_for_what_is_not_there(
    alone: ServerProcess, browser: Browser, new_page: Callable[[], Page]
) -> None:
    def locked(page: Page) -> Iterator[str]:
        page.goto(at(alone, "?token=wrong"))
        expect(page.get_by_role("heading")).to_contain_text("token")
        yield "locked"
        page.goto(at(alone, "studies"))
        expect(page.get_by_role("heading")).to_contain_text("token")
        yield "locked-studies"

    def unknown(page: Page) -> Iterator[str]:
        page.goto(at(alone, "?session=0123456789abcdef"))
        expect(page.get_by_role("alert")).to_contain_text("newest session")
        yield "no-session"
        page.goto(at(alone, "nowhere"))
        expect(page.get_by_role("heading", name="There is no such page")).to_be_visible()
        yield "no-page"
        page.route("**/api/**", held)
        page.goto(at(alone, "?session=0123456789abcdef"))
        expect(page.get_by_text("Loading the session")).to_be_visible()
        yield "session-loading"

    with browser.new_context() as stranger:
        problems = differences(stranger, locked)
    guest = new_page()
    guest.goto(alone.url)
    problems += differences(guest.context, unknown)
    assert problems == []


def test_studies_look_as_they_did(alone: ServerProcess, new_page: Callable[[], Page], tmp_path: Path) -> None:
    page = new_page()
    page.goto(alone.url)
    page.goto(at(alone, "studies"))

    def empty(page: Page) -> Iterator[str]:
        page.goto(at(alone, "studies"))
        expect(page.get_by_text("None yet.")).to_be_visible(timeout=SLOW)
        yield "studies-empty"
        page.get_by_role("combobox", name="Study", exact=True).select_option("my own, in YAML")
        page.get_by_label("The study in YAML").fill(STUDY.replace("DS", "DDS").replace("oracle", "oracel"))
        page.get_by_role("button", name="Start the study").click()
        expect(page.get_by_role("alert")).to_contain_text("line 5")
        yield "studies-wrong"
        for name, answer in (("loading", held), ("error", refused)):
            page.route("**/api/studies", answer)
            page.goto(at(alone, "studies"))
            page.wait_for_timeout(500)
            yield f"studies-{name}"
            page.unroute_all()

    problems = differences(page.context, empty)
    start(page, STUDY)
    expect(page.get_by_label("Studies", exact=True)).to_contain_text("finished", timeout=SLOW)
    path = tmp_path / "report.html"
    path.write_text(page_of(report_of(study())), encoding="utf-8")

    def finished(page: Page) -> Iterator[str]:
        page.goto(at(alone, "studies?study=tiny"))
        expect(page.get_by_role("region", name="Results", exact=True)).to_be_visible()
        page.wait_for_timeout(300)
        yield "studies-full"
        page.goto(path.as_uri())
        page.wait_for_timeout(500)
        yield "report"
        tests = page.get_by_role("heading", name="Which differences are statistically significant")
        tests.evaluate("heading => heading.scrollIntoView()")
        page.wait_for_timeout(300)
        yield "report-tests"

    problems += differences(page.context, finished)
    assert problems == []


def test_import_looks_as_it_did(alone: ServerProcess, new_page: Callable[[], Page], tmp_path: Path) -> None:
    guest = new_page()
    guest.goto(alone.url)
    table(tmp_path / "headlines of mine.csv")
    with (tmp_path / "nothing.csv").open("w", newline="") as file:
        csv.writer(file).writerow(["text", "label"])

    def imports(page: Page) -> Iterator[str]:
        page.goto(at(alone, "import"))
        choose = page.get_by_label("Drop a file here, or choose one")
        expect(choose).to_be_attached()
        yield "import-empty"
        choose.set_input_files(tmp_path / "nothing.csv")
        expect(page.get_by_role("alert").first).to_be_visible(timeout=SLOW)
        yield "import-error"
        page.goto(at(alone, "import"))
        choose.set_input_files(tmp_path / "headlines of mine.csv")
        expect(page.get_by_role("region", name="Preview")).to_contain_text("241 records", timeout=SLOW)
        page.wait_for_timeout(300)
        yield "import-preview"

    assert differences(guest.context, imports) == []


def test_pages_of_people_look_as_they_did(
    tmp_path_factory: pytest.TempPathFactory, digits_path: Path, new_page: Callable[[], Page]
) -> None:
    folder = tmp_path_factory.mktemp("people")
    accounts(folder, "add", "ada", "--administrator")
    accounts(folder, "add", "grace")
    with ServerProcess(folder, "--accounts", "--dataset", str(digits_path)) as server:
        page = new_page()

        def login(page: Page) -> Iterator[str]:
            page.goto(at(server, ""))
            expect(page.get_by_label("Password")).to_be_visible()
            yield "login"
            page.goto(at(server, "invitation#no-such-invitation"))
            expect(page.get_by_role("heading")).to_contain_text("invitation")
            yield "invitation-used"

        problems = differences(page.context, login)
        logged_in(page, server, "ada")
        form = page.get_by_role("region", name="New project")
        expect(form).to_be_visible(timeout=60_000)

        def inside(page: Page) -> Iterator[str]:
            page.goto(at(server, "account"))
            expect(page.get_by_role("region", name="People")).to_be_visible()
            yield "account"
            page.goto(at(server, "projects"))
            expect(page.get_by_role("region", name="New project")).to_be_visible()
            yield "projects-empty"

        def project(page: Page) -> Iterator[str]:
            page.goto(at(server, "projects"))
            expect(page.get_by_role("heading", name="Shapes of digits")).to_be_visible()
            page.wait_for_timeout(300)
            yield "project"

        problems += differences(page.context, inside)
        form.get_by_label("Name").fill("Shapes of digits")
        form.get_by_label("Dataset").select_option("digits")
        form.get_by_label("Samples").fill("10")
        form.get_by_role("button", name="Begin project").click()
        expect(page.get_by_role("heading", name="Shapes of digits")).to_be_visible()
        problems += differences(page.context, project)
    assert problems == []
