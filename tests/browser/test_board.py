"""The card that is aimed at is the card that is dragged, whatever the board does meanwhile."""

from __future__ import annotations

import re
from typing import Any, cast

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from .page import LabellingPage

pytestmark = pytest.mark.browser

CARD_AT = "([x, y]) => document.elementFromPoint(x, y)?.closest('[data-status]')?.dataset.sampleId ?? null"
NOTE_PRESSES = """() => addEventListener('pointerdown', ({ clientX, clientY }) => {
  const drawn = document.elementFromPoint(clientX, clientY);
  window.drawn = drawn?.closest('[data-status]')?.dataset.sampleId ?? null;
}, true)"""
# Picks a card and a point on it where it lies on top.
SOME_CARD = """(chance) => {
  const cards = [...document.querySelectorAll('[data-status]')];
  for (let tried = 0; tried < cards.length; tried += 1) {
    const card = cards[(Math.floor(chance * cards.length) + tried) % cards.length];
    const { x, y, width, height } = card.getBoundingClientRect();
    const at = [x + width * 0.4, y + height * 0.6];
    if (card.contains(document.elementFromPoint(...at))) return at;
  }
  return null;
}"""
# An answer that nobody on this page waits for, as another person's would come.
ASK = """([method, path, body]) => {
  const session = new URLSearchParams(location.search).get('session');
  const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID() };
  void fetch(`/api/sessions/${session}${path}`, { method, headers, body: body && JSON.stringify(body) });
}"""
SLOW_SLIDES = ".card { transition-duration: 3s !important; }"


def ask(page: Page, method: str, path: str, body: dict[str, Any] | None = None) -> None:
    page.evaluate(ASK, [method, path, body])


def card_at(page: Page, at: list[float]) -> str | None:
    return cast("str | None", page.evaluate(CARD_AT, at))


def drag_a_little(page: Page, at: list[float]) -> tuple[str | None, str | None]:
    """Press where the pointer is, and pull: the card drawn there at the press, and the one that is dragged."""
    page.mouse.down()
    drawn = page.evaluate("window.drawn")
    page.mouse.move(at[0] + 9, at[1] + 5, steps=2)
    taken = page.locator("[data-status].dragged")
    return drawn, taken.get_attribute("data-sample-id") if taken.count() else None


def let_go(page: Page) -> None:
    page.keyboard.press("Escape")
    page.mouse.up()
    expect(page.locator("[data-status].dragged")).to_have_count(0)


def full_board(labelling: LabellingPage, count: int) -> None:
    """Samples in the strip and in two columns, as somebody would have left them."""
    labelling.get_samples(count)
    expect(labelling.cards("unlabelled")).to_have_count(count)
    for place, sample in enumerate(labelling.ids("unlabelled")[: count * 2 // 3]):
        ask(labelling.page, "PUT", f"/labels/{sample}", {"class_index": 3 + place % 2, "confidence": place % 10 / 10})
    expect(labelling.cards("hand_labelled")).to_have_count(count * 2 // 3)
    labelling.page.evaluate(NOTE_PRESSES)


def test_an_answer_moves_no_card_under_the_pointer(labelling: LabellingPage) -> None:
    full_board(labelling, 30)
    page, chance = labelling.page, np.random.default_rng(5)
    for turn in range(40):
        at = page.evaluate(SOME_CARD, chance.random())
        page.mouse.move(*at)
        aim = card_at(page, at)
        assert aim is not None
        if turn % 2:
            ask(page, "POST", "/selections", {"by": "machine", "scheme": "RS", "count": 3})
        else:
            where = {"class_index": int(chance.integers(10)), "confidence": round(chance.random(), 2)}
            ask(page, "PUT", f"/labels/{aim}", where)
        page.wait_for_timeout(chance.uniform(0, 120))
        assert (turn, *drag_a_little(page, at)) == (turn, aim, aim)
        let_go(page)
    expect(page.get_by_text("90 samples on the board")).to_be_attached()


def test_a_card_that_slides_is_taken_where_it_is_drawn(labelling: LabellingPage) -> None:
    page, chance = labelling.page, np.random.default_rng(6)
    full_board(labelling, 30)
    page.emulate_media(reduced_motion="no-preference")
    page.add_style_tag(content=SLOW_SLIDES)
    hit = 0
    for turn in range(20):
        page.mouse.move(2, 2)
        page.wait_for_timeout(400)  # The board counts as left.
        sample = labelling.ids("hand_labelled")[turn % 5]
        labelling.card(sample).focus()
        page.keyboard.press(str(turn % 10))
        page.keyboard.press(str((turn + 5) % 10))
        page.wait_for_timeout(chance.uniform(0, 100))
        at = page.evaluate(SOME_CARD, chance.random())
        page.mouse.move(*at)
        aim = card_at(page, at)
        page.wait_for_timeout(100)
        drawn, taken = drag_a_little(page, at)
        assert (turn, drawn, taken) == (turn, aim, aim)
        hit += taken is not None
        let_go(page)
    assert hit > 10


def middle(page: Page, selector: str) -> tuple[float, float]:
    box = page.locator(selector).first.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_chosen_cards_move_together_in_one_step(labelling: LabellingPage) -> None:
    page = labelling.page
    labelling.get_samples(5)
    expect(labelling.cards("unlabelled")).to_have_count(5)
    samples = labelling.ids("unlabelled")
    labelling.card(samples[0]).click(modifiers=["Shift"])
    labelling.card(samples[1]).focus()
    page.keyboard.press("Control+Space")
    labelling.card(samples[2]).click(modifiers=["Control"])
    expect(page.get_by_text("3 chosen")).to_be_visible()
    expect(page.locator("[data-status][aria-pressed=true]")).to_have_count(3)
    page.mouse.move(*middle(page, f'[data-sample-id="{samples[1]}"]'))
    page.mouse.down()
    page.mouse.move(*middle(page, '[data-class-index="4"]'), steps=5)
    expect(page.get_by_test_id("drag-label")).to_have_text(re.compile(r"^3 cards · 4 · \d+%$"))
    expect(page.locator("[data-status].dragged")).to_have_count(3)
    page.mouse.up()
    expect(labelling.cards("hand_labelled")).to_have_count(3)
    expect(page.get_by_text("3 chosen")).to_have_count(0)
    labelling.saved()
    placed = [labelling.placement(sample) for sample in samples[:3]]
    assert {(one["class_index"], one["source"]) for one in placed} == {(4, "stated")}
    assert len({one["confidence"] for one in placed}) == 1
    page.keyboard.press("Control+z")
    expect(labelling.cards("unlabelled")).to_have_count(5)


def test_a_card_let_go_outside_stays_where_it_was(labelling: LabellingPage) -> None:
    page = labelling.page
    labelling.get_samples(2)
    expect(labelling.cards("unlabelled")).to_have_count(2)
    sample = labelling.ids("unlabelled")[0]
    page.mouse.move(*middle(page, f'[data-sample-id="{sample}"]'))
    page.mouse.down()
    page.mouse.move(*middle(page, '[data-class-index="2"]'), steps=4)
    expect(page.get_by_test_id("drag-label")).to_contain_text("2 · ")
    page.mouse.move(*middle(page, "[data-testid=pool-canvas]"), steps=4)
    expect(page.get_by_test_id("drag-label")).to_have_text("let go to cancel")
    page.mouse.up()
    expect(page.get_by_test_id("drag-label")).to_have_count(0)
    labelling.saved()
    assert labelling.placement(sample)["class_index"] is None


COVERED = """preview => {
  const { left, right, top, bottom } = preview.getBoundingClientRect();
  return [...document.querySelectorAll('[data-status=unlabelled], [data-status=predicted]')].filter((card) => {
    const box = card.getBoundingClientRect();
    return box.right > left && box.left < right && box.bottom > top && box.top < bottom;
  }).length;
}"""


def test_the_large_image_of_a_card_covers_none_that_waits(labelling: LabellingPage) -> None:
    page = labelling.page
    labelling.ask("POST", "/selections", {"by": "machine", "scheme": "RS", "count": 24})
    expect(labelling.cards("unlabelled")).to_have_count(24)
    for sample in labelling.ids("unlabelled"):
        labelling.card(sample).hover()
        preview = page.get_by_test_id("preview")
        expect(preview).to_contain_text("unlabelled")
        page.wait_for_timeout(200)
        box = preview.locator("img").bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) > 90
        assert preview.evaluate(COVERED) == 0
