"""Whose confidence a label has, and what becomes of the machine's predictions when it is trained again."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import FloatRect, Page, expect

from ..server_process import ServerProcess
from .page import SLOW, LabellingPage

pytestmark = pytest.mark.browser

LABELLED, WAITING = 12, 10


@pytest.fixture
def predicted(server: ServerProcess, new_page: Callable[[], Page], truth: list[int]) -> LabellingPage:
    """A session with one round behind it, whose model knows the classes 0 and 1 only, and cards that it has placed."""
    labelling = LabellingPage(new_page(), truth)
    labelling.begin_quick_session(server.url, "digits")
    labelling.ask("POST", "/selections", {"by": "machine", "scheme": "RS", "count": LABELLED})
    expect(labelling.cards("unlabelled")).to_have_count(LABELLED)
    for sample in labelling.ids("unlabelled"):
        labelling.ask("PUT", f"/labels/{sample}", {"class_index": int(truth[sample] > 4), "confidence": 0.9})
    labelling.train(1)
    labelling.ask("POST", "/selections", {"by": "machine", "scheme": "RS", "count": WAITING})
    expect(labelling.cards("predicted")).to_have_count(WAITING)
    return labelling


def teach_another_class(labelling: LabellingPage) -> None:
    """What was a 0 is a 5 from now on: a model trained anew places cards elsewhere that it held for a 0."""
    for sample in labelling.ids("hand_labelled"):
        if labelling.placement(sample)["class_index"] == 0:
            labelling.ask("PUT", f"/labels/{sample}", {"class_index": 5, "confidence": 0.9})


def train_elsewhere(labelling: LabellingPage) -> None:
    """As another person would; the page shows what came of it."""
    labelling.ask("POST", "/rounds")
    expect(labelling.page.get_by_test_id("round-count")).to_have_text(re.compile("^2 "), timeout=SLOW)
    expect(labelling.page.get_by_test_id("changed").first).to_be_attached()


def classes_of(labelling: LabellingPage) -> dict[int, int]:
    return {int(sample): placement["class_index"] for sample, placement in labelling.ask("GET")["board"].items()}


def box(labelling: LabellingPage, sample: int) -> FloatRect:
    found = labelling.card(sample).bounding_box()
    assert found is not None
    return found


def test_the_confidence_of_a_label_is_whose_it_was(predicted: LabellingPage) -> None:
    page = predicted.page
    by_key, clicked, raised, dragged, *_ = predicted.ids("predicted")
    heights = {sample: predicted.placement(sample)["confidence"] for sample in (by_key, clicked, raised)}
    before = predicted.placement(clicked)["class_index"]
    predicted.card(by_key).press("8")
    predicted.card(clicked).press("Enter")
    predicted.card(raised).press("ArrowDown")
    expect(predicted.card(by_key)).to_have_attribute(
        "aria-label", re.compile(r"corrected to 8 at 80% \(default\); the machine said [01] at \d+%$")
    )
    expect(predicted.card(clicked)).to_have_attribute(
        "aria-label", re.compile(rf"confirmed as {before} at \d+% \(the machine’s\)$")
    )
    predicted.drag(dragged, 7, 0.4)
    page.mouse.move(2, 2)
    expect(predicted.card(dragged)).to_have_attribute("aria-label", re.compile(r"corrected to 7 at \d+% \(stated\);"))
    predicted.saved()
    sources = [predicted.placement(sample)["source"] for sample in (by_key, clicked, raised, dragged)]
    assert sources == ["default", "accepted", "stated", "stated"]
    assert predicted.placement(by_key)["confidence"] == 0.8 != heights[by_key]
    assert predicted.placement(clicked)["confidence"] == heights[clicked]
    assert predicted.placement(raised)["confidence"] == pytest.approx(heights[raised] - 0.05, abs=0.0051)
    assert predicted.placement(dragged)["confidence"] == pytest.approx(0.4, abs=0.02)


def test_a_click_accepts_the_confidence_of_the_machine(predicted: LabellingPage) -> None:
    sample = predicted.one_on_top(predicted.ids("predicted"))
    height = predicted.placement(sample)["confidence"]
    predicted.card(sample).click()
    predicted.saved()
    placement = predicted.placement(sample)
    assert (placement["status"], placement["source"], placement["confidence"]) == ("confirmed", "accepted", height)


def test_the_default_confidence_is_an_option(predicted: LabellingPage) -> None:
    page = predicted.page
    page.get_by_text("More options").click()
    page.get_by_label("Default confidence").fill("65")
    page.get_by_label("Default confidence").press("Enter")
    page.get_by_label("A confirmation counts in CBA with").select_option("default")
    sample = predicted.ids("predicted")[0]
    predicted.card(sample).press("8")
    expect(predicted.card(sample)).to_have_attribute("aria-label", re.compile(r"8 at 65% \(default\)"))
    predicted.saved()
    config = predicted.ask("GET")["config"]
    assert (config["default_confidence"], config["accepted_confidence"]) == (0.65, "default")
    page.keyboard.press("?")
    expect(page.get_by_label("Keys", exact=True)).to_contain_text("at 65%")


def test_where_the_machine_stood_stays_marked_and_is_in_nobodys_way(predicted: LabellingPage) -> None:
    page = predicted.page
    sample, other = predicted.ids("predicted")[:2]
    before = box(predicted, sample)
    predicted.card(sample).press("8")
    tick = page.locator(f'[data-tick-of="{sample}"]')
    expect(tick).to_be_attached()
    drawn = tick.bounding_box()
    assert drawn is not None
    assert drawn["y"] + drawn["height"] / 2 == pytest.approx(before["y"] + before["height"] / 2, abs=1)
    at = [drawn["x"] + drawn["width"] / 2, drawn["y"] + drawn["height"] / 2]
    assert page.evaluate("at => document.elementFromPoint(...at).closest('svg')", at) is None
    predicted.card(other).press("Enter")
    expect(predicted.card(other)).to_have_attribute("data-status", "confirmed")
    expect(page.locator("[data-tick-of]")).to_have_count(1)


def test_predictions_nobody_acted_on_follow_the_newest_model(predicted: LabellingPage) -> None:
    page = predicted.page
    old = classes_of(predicted)
    teach_another_class(predicted)
    train_elsewhere(predicted)
    new = classes_of(predicted)
    waiting = predicted.ids("predicted")
    changed = {sample for sample in waiting if new[sample] != old[sample]}
    assert 0 < len(changed) < WAITING
    for sample in waiting:
        column = page.locator(f'[data-class-index="{new[sample]}"]').bounding_box()
        assert column is not None
        place = box(predicted, sample)
        assert column["x"] < place["x"] + place["width"] / 2 < column["x"] + column["width"]
        marked = predicted.card(sample).get_by_test_id("changed").count()
        name = predicted.card(sample).get_attribute("aria-label") or ""
        assert (
            marked == len(re.findall(rf"{new[sample]} at \d+%, before {old[sample]} at", name)) == (sample in changed)
        )
    acted_on = changed.pop()
    predicted.card(acted_on).press("Enter")
    expect(predicted.card(acted_on)).to_have_attribute("data-status", "confirmed")
    expect(predicted.card(acted_on).get_by_test_id("changed")).to_have_count(0)


def test_confirm_all_takes_what_was_seen_when_it_was_pressed(predicted: LabellingPage) -> None:
    page = predicted.page
    old = classes_of(predicted)
    waiting = predicted.ids("predicted")
    teach_another_class(predicted)
    page.get_by_role("button", name="Confirm all").hover()
    page.mouse.down()
    train_elsewhere(predicted)
    page.mouse.up()
    new = classes_of(predicted)
    expect(predicted.cards("confirmed").first).to_be_attached()
    predicted.saved()
    board = predicted.ask("GET")["board"]
    confirmed = {sample for sample in waiting if board[str(sample)]["status"] == "confirmed"}
    assert confirmed == {sample for sample in waiting if new[sample] == old[sample]}
    assert 0 < len(confirmed) < WAITING


def test_a_card_under_the_pointer_waits_until_the_pointer_has_left(predicted: LabellingPage) -> None:
    old = classes_of(predicted)
    sample = predicted.one_on_top([sample for sample in predicted.ids("predicted") if old[sample] == 0])
    card = predicted.card(sample)
    before = box(predicted, sample), card.get_attribute("aria-label")
    teach_another_class(predicted)
    card.hover()
    train_elsewhere(predicted)
    assert classes_of(predicted)[sample] == 5
    assert (box(predicted, sample), card.get_attribute("aria-label")) == before
    predicted.page.mouse.move(2, 2)
    expect(card).to_have_attribute("aria-label", re.compile(r"predicted 5 at \d+%, before 0 at \d+%$"))
