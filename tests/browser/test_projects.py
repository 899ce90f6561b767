"""A project is begun, shared out between two people, and its page says who labelled how much and how far they agree."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from ..server_process import ServerProcess
from .conftest import VIEWPORT
from .page import CALL
from .test_accessible import violations
from .test_accounts import PASSWORD, accounts

SAMPLES = 10


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory, digits_path: Path) -> Iterator[ServerProcess]:
    folder = tmp_path_factory.mktemp("projects")
    accounts(folder, "add", "ada")
    accounts(folder, "add", "grace")
    accounts(folder, "add", "edsger")
    with ServerProcess(folder, "--accounts", "--dataset", str(digits_path)) as server:
        yield server


def logged_in(page: Page, server: ServerProcess, handle: str, path: str = "projects") -> Page:
    page.goto(f"{server.url}{path}")
    page.get_by_label("Handle").fill(handle)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    return page


def get_all(page: Page) -> None:
    """All that the project hands out to this person."""
    page.get_by_role("button", name="Label", exact=True).click()
    expect(page.get_by_label("Samples to get")).to_be_visible(timeout=60_000)
    page.get_by_label("Samples to get").fill(str(SAMPLES))
    page.get_by_role("button", name="Get samples").click()
    expect(page.locator("[data-status]")).to_have_count(SAMPLES, timeout=60_000)


def label_all(page: Page, class_index: int) -> None:
    """By what the page has open: all that is on the board, in one class."""
    expect(page.locator("[data-status]")).to_have_count(SAMPLES, timeout=60_000)
    session = re.findall(r"session=(\w+)", page.url)[0]
    for card in page.locator("[data-status]").all():
        sample_id = card.get_attribute("data-sample-id")
        page.evaluate(CALL, ["PUT", f"/api/sessions/{session}/labels/{sample_id}", {"class_index": class_index}])


def disagree(page: Page) -> list[str]:
    """The person changes what they said of two samples, by what the page has open."""
    session = re.findall(r"session=(\w+)", page.url)[0]
    changed = [str(card.get_attribute("data-sample-id")) for card in page.locator("[data-status]").all()[:2]]
    for sample_id in changed:
        body = {"class_index": 3, "confidence": 0.6}
        page.evaluate(CALL, ["PUT", f"/api/sessions/{session}/labels/{sample_id}", body])
    return changed


def adjudicate(page: Page, disputed: list[str]) -> None:
    """On a board of their own, where cards say what people said."""
    page.get_by_role("button", name=f"Adjudicate {len(disputed)}").click()
    expect(page.get_by_text("The project says which samples come next.")).to_be_visible(timeout=60_000)
    page.get_by_role("button", name="Get samples").click()
    cards = page.locator("[data-status]")
    expect(cards).to_have_count(len(disputed), timeout=60_000)
    for name in ("Train", "Training schemes", "More options"):  # No model learns from what is decided here.
        expect(page.get_by_text(name, exact=True)).to_have_count(0)
    page.keyboard.press("t")
    page.get_by_role("button", name="Fold away").click()
    expect(page.get_by_role("button", name="Get samples")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("Train|Stop"))).to_have_count(0)
    page.get_by_role("button", name="show the settings").click()
    assert {card.get_attribute("data-sample-id") for card in cards.all()} == set(disputed)
    card = page.locator(f'[data-sample-id="{disputed[0]}"]')
    expect(card).to_have_accessible_name(re.compile("people said (1, 3 at 60%|3 at 60%, 1)"))
    expect(card.get_by_test_id("candidates").locator("i")).to_have_count(2)
    card.focus()
    page.keyboard.press("3")
    expect(card).to_have_attribute("data-status", "hand_labelled")
    card.hover()
    reason = page.get_by_label("Reason of the decision")
    reason.fill("It has no stem.")
    with page.expect_response(re.compile("/reasons/")) as answer:
        reason.press("Enter")
    assert answer.value.ok
    assert violations(page) == []


def test_two_people_label_a_project(team: ServerProcess, browser: Browser, new_page: Callable[[], Page]) -> None:
    ada = logged_in(new_page(), team, "ada")
    form = ada.get_by_role("region", name="New project")
    form.get_by_label("Name").fill("Shapes of digits")
    form.get_by_label("Dataset").select_option("digits")
    form.get_by_label("Samples").fill(str(SAMPLES))
    form.get_by_label("Labelled by several").fill("100")
    form.get_by_role("button", name="Begin project").click()
    expect(ada.get_by_role("heading", name="Shapes of digits")).to_be_visible()
    ada.get_by_role("button", name="Write a guideline").click()
    ada.get_by_label("Guideline, for all classes").fill("By the shape alone.")
    ada.get_by_label("Examples").fill("3, 7, with a bar\nnothing")
    ada.get_by_role("button", name="Publish").click()
    expect(ada.get_by_role("alert")).to_contain_text("“nothing” is no example")
    ada.get_by_label("Examples").fill("3, 7, with a bar")
    ada.get_by_role("button", name="Publish").click()
    members = ada.get_by_role("region", name="Members")
    members.get_by_label("Handle").fill("nobody")
    members.get_by_role("button", name="Take in").click()
    expect(ada.get_by_role("alert")).to_contain_text("nobody called 'nobody'")
    members.get_by_label("Handle").fill("grace")
    members.get_by_role("button", name="Take in").click()
    expect(members.get_by_role("row", name="grace")).to_be_visible()
    assert violations(ada) == []

    context = browser.new_context(viewport=VIEWPORT)  # type: ignore[arg-type]
    grace = logged_in(context.new_page(), team, "grace")
    expect(grace.get_by_text("By the shape alone.")).to_be_visible()
    expect(grace.get_by_role("list", name="Examples")).to_contain_text("7 with a bar")
    expect(grace.get_by_role("region", name="Progress")).to_have_count(0)  # She sees nothing of others' labels.
    get_all(grace)
    label_all(grace, 1)
    project = ada.url
    get_all(ada)
    asked = ada.url
    ada.goto(project)
    progress = ada.get_by_role("region", name="Progress")
    expect(progress.get_by_test_id("withheld")).to_contain_text(f"You are asked for {SAMPLES} samples yourself")
    progress.get_by_role("link", name="grace").click()
    expect(ada.get_by_text("what others say is not for you to see")).to_be_visible()
    ada.goto(asked)
    label_all(ada, 1)
    ada.goto(project)
    expect(progress).to_contain_text(f"{2 * SAMPLES} of {2 * SAMPLES} labels")
    expect(ada.get_by_role("region", name="Agreement")).to_contain_text("undefined: one class only")
    expect(progress.get_by_role("row", name=re.compile("grace 10 0"))).to_be_visible()
    assert violations(ada) == []
    with ada.expect_download() as download:
        progress.get_by_role("group", name="A row per label").get_by_role("link", name="jsonl").click()
    lines = Path(download.value.path()).read_text(encoding="utf-8").splitlines()
    assert len(lines) == 2 * SAMPLES
    assert sum('"annotator": "grace"' in line for line in lines) == SAMPLES

    disputed = disagree(grace)
    context.close()
    context = browser.new_context(viewport=VIEWPORT)  # type: ignore[arg-type]
    members.get_by_label("Handle").fill("edsger")
    members.locator("select[name=role]").select_option("adjudicator")
    members.get_by_role("button", name="Take in").click()
    expect(members.get_by_role("row", name="edsger")).to_be_visible()
    edsger = logged_in(context.new_page(), team, "edsger")
    expect(edsger.get_by_text("People disagree on 2 samples, of which 2 wait for adjudication.")).to_be_visible()
    adjudicate(edsger, disputed)
    edsger.goto(project)
    expect(edsger.get_by_text("People disagree on 2 samples, of which 1 wait for adjudication.")).to_be_visible()
    context.close()
    ada.goto(project)
    pooled = ada.get_by_role("region", name="Pooled rounds")
    pooled.get_by_role("button", name="Train on everybody’s labels").click()
    expect(pooled.get_by_role("row", name=re.compile("SIL [0-9]+%"))).to_be_visible(timeout=120_000)
    assert violations(ada) == []


def test_whoever_practises_is_told(team: ServerProcess, new_page: Callable[[], Page]) -> None:
    ada = logged_in(new_page(), team, "ada")
    form = ada.get_by_role("region", name="New project")
    form.get_by_label("Name").fill("Practised")
    form.get_by_label("Dataset").select_option("digits")
    form.get_by_label("Samples").fill("5")
    form.get_by_role("button", name="Begin project").click()
    expect(ada.get_by_role("heading", name="Practised")).to_be_visible()
    known = ada.get_by_role("region", name="Known answers")
    known.get_by_label("To practise on").fill("2")
    known.get_by_role("button", name="Use").click()
    expect(known).to_contain_text("20 known answers: people practise on 2, and 10% of what they label then are others.")
    project = ada.url
    ada.get_by_role("button", name="Label", exact=True).click()
    practice = ada.get_by_test_id("practice")
    expect(practice).to_contain_text("The first 2 samples are to practise on", timeout=60_000)
    ada.get_by_role("button", name="Get samples").click()
    expect(ada.locator("[data-status]")).to_have_count(7, timeout=60_000)  # Nobody is tested for half a sample.
    ada.locator("[data-status]").first.focus()
    ada.keyboard.press("1")
    expect(practice).to_contain_text(re.compile(r"[01] of 1 right, 1 to go:\s+sample [0-9]+ is [0-9], (as )?you said"))

    ada.goto(project)
    show = known.get_by_role("button", name="Show and change them")
    show.click()
    expect(ada.get_by_role("alert")).to_contain_text("while you are asked for samples yourself")
    with ada.expect_response(re.compile("/progress$")):
        ada.get_by_role("button", name="Give back").click()
    expect(ada.get_by_role("alert")).to_have_count(0)
    show.click()
    named = known.get_by_label("A line each")
    expect(named).to_have_value(re.compile(r"^(\d+, \d\n){19}\d+, \d$"))
    answers = named.input_value()
    named.fill(f"{answers}\nnothing")
    known.get_by_role("button", name="Change", exact=True).click()
    expect(known.get_by_role("alert")).to_contain_text("“nothing” is no answer")
    named.fill(answers.partition("\n")[2])
    known.get_by_label("To practise on").fill("3")
    assert violations(ada) == []
    known.get_by_role("button", name="Change", exact=True).click()
    expect(known).to_contain_text("19 known answers: people practise on 3")
