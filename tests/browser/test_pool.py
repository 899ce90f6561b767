"""The pool's own drawing: panning, zooming, the loss of the graphics context, and a browser without WebGL 2."""

from __future__ import annotations

import io
import re
from base64 import b64decode
from collections.abc import Callable
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from ..server_process import ServerProcess
from .page import SLOW, LabellingPage

pytestmark = pytest.mark.browser

CONTEXT = "canvas => { window.lost = canvas.getContext('webgl2').getExtension('WEBGL_lose_context'); }"
NO_WEBGL2 = """
const getContext = HTMLCanvasElement.prototype.getContext;
HTMLCanvasElement.prototype.getContext = function (kind, ...options) {
  return kind === 'webgl2' ? null : getContext.call(this, kind, ...options);
};
"""
A_FRAME = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


@pytest.fixture
def marked(labelling: LabellingPage) -> LabellingPage:
    """One sample is labelled, so that one mark is coloured."""
    labelling.get_samples(1)
    expect(labelling.cards("unlabelled")).to_have_count(1)
    labelling.drag(labelling.ids("unlabelled")[0], 2, 0.5)
    labelling.page.mouse.move(5, 5)
    return labelling


def grey_pixels(labelling: LabellingPage) -> int:
    """How many of the pool's pixels are neither white nor coloured: those of unlabelled points."""
    pixels = np.asarray(Image.open(io.BytesIO(labelling.pool.screenshot())).convert("HSV"))
    return int(np.sum((pixels[..., 1] < 40) & (pixels[..., 2] < 240)))


def test_zooming_keeps_what_is_under_the_pointer_and_reset_shows_all_again(marked: LabellingPage) -> None:
    mouse, before = marked.page.mouse, marked.mark_in_pool()
    mouse.move(*before)
    mouse.wheel(0, -300)
    mouse.move(5, 5)
    marked.page.evaluate(A_FRAME)
    assert marked.mark_in_pool() == pytest.approx(before, abs=1.5)
    marked.page.get_by_role("button", name="Reset").click()
    mouse.move(5, 5)
    marked.page.evaluate(A_FRAME)
    assert marked.mark_in_pool() == pytest.approx(before, abs=1.5)


def test_dragging_moves_the_points_and_picks_none(marked: LabellingPage) -> None:
    mouse, (x, y) = marked.page.mouse, marked.mark_in_pool()
    cards = marked.cards().count()
    mouse.move(x, y)
    mouse.down()
    mouse.move(x + 20, y - 12, steps=4)
    mouse.up()
    mouse.move(5, 5)
    marked.page.evaluate(A_FRAME)
    assert marked.mark_in_pool() == pytest.approx((x + 20, y - 12), abs=1.5)
    assert marked.cards().count() == cards


def test_a_double_click_beside_all_points_shows_all_again(marked: LabellingPage) -> None:
    box, (x, y) = marked.pool.bounding_box(), marked.mark_in_pool()
    assert box is not None
    mouse = marked.page.mouse
    mouse.move(x, y)
    mouse.down()
    mouse.move(x + 20, y, steps=4)
    mouse.up()
    mouse.dblclick(box["x"] + 3, box["y"] + 3)
    mouse.move(5, 5)
    marked.page.evaluate(A_FRAME)
    assert marked.mark_in_pool() == pytest.approx((x, y), abs=1.5)


def test_points_come_back_after_the_graphics_context_was_lost(labelling: LabellingPage) -> None:
    count, grey = labelling.pool.get_attribute("data-points"), grey_pixels(labelling)
    labelling.pool.evaluate(CONTEXT)
    labelling.page.evaluate("lost.loseContext()")
    expect(labelling.pool).not_to_have_attribute("data-points", re.compile(r"\d"))
    labelling.page.evaluate("lost.restoreContext()")
    expect(labelling.pool).to_have_attribute("data-points", str(count))
    labelling.page.evaluate(A_FRAME)
    assert grey > 200
    assert grey_pixels(labelling) == pytest.approx(grey, rel=0.01)


def test_a_browser_without_webgl_2_is_told_so(server: ServerProcess, new_page: Callable[[], Page]) -> None:
    page = new_page()
    page.add_init_script(NO_WEBGL2)
    page.goto(server.url)
    pool = page.get_by_label("Sample pool", exact=True)
    expect(pool.get_by_role("alert")).to_contain_text("no WebGL 2")
    expect(page.get_by_test_id("unlabelled-region")).to_be_visible()


def test_clicking_a_labelled_sample_finds_its_card_and_picks_none(marked: LabellingPage) -> None:
    [labelled] = marked.ids("hand_labelled")
    cards = marked.cards().count()
    marked.page.mouse.click(*marked.mark_in_pool())
    expect(marked.card(labelled)).to_be_focused()
    assert marked.cards().count() == cards


def test_points_take_the_colours_of_what_the_machine_predicts(
    server: ServerProcess, new_page: Callable[[], Page], truth: list[int]
) -> None:
    labelling = LabellingPage(new_page(), truth)
    labelling.begin_quick_session(server.url, "digits")
    page = labelling.page
    colour_by = page.get_by_label("Colour by")
    colour_by.select_option("prediction")
    expect(page.get_by_text("Train to see what the machine predicts.")).to_be_visible()
    labelling.ask("POST", "/selections", {"by": "machine", "scheme": "RS", "count": 20})
    expect(labelling.cards("unlabelled")).to_have_count(20)
    for sample in labelling.ids("unlabelled"):
        labelling.ask("PUT", f"/labels/{sample}", {"class_index": truth[sample], "confidence": 0.9})
    labelling.train(1)
    legend = page.get_by_label("colours of the points")
    expect(legend.get_by_role("button").first).to_be_visible()
    counts = [int(text.split()[-1].replace(",", "")) for text in legend.get_by_role("button").all_inner_texts()]
    assert sum(counts) == len(truth)
    assert legend.evaluate("list => list.scrollHeight <= list.clientHeight"), "a class is out of sight"
    page.evaluate(A_FRAME)
    coloured = labelling.colours_in_pool()
    legend.get_by_role("button").first.click()
    page.evaluate(A_FRAME)
    assert labelling.colours_in_pool() < coloured * 0.7
    colour_by.select_option("nothing")
    page.evaluate(A_FRAME)
    assert labelling.colours_in_pool() < coloured * 0.3


def test_the_map_is_coloured_by_labels_rounds_inferred_labels_and_disagreement(
    server: ServerProcess, new_page: Callable[[], Page], truth: list[int]
) -> None:
    labelling = LabellingPage(new_page(), truth)
    labelling.begin_quick_session(server.url, "digits")
    page = labelling.page
    labelling.ask("PATCH", "/config", {"training_schemes": ["SIL", "IL", "IDA"]})
    for sample in labelling.ask("POST", "/selections", {"by": "machine", "scheme": "RS", "count": 20})["samples"]:
        body = {"class_index": truth[sample["sample_id"]], "confidence": 0.9}
        labelling.ask("PUT", f"/labels/{sample['sample_id']}", body)
    labelling.train(1)
    labelling.ask("POST", "/selections", {"by": "machine", "scheme": "RS", "count": 5})
    expect(labelling.cards("predicted")).to_have_count(5)
    entries = page.get_by_label("colours of the points").get_by_role("button")

    def counts(by: str) -> dict[str, int]:
        page.get_by_label("Colour by").select_option(by)
        expect(entries.first).to_be_visible()
        rows = [text.rsplit(maxsplit=1) for text in entries.all_inner_texts()]
        return {title.strip(): int(count.replace(",", "")) for title, count in rows}

    assert sum(counts("label").values()) == 20
    assert counts("round") == {"round 1": 20, "round 2": 5}
    coloured = labelling.colours_in_pool()
    entries.last.click()
    page.evaluate(A_FRAME)
    assert 0 < labelling.colours_in_pool() < coloured * 0.7
    assert sum(counts("inferred:IL").values()) == len(truth)
    agreeing = counts("disagreement:IL")
    assert list(agreeing) == ["SIL and IL agree", "differ"]
    assert sum(agreeing.values()) == len(truth)
    neither_predicts = counts("disagreement:IDA:IL")
    assert list(neither_predicts) == ["IL and IDA agree", "differ"]
    assert sum(neither_predicts.values()) == len(truth)
    labelling.pool.focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_test_id("pool-tooltip")).to_contain_text(re.compile(r"machine: \d at \d+%"))


def test_points_glide_to_another_projection_each_from_its_own_place(marked: LabellingPage) -> None:
    page, start = marked.page, marked.mark_in_pool()
    projection = page.get_by_label("Projection", exact=True)
    projection.select_option("tsne")
    expect(marked.pool).not_to_have_attribute("data-points", re.compile(r"\d"))
    expect(marked.pool).to_have_attribute("data-points", re.compile(r"\d"), timeout=SLOW)
    page.mouse.move(5, 5)
    page.evaluate(A_FRAME)
    end = marked.mark_in_pool()
    page.emulate_media(reduced_motion="no-preference")
    page.clock.install()
    page.clock.pause_at(page.evaluate("Date.now() / 1000 + 1"))
    projection.select_option("pca")
    page.clock.run_for(350)
    between = marked.mark_in_pool()
    page.clock.run_for(600)
    assert marked.mark_in_pool() == pytest.approx(start, abs=1.5)
    assert np.hypot(start[0] - end[0], start[1] - end[1]) > 12
    assert between == pytest.approx(((start[0] + end[0]) / 2, (start[1] + end[1]) / 2), abs=6)


def test_the_map_is_read_and_picked_from_by_keyboard_and_saved(labelling: LabellingPage) -> None:
    page = labelling.page
    tip = page.get_by_test_id("pool-tooltip").locator("b")
    labelling.pool.focus()
    page.keyboard.press("ArrowRight")
    first = tip.inner_text()
    page.keyboard.press("ArrowUp")
    expect(tip).not_to_have_text(first)
    sample_id = int(tip.inner_text())
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Pick")).to_be_visible()
    page.keyboard.press("Shift+Enter")
    expect(labelling.card(sample_id)).to_have_attribute("data-status", "unlabelled")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save the map as PNG").click()
    picture = Image.open(download.value.path()).convert("RGB")
    assert picture.height > picture.width / 2
    assert len(picture.getcolors(1 << 24) or []) > 20


def test_the_map_is_saved_as_svg_with_what_its_colours_mean(labelling: LabellingPage) -> None:
    page = labelling.page
    labelling.get_samples(2)
    expect(labelling.cards("unlabelled")).to_have_count(2)
    labelling.drag(labelling.ids("unlabelled")[0], 7, 0.6)
    page.get_by_label("Colour by").select_option("label")
    expect(page.get_by_role("list", name="colours of the points").get_by_role("button")).to_have_count(1)
    with page.expect_download() as download:
        page.get_by_role("button", name="Save the map as SVG").click()
    svg = ElementTree.fromstring(download.value.path().read_text(encoding="utf-8"))  # noqa: S314 - our own file
    texts = [element.text for element in svg.iter("{http://www.w3.org/2000/svg}text")]
    assert texts == ["PCA, 2,200 samples", "7 (1)"]
    raster = svg.find("{http://www.w3.org/2000/svg}image")
    assert raster is not None
    picture = Image.open(io.BytesIO(b64decode(raster.attrib["href"].split(",")[1])))
    assert len(picture.getcolors(1 << 24) or []) > 20
