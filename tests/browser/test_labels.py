"""Labels browsed by a filter and given anew in one step; texts among many classes as a list."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from ..server_process import ServerProcess
from .page import SLOW, LabellingPage

pytestmark = pytest.mark.browser

TALLER = "([one, other]) => one.getBoundingClientRect().height > other.getBoundingClientRect().height + 10"
CLASSES = 10


def test_labels_are_filtered_and_given_anew_in_one_step(
    server: ServerProcess, new_page: Callable[[], Page], truth: list[int]
) -> None:
    labelling = LabellingPage(new_page(), truth)
    labelling.begin_quick_session(server.url, "digits")
    page = labelling.page
    samples = labelling.ask("POST", "/selections", {"by": "machine", "scheme": "RS", "count": 6})["samples"]
    ids = [each["sample_id"] for each in samples]
    for place, sample in enumerate(ids):
        said = {"class_index": 1 if place < 4 else 2, "confidence": 0.3 if place == 0 else 0.9}
        labelling.ask("PUT", f"/labels/{sample}", said)
    page.get_by_role("button", name="Labels", exact=True).click()
    tray = page.get_by_role("region", name="Tray")
    status, pictures = tray.get_by_role("status"), tray.get_by_role("group", name="Labels").get_by_role("button")
    expect(status).to_have_text("6 samples")
    tray.get_by_label("class", exact=True).select_option("1")
    expect(status).to_have_text("4 samples")
    tray.get_by_label("least confidence, in percent").fill("50")
    tray.get_by_label("least confidence, in percent").press("Tab")
    expect(pictures).to_have_count(3)
    tray.get_by_label("selected by").select_option("RS")
    pictures.nth(0).click()
    pictures.nth(2).click()
    expect(status).to_have_text("3 samples, 2 chosen")
    tray.get_by_label("class for all").select_option("7")
    tray.get_by_role("button", name="Label 2").click()
    expect(pictures).to_have_count(1)
    labelling.saved()
    moved = [sample for sample in ids if labelling.placement(sample)["class_index"] == 7]
    assert len(moved) == 2
    page.keyboard.press("Control+z")
    expect(pictures).to_have_count(3)
    labelling.saved()
    assert {labelling.placement(sample)["class_index"] for sample in moved} == {1}
    tray.get_by_label("the model disagrees").check()
    expect(tray.get_by_role("alert")).to_contain_text("there is no classifier yet")


def test_texts_among_many_classes_are_a_list_that_keys_label(
    server: ServerProcess, new_page: Callable[[], Page], tmp_path: Path
) -> None:
    long = "and what came of it in the end as the whole town says " * 3
    lines = [f"l-{row},Line {row} of ten kinds {long},kind {row % CLASSES}" for row in range(120)]
    (tmp_path / "kinds.csv").write_text("\n".join(["key,headline,topic", *lines]) + "\n")
    labelling = LabellingPage(new_page(), [])
    page = labelling.page
    page.goto(server.url.replace("/?", "/import?"))
    page.get_by_label("Drop a file here, or choose one").set_input_files(tmp_path / "kinds.csv")
    page.get_by_label("Title").fill("Ten kinds")
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_text("Ten kinds has been imported.")).to_be_visible(timeout=SLOW)
    labelling.open_new(server.url, {"dataset": "ten_kinds", "seed": 1, "config": {"projection": "pca"}})
    expect(page.get_by_role("button", name="Get samples")).to_be_visible(timeout=SLOW)
    page.keyboard.press("g")
    rows = page.get_by_test_id("text-list").locator("[data-status]")
    expect(rows).to_have_count(10, timeout=SLOW)
    first = page.locator("[data-status]:focus")
    expect(first).to_have_count(1)
    sample = int(first.get_attribute("data-sample-id") or "")
    # Its whole text is fetched when it is entered.
    page.wait_for_function(TALLER, arg=[first.element_handle(), rows.nth(5).element_handle()])
    page.keyboard.press("4")
    expect(labelling.card(sample)).to_have_attribute("data-status", "hand_labelled")
    expect(page.locator(f"[data-status]:focus:not([data-sample-id='{sample}'])")).to_have_count(1)
    page.get_by_label(f"class of sample {sample}").select_option("7")
    page.get_by_label(f"confidence of sample {sample}, in percent").fill("35")
    labelling.saved()
    placed = labelling.placement(sample)
    assert (placed["class_index"], placed["confidence"], placed["source"]) == (7, 0.35, "stated")
