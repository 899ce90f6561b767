"""The confusion matrix: counts or rates, a table to keep, and the images of the validation split behind a cell."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from ..server_process import ServerProcess
from .page import SLOW, LabellingPage

pytestmark = pytest.mark.browser


def saved(page: Page, view: Locator, button: str) -> bytes:
    """The file that a button of the view saves."""
    with page.expect_download() as download:
        view.get_by_role("button", name=button).click()
    return Path(download.value.path()).read_bytes()


def test_the_matrix_shows_rates_is_saved_as_csv_and_opens_images_of_the_validation_split(
    server: ServerProcess, new_page: Callable[[], Page], truth: list[int]
) -> None:
    labelling = LabellingPage(new_page(), truth)
    labelling.begin_quick_session(server.url, "digits")
    page = labelling.page
    labelling.ask("POST", "/selections", {"by": "machine", "scheme": "RS", "count": 20})
    expect(labelling.cards("unlabelled")).to_have_count(20)
    for sample in labelling.ids("unlabelled"):
        labelling.ask("PUT", f"/labels/{sample}", {"class_index": truth[sample], "confidence": 0.9})
    labelling.train(1)
    matrix = page.get_by_label("Confusion matrix", exact=True)
    confusion = labelling.ask("GET", "/rounds/1")["results"]["SIL"]["confusion"]
    cell = matrix.get_by_role("gridcell", name=f"actual 0, predicted 0: {confusion[0][0]} of")
    expect(cell).to_have_text(str(confusion[0][0] or ""))
    matrix.get_by_role("button", name="%").click()
    expect(cell).to_have_text(str(round(100 * confusion[0][0] / sum(confusion[0])) or ""))
    rows = list(csv.reader(saved(page, matrix, "CSV").decode().splitlines()))
    assert rows[0] == ["actual", *"0123456789"]
    assert [[int(value) for value in row[1:]] for row in rows[1:]] == confusion
    for view in (matrix, page.get_by_label("Test accuracy", exact=True)):
        drawing = saved(page, view, "SVG").decode()
        ElementTree.fromstring(drawing)  # noqa: S314 - a file of our own making
        assert not re.search(r"light-dark|var\(|class=|crosshair", drawing)
        image = Image.open(io.BytesIO(saved(page, view, "PNG"))).convert("RGB")
        assert len(image.getcolors(1 << 20) or []) > 20
        assert image.getpixel((1, 1)) == (255, 255, 255)
    tray = page.get_by_role("region", name="Tray")
    answers = labelling.ask("GET", "/rounds/1/validation/SIL")
    pairs = [pair for pair in zip(answers["actual"], answers["predicted"], strict=True) if pair[0] != pair[1]]
    actual, predicted = max(pairs, key=pairs.count)
    matrix.get_by_role("gridcell", name=f"actual {actual}, predicted {predicted}:").click()
    expect(tray.get_by_role("heading")).to_have_text(f"{actual} taken for {predicted}")
    pictures = tray.get_by_role("button", name=f"{actual}, taken for {predicted} at")
    expect(pictures).to_have_count(pairs.count((actual, predicted)))
    expect(pictures.first.locator("img")).to_have_attribute("src", re.compile("split=validation"))
    pictures.first.hover()
    expect(page.get_by_label("Sample", exact=True)).to_contain_text("in the validation split")
    tray.get_by_role("button", name=f"10 of the pool between {actual} and {predicted}").click()
    expect(tray.get_by_role("button", name="Queue 10")).to_be_enabled()
    matrix.get_by_role("rowheader", name=f"{predicted}: the surest").click()
    surest = tray.get_by_role("group", name="surest").get_by_role("button")
    expect(surest).to_have_count(min(12, answers["predicted"].count(predicted)))
    surest.first.hover()
    expect(matrix.get_by_role("button", name="Clear")).to_be_attached()
    page.keyboard.press("Escape")
    expect(matrix.get_by_role("button", name="Clear")).to_have_count(0)
    expect(page.get_by_label("Sample", exact=True)).not_to_contain_text("in the validation split")
    page.get_by_role("button", name="round 1, 20 labels").focus()
    expect(page.get_by_test_id("crosshair")).to_contain_text(f"SIL {100 * labelling.accuracy('SIL'):.1f}%")
    labelling.cards("hand_labelled").first.hover()
    page.get_by_role("button", name="Why?").click()
    expect(page.get_by_test_id("heat")).to_be_visible(timeout=SLOW)
    expect(page.get_by_test_id("why")).to_contain_text("red speaks for")


def test_of_forty_classes_the_matrix_scrolls_under_its_names_and_opens_large(forty: LabellingPage) -> None:
    page = forty.page
    matrix = page.get_by_label("Confusion matrix", exact=True)
    grid = matrix.get_by_role("grid")
    assert grid.locator("[tabindex='0']").count() == 1
    cell = grid.get_by_role("gridcell", name="actual glyph 20, predicted glyph 30:")
    cell.scroll_into_view_if_needed()
    box, name, above = (
        found.bounding_box()
        for found in (
            cell,
            grid.get_by_role("rowheader", name="glyph 20:"),
            grid.get_by_role("columnheader", name="glyph 30:"),
        )
    )
    frame = matrix.bounding_box()
    assert box
    assert name
    assert above
    assert frame
    assert min(box["width"], box["height"]) >= 20
    assert frame["x"] <= name["x"] < box["x"]
    assert frame["y"] <= above["y"] < box["y"]
    grid.locator("[tabindex='0']").focus()
    for key in ("Control+End", "ArrowUp", "Home"):
        page.keyboard.press(key)
    expect(grid.get_by_role("rowheader", name="glyph 38:")).to_be_focused()
    matrix.get_by_role("button", name="Enlarge").click()
    large = page.get_by_role("dialog", name="Confusion matrix, large")
    shown = large.get_by_role("gridcell", name="actual glyph 39, predicted glyph 39:")
    expect(shown).to_be_in_viewport(ratio=1)
    expect(large.get_by_role("gridcell", name="actual glyph 00, predicted glyph 00:")).to_be_in_viewport(ratio=1)
    page.keyboard.press("g")  # No key of the page acts below it.
    assert len(forty.ask("GET")["board"]) == 40
    shown.click()
    expect(large).to_have_count(0)
    expect(page.get_by_role("region", name="Tray").get_by_role("heading")).to_have_text("glyph 39 taken for glyph 39")
