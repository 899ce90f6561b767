"""Rows of a table: which columns cards show, and one row at a time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from ..server_process import ServerProcess
from .page import SLOW, LabellingPage

pytestmark = pytest.mark.browser

CONFIG = {
    "classifier": "tabular_logistic_regression",
    "projection": "pca",
    "training_schemes": ["SIL"],
    "predict_with": "SIL",
}


def test_cards_show_the_chosen_columns_and_the_focus_view_all(
    server: ServerProcess, new_page: Callable[[], Page], tmp_path: Path
) -> None:
    rows = [
        f"p{row},{30 + row % 40},{('clerk', 'pilot')[row % 2]},{row % 9},{row % 7},{'ny'[row % 2]}" for row in range(90)
    ]
    (tmp_path / "people.csv").write_text("\n".join(["id,age,job,hours,children,label", *rows]) + "\n")
    labelling = LabellingPage(new_page(), [])
    page = labelling.page
    page.goto(server.url.replace("/?", "/import?"))
    page.get_by_label("Drop a file here, or choose one").set_input_files(tmp_path / "people.csv")
    page.get_by_label("Title").fill("People")
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_text("People has been imported.")).to_be_visible(timeout=SLOW)
    labelling.open_new(server.url, {"dataset": "people", "seed": 1, "config": CONFIG})
    labelling.get_samples(4)
    cards = labelling.cards("unlabelled")
    expect(cards).to_have_count(4, timeout=SLOW)
    expect(cards.first).to_contain_text("age:")
    expect(cards.first).not_to_contain_text("children:")

    page.get_by_role("button", name="Columns", exact=True).click()
    choice = page.get_by_role("group", name="Columns on cards")
    for column in ("age", "job", "hours"):
        expect(choice.get_by_label(column)).to_be_checked()
    choice.get_by_label("children").check()
    choice.get_by_label("age").uncheck()
    page.keyboard.press("Escape")
    for card in cards.all():
        expect(card).to_contain_text("children:")
        expect(card).not_to_contain_text("age:")
    page.reload()
    expect(cards.first).to_contain_text("children:", timeout=SLOW)

    page.get_by_role("button", name="Focus", exact=True).click()
    shown = page.get_by_test_id("focus-sample")
    for column in ("age", "job", "hours", "children"):
        expect(shown).to_contain_text(f"{column}:")
    before = shown.get_attribute("data-sample") or ""
    page.keyboard.press("1")
    expect(shown).not_to_have_attribute("data-sample", before)
    labelling.saved()
    placed = labelling.placement(int(before))
    assert (placed["class_index"], placed["status"]) == (1, "hand_labelled")
    page.keyboard.press("Backspace")
    expect(shown).to_have_attribute("data-sample", before)
