"""Searching texts: hits light up on the map, and some of them come onto the board."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from ..server_process import ServerProcess
from .page import QUICK, LabellingPage

pytestmark = pytest.mark.browser

WORDS = {**QUICK, "classifier": "text_logistic_regression"}


def test_hits_light_up_and_some_come_onto_the_board(server: ServerProcess, new_page: Callable[[], Page]) -> None:
    labelling = LabellingPage(new_page(), [])
    labelling.open_new(server.url, {"dataset": "headlines", "seed": 1, "config": WORDS})
    page, tray = labelling.page, labelling.page.get_by_role("region", name="Tray")
    page.get_by_role("button", name="Search", exact=True).click()
    page.keyboard.type("flood")
    page.keyboard.press("Enter")
    expect(tray.get_by_role("group", name="Search").get_by_role("button").first).to_contain_text("flood")
    found = labelling.ask("GET", "/pool/search?wanted=flood")
    expect(tray.get_by_role("status")).to_contain_text(f"{found['total']} samples")
    tray.get_by_label("most to get of what is found").fill("4")
    tray.get_by_role("button", name="Get 4").click()
    expect(labelling.cards("unlabelled")).to_have_count(4)
    labelling.saved()
    board = labelling.ask("GET")["board"]
    assert {placed["strategy"] for placed in board.values()} == {"search"}
    assert {int(sample) for sample in board} <= set(found["sample_ids"])

    tray.get_by_label("expression").check()
    tray.get_by_label("regular expression").fill("flood(")
    tray.get_by_role("button", name="Search").click()
    expect(tray.get_by_role("alert")).to_contain_text("RE2")
    tray.get_by_label("regular expression").fill("^floods? ")
    tray.get_by_role("button", name="Search").click()
    expect(tray.get_by_role("alert")).to_have_count(0)
    total = labelling.ask("GET", "/pool/search?wanted=%5Efloods%3F%20&expression=true")["total"]
    expect(tray.get_by_role("status")).to_contain_text(f"{total} sample")
    page.keyboard.press("Escape")
    expect(tray).to_have_count(0)


def test_on_a_phone_search_and_labels_are_in_a_menu(server: ServerProcess, new_page: Callable[[], Page]) -> None:
    labelling = LabellingPage(new_page(), [])
    labelling.open_new(server.url, {"dataset": "headlines", "seed": 1, "evaluation_first": False, "config": WORDS})
    page, tray = labelling.page, labelling.page.get_by_role("region", name="Tray")
    page.set_viewport_size({"width": 390, "height": 844})
    tools = page.get_by_role("button", name="Tools", exact=True)
    tools.click()
    page.get_by_role("button", name="Search", exact=True).click()
    page.keyboard.type("flood")
    page.keyboard.press("Enter")
    expect(tray.get_by_role("group", name="Search").get_by_role("button").first).to_contain_text("flood")
    tray.get_by_role("button", name="Get", exact=False).click()
    page.keyboard.press("Escape")
    expect(labelling.cards("unlabelled")).not_to_have_count(0)
    tools.click()
    page.get_by_role("button", name="Labels", exact=True).click()
    expect(tray.get_by_role("heading", name="Labels")).to_be_visible()
    page.keyboard.press("Escape")
    tools.click()
    page.get_by_role("button", name="Classes", exact=True).click()
    expect(page.get_by_label("What the classes mean")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
