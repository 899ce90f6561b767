"""Evaluation first, a mixed batch, and labels to look at again, as a person uses them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from ..server_process import ServerProcess
from .page import SLOW

pytestmark = pytest.mark.browser

KINDS = {"flood": "alarm", "quake": "alarm", "match": "calm", "album": "calm"}


def label_all(page: Page) -> None:
    """Every card that waits, by the word that it begins with."""
    waiting = page.locator('[data-status="unlabelled"], [data-status="predicted"]')
    for sample_id in [card.get_attribute("data-sample-id") for card in waiting.all()]:
        card = page.locator(f'[data-sample-id="{sample_id}"][data-status]')
        expect(card).to_contain_text(re.compile("flood|quake|match|album"))
        word = re.findall("flood|quake|match|album", card.get_attribute("aria-label") or "")[0]
        card.focus()
        page.keyboard.press("0" if KINDS[word] == "alarm" else "1")
    expect(waiting).to_have_count(0)


def test_from_an_evaluation_set_to_a_number_and_a_second_look(
    server: ServerProcess, new_page: Callable[[], Page], tmp_path: Path
) -> None:
    words = list(KINDS)
    lines = [f"{words[row % 4]} number {row} near town {row % 11}" for row in range(160)]
    (tmp_path / "lines of mine.csv").write_text("line\n" + "\n".join(lines), encoding="utf-8")
    page = new_page()
    page.goto(server.url.replace("/?", "/import?"))
    page.get_by_label("Drop a file here, or choose one").set_input_files(tmp_path / "lines of mine.csv")
    preview = page.get_by_role("region", name="Preview")
    preview.get_by_label("Further classes").fill("alarm, calm", timeout=SLOW)
    page.keyboard.press("Tab")
    expect(page.get_by_test_id("import-summary")).to_contain_text("160 unlabelled", timeout=SLOW)
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_label("Label a random evaluation set first")).to_be_checked(timeout=SLOW)
    page.get_by_role("button", name="Label it").click()

    evaluation = page.get_by_test_id("evaluation")
    expect(evaluation).to_contain_text("Evaluation first", timeout=SLOW)
    page.get_by_label("Samples to get").fill("12")
    page.get_by_label("Samples to get").blur()
    page.get_by_role("button", name=re.compile("^Draw 12")).first.click()
    expect(page.locator("[data-status]")).to_have_count(12, timeout=SLOW)
    label_all(page)
    expect(evaluation).to_contain_text(
        "12 labels: an accuracy of 80% would be known to ±21 points, with 50 more to ±10"
    )
    expect(page.get_by_test_id("count-labels")).to_have_text("0")

    page.get_by_role("button", name="Enough: get 12 to train on").click()
    page.mouse.move(2, 2)  # Where the pointer aims, no card comes.
    expect(page.locator('[data-status="unlabelled"]')).to_have_count(12, timeout=SLOW)
    label_all(page)
    expect(evaluation).to_have_text("Held out: 12 to evaluate on.")
    expect(page.get_by_test_id("count-labels")).to_have_text("12")
    points = page.get_by_test_id("pool-canvas")
    expect(points).to_have_attribute("data-points", re.compile(r"\d+"), timeout=SLOW)
    page.get_by_role("button", name="Train", exact=True).click()
    expect(page.get_by_test_id("round-count")).to_have_text("1 round trained", timeout=SLOW)
    expect(page.get_by_label("Test accuracy", exact=True)).to_contain_text("on 12 random samples, held out")
    expect(page.get_by_test_id("interval-SIL")).to_have_text(re.compile(r"^\d+–\d+%$"))

    page.get_by_label("Selection scheme").select_option("MIX")
    page.get_by_label("Samples to get").fill("10")
    page.get_by_role("button", name="Get samples").first.click()
    expect(page.locator('[data-status="predicted"]')).to_have_count(10, timeout=SLOW)
    label_all(page)

    card = page.locator('[data-status="hand_labelled"]:not([aria-label*="evaluate"])').first
    wrong = card.get_attribute("data-sample-id")
    moved = "1" if "labelled alarm" in (card.get_attribute("aria-label") or "") else "0"
    card.focus()
    page.keyboard.press(moved)
    page.get_by_role("button", name="Look again").click()
    first = page.get_by_test_id("to-look-at").first
    expect(first).to_be_visible(timeout=SLOW)
    expect(first.locator(".said")).to_contain_text("model:")
    first.get_by_role("button", name=re.compile("^Make it")).click()
    expect(first).to_contain_text("now ")
    changed = page.locator(f'[data-sample-id="{wrong}"][data-status]')
    expect(changed).to_have_attribute("aria-label", re.compile("labelled (calm|alarm)"))
