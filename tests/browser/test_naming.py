"""Where people have no accounts, a name given once stands in the log, in exports, and on the cards that one holds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from ..server_process import ServerProcess
from .conftest import VIEWPORT
from .page import LabellingPage
from .test_accessible import violations
from .test_holding import take

pytestmark = pytest.mark.browser

ADA = "Ada Løvelace"


def give(page: Page, name: str) -> None:
    """In the top bar."""
    page.get_by_role("button", name="your name").click()
    page.get_by_role("textbox", name="Your name").fill(name)
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="Your name")).to_be_hidden()


def actors(labelling: LabellingPage) -> list[str]:
    return [event["actor"] for event in labelling.ask("GET", "/events")["events"]]


@pytest.fixture
def other(labelling: LabellingPage, server: ServerProcess, browser: Browser) -> Iterator[LabellingPage]:
    """Somebody else's browser, on the same session."""
    context = browser.new_context(viewport=VIEWPORT, reduced_motion="reduce")  # type: ignore[arg-type]
    context.add_init_script("localStorage.setItem('activate-va:tour-seen', 'true')")
    page = context.new_page()
    page.goto(server.url)
    theirs = LabellingPage(page, labelling.truth)
    theirs.open(labelling.page.url)
    yield theirs
    context.close()


def test_a_name_given_once_stands_in_the_log_and_in_exports_after_the_page_is_loaded_again(
    labelling: LabellingPage,
) -> None:
    page = labelling.page
    labelling.get_samples(3)
    expect(labelling.cards("unlabelled")).to_have_count(3)
    assert actors(labelling)[-1] == "person"
    give(page, f"  {ADA} ")
    expect(page.get_by_role("button", name=f"your name: {ADA}")).to_be_visible()
    page.reload()
    expect(page.get_by_role("button", name=f"your name: {ADA}")).to_be_visible()
    labelling.card(labelling.ids("unlabelled")[0]).click()
    page.keyboard.press("3")
    expect(labelling.cards("hand_labelled")).to_have_count(1)
    expect(page.get_by_test_id("save-status")).to_have_text("saved")
    assert actors(labelling)[-1] == f"person:{ADA}"
    session = re.findall(r"session=(\w+)", page.url)[0]
    exported = page.evaluate(f"fetch('/api/sessions/{session}/export?format=jsonl').then(answer => answer.json())")
    assert exported["annotator"] == ADA


def test_who_gives_a_name_may_undo_what_they_did_without_one(labelling: LabellingPage) -> None:
    page = labelling.page
    labelling.get_samples(1)
    expect(labelling.cards("unlabelled")).to_have_count(1)
    labelling.card(labelling.ids("unlabelled")[0]).click()
    page.keyboard.press("3")
    expect(labelling.cards("hand_labelled")).to_have_count(1)
    give(page, ADA)
    page.keyboard.press("Control+z")
    expect(labelling.cards("unlabelled")).to_have_count(1)
    expect(page.get_by_test_id("save-status")).to_have_text("saved")
    assert actors(labelling)[-2:] == ["person", f"person:{ADA}"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_card_is_held_by_name(labelling: LabellingPage, other: LabellingPage, scheme: str) -> None:
    other.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    labelling.get_samples(3)
    expect(other.cards("unlabelled")).to_have_count(3)
    give(labelling.page, ADA)
    give(other.page, "grace")
    sample = labelling.ids("unlabelled")[0]
    take(labelling, sample)
    expect(other.card(sample)).to_have_accessible_name(re.compile(f", held by {ADA}$"))
    expect(other.page.get_by_test_id("held")).to_have_text(["AL"])
    labelling.page.keyboard.press("Escape")
    other.page.get_by_role("button", name="your name").click()
    expect(other.page.get_by_role("textbox", name="Your name")).to_be_focused()
    assert violations(other.page) == []


def test_another_page_of_the_browser_takes_the_name_over(
    labelling: LabellingPage, new_page: Callable[[], Page]
) -> None:
    second = LabellingPage(new_page(), labelling.truth)
    second.open(labelling.page.url)
    give(second.page, ADA)
    expect(labelling.page.get_by_role("button", name=f"your name: {ADA}")).to_be_visible()
    labelling.get_samples(1)
    expect(labelling.cards("unlabelled")).to_have_count(1)
    assert actors(labelling)[-1] == f"person:{ADA}"


def test_it_is_asked_where_a_session_is_begun_and_may_be_left_out(labelling: LabellingPage) -> None:
    page = labelling.page
    labelling.open_menu()
    name = page.get_by_role("textbox", name="Your name")
    expect(name).to_have_value("")
    assert violations(page) == []
    name.fill(ADA)
    with page.expect_navigation():
        page.get_by_role("button", name="Create session").click()
    expect(page.get_by_role("button", name=f"your name: {ADA}")).to_be_visible()
    assert actors(labelling)[0] == f"person:{ADA}"
    labelling.open_menu()
    expect(name).to_have_value(ADA)
    name.fill("")
    with page.expect_navigation():
        page.get_by_role("button", name="Create session").click()
    expect(page.get_by_role("button", name="Your name", exact=True)).to_be_visible()
    assert actors(labelling)[0] == "person"


def test_on_a_phone_it_is_among_the_tools(labelling: LabellingPage) -> None:
    page = labelling.page
    page.set_viewport_size({"width": 390, "height": 844})
    page.get_by_role("button", name="Tools").click()
    give(page, ADA)
    expect(page.get_by_role("button", name=f"Your name: {ADA}")).to_be_visible()
    assert violations(page) == []
