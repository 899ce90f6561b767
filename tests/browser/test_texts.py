"""Texts on the board: what their cards say, and where."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from ..server_process import ServerProcess
from .page import QUICK, LabellingPage

pytestmark = pytest.mark.browser

WORDS = {**QUICK, "classifier": "text_logistic_regression"}
# Of a card, the right ends of the lines of its text.
LINE_ENDS = """card => {
  const words = document.createRange();
  words.selectNodeContents(card.querySelector('.text'));
  return [...words.getClientRects()].filter(({ width }) => width > 0).map(({ right }) => right);
}"""


def test_texts_without_room_at_their_height_say_it_where_no_word_stands(
    server: ServerProcess, new_page: Callable[[], Page]
) -> None:
    labelling = LabellingPage(new_page(), [])
    labelling.open_new(server.url, {"dataset": "headlines", "seed": 1, "evaluation_first": False, "config": WORDS})
    page = labelling.page
    expect(page.get_by_label("Samples to get")).to_be_visible()
    samples = labelling.ask("POST", "/selections", {"by": "machine", "scheme": "RS", "count": 9})["samples"]
    ids = [sample["sample_id"] for sample in samples]
    for sample in ids[:8]:
        labelling.ask("PUT", f"/labels/{sample}", {"class_index": 0, "confidence": 0.6})
    labelling.ask("PUT", f"/labels/{ids[8]}", {"class_index": 0, "confidence": 0.05})
    expect(labelling.cards("hand_labelled")).to_have_count(9)
    heights = page.get_by_test_id("height")
    expect(heights.first).to_have_text("60%")
    assert set(heights.all_inner_texts()) == {"60%"}
    for height in heights.all():
        card = beside(labelling, ids, height)
        box = height.bounding_box()
        assert box is not None
        assert max(card.evaluate(LINE_ENDS)) <= box["x"]


def beside(labelling: LabellingPage, ids: list[int], height: Locator) -> Locator:
    """The card at whose right end a height is said."""
    said = height.bounding_box()
    assert said is not None
    for card in map(labelling.card, ids):
        box = card.bounding_box()
        if box and abs(box["y"] + box["height"] / 2 - said["y"] - said["height"] / 2) < 2:
            return card
    raise AssertionError("a height belongs to no card")
