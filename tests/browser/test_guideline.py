"""What the classes mean: written in a session, beside the board, and live in every tab."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from ..server_process import ServerProcess
from .page import LabellingPage

pytestmark = pytest.mark.browser


def test_a_guideline_is_written_beside_the_board_and_seen_in_another_tab_and_in_focus(
    server: ServerProcess, new_page: Callable[[], Page], truth: list[int]
) -> None:
    labelling = LabellingPage(new_page(), truth)
    labelling.begin_quick_session(server.url, "digits")
    page, other = labelling.page, new_page()
    page.keyboard.press("g")
    expect(labelling.cards("unlabelled")).to_have_count(10)
    other.goto(page.url)
    for tab in (page, other):
        tab.get_by_role("button", name="Classes", exact=True).click()
    page.get_by_role("button", name="Write a guideline").click()
    form = page.get_by_role("form", name="Edit the guideline")
    form.get_by_label("Guideline, for all classes").fill("By shape alone. g, t and 7 are letters here.")
    page.keyboard.type("g7?")  # Typed into a text, they are no keys of the page.
    form.get_by_label("What 7 means").fill("One stroke, or one with a bar.")
    form.get_by_label("Examples, a line each").fill("3, eleven")
    form.get_by_role("button", name="Publish").click()
    expect(form.get_by_role("alert")).to_contain_text("“3, eleven” is no example")
    form.get_by_label("Examples, a line each").fill("3, 7, with a bar")
    form.get_by_role("button", name="Publish").click()
    for tab in (page, other):
        definitions = tab.get_by_label("What the classes mean")
        expect(definitions.get_by_text("By shape alone.", exact=False)).to_be_visible()
        expect(definitions.get_by_text("One stroke, or one with a bar.")).to_be_visible()
        expect(definitions.get_by_role("img", name="sample 3")).to_be_visible()
    labelling.saved()
    expect(labelling.cards("unlabelled")).to_have_count(10)
    assert labelling.ask("GET")["guideline"]["examples"] == [{"sample_id": 3, "class_index": 7, "note": "with a bar"}]

    other.get_by_role("button", name="Focus", exact=True).click()
    definitions = other.get_by_label("What the classes mean")
    expect(definitions).to_have_count(0)
    other.keyboard.press("?")
    expect(definitions.get_by_text("One stroke, or one with a bar.")).to_be_visible()
    expect(definitions.get_by_text("with a bar", exact=True)).to_be_visible()
    other.keyboard.press("?")
    expect(definitions).to_have_count(0)
    other.keyboard.press("?")

    other.get_by_role("button", name="Change the guideline").click()
    page.get_by_role("button", name="Change the guideline").click()
    page.get_by_label("What 7 means").fill("A seven.")
    page.get_by_role("button", name="Publish").click()
    expect(other.get_by_role("status").filter(has_text="Somebody has changed the guideline")).to_be_visible()
    other.get_by_role("button", name="Leave as it is").click()
    expect(definitions.get_by_text("A seven.")).to_be_visible()
