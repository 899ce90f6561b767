"""What the page shows of rounds that do not follow from each other, and of predictions that it does not draw."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from .page import SLOW, LabellingPage

pytestmark = pytest.mark.browser


@pytest.fixture
def quick(labelling: LabellingPage) -> LabellingPage:
    """A session that trains logistic regression by SIL alone, with four labels."""
    page = labelling.page
    page.get_by_label("Classifier", exact=True).select_option("logistic_regression")
    page.get_by_label("predict with SIL", exact=True).check()
    for scheme in ("IL", "IDA", "CBA"):
        page.get_by_label(f"train {scheme}", exact=True).uncheck()
    labelling.get_samples(4)
    expect(labelling.cards("unlabelled")).to_have_count(4)
    labelling.label_rightly(labelling.ids("unlabelled"))
    return labelling


def test_a_click_on_a_round_shows_the_page_as_it_was_then(quick: LabellingPage) -> None:
    page = quick.page
    quick.train(1)
    first = quick.ids("hand_labelled")
    quick.get_samples(3)
    expect(quick.cards("predicted")).to_have_count(3)
    quick.label_rightly(quick.ids("predicted"))
    quick.train(2)
    expect(quick.cards()).to_have_count(7)
    accuracy, matrix = page.get_by_label("Test accuracy", exact=True), page.get_by_label("Confusion matrix")
    accuracy.get_by_role("button", name="round 1, 4 labels").click()
    bar = page.get_by_role("region", name="Looking back")
    expect(bar).to_contain_text("Round 1 of 2: board, map and matrix as they were then, with 4 labels")
    expect(quick.cards()).to_have_count(4)
    assert sorted(quick.ids("hand_labelled")) == sorted(first)
    expect(matrix.get_by_test_id("confusion-round")).to_have_text("round 1")
    page.get_by_label("Colour by").select_option("label")
    entries = page.get_by_label("colours of the points").get_by_role("button")
    assert sum(int(text.split()[-1]) for text in entries.all_inner_texts()) == 4
    quick.card(first[0]).focus()
    page.keyboard.press("9")
    page.keyboard.press("Escape")
    expect(bar).to_have_count(0)
    expect(quick.cards()).to_have_count(7)
    assert quick.placement(first[0])["class_index"] == quick.truth[first[0]]
    accuracy.get_by_role("button", name="round 1, 4 labels").click()
    page.get_by_role("button", name="Get samples").click()
    expect(bar).to_have_count(0)
    expect(quick.cards()).to_have_count(10)


def test_rounds_of_different_models_are_no_one_line(quick: LabellingPage) -> None:
    page = quick.page
    quick.train(1)
    page.get_by_text("More options").click()
    page.get_by_label("Epochs").fill("7")
    page.get_by_label("Epochs").blur()
    page.get_by_label("train IDA", exact=True).check()
    page.get_by_label("predict with IDA", exact=True).check()
    page.get_by_label("train SIL", exact=True).uncheck()
    quick.train(2)
    page.get_by_label("train SIL", exact=True).check()
    page.get_by_label("train IDA", exact=True).uncheck()
    page.get_by_label("predict with SIL", exact=True).check()
    quick.train(3)
    accuracy = page.get_by_label("Test accuracy", exact=True)
    expect(accuracy.get_by_role("img", name="5 → 7 epochs at round 3")).to_be_visible()
    lines = [line.get_attribute("d") or "" for line in accuracy.locator("path.line").all()]
    assert len(lines) == 3
    assert not [line for line in lines if "L" in line]
    expect(accuracy.get_by_text("· round 2")).to_be_visible()
    matrix = page.get_by_label("Confusion matrix")
    expect(matrix.get_by_test_id("confusion-round")).to_have_text("round 3")
    matrix.get_by_role("button", name="IDA", exact=True).click()
    expect(matrix.get_by_test_id("confusion-round")).to_have_text("round 2")
    expect(matrix.get_by_text("not trained since round 2")).to_be_visible()
    labels = accuracy.get_by_role("radio", name="labels")
    labels.focus()
    page.keyboard.press("ArrowRight")
    expect(accuracy.get_by_label("accuracy over number of rounds")).to_be_visible()
    page.reload()
    expect(accuracy.get_by_role("radio", name="rounds")).to_be_checked(timeout=SLOW)


def test_confirming_takes_what_is_drawn_at_the_press(quick: LabellingPage) -> None:
    page = quick.page
    quick.train(1)
    quick.get_samples(700)
    button = page.get_by_role("button", name=re.compile("^Confirm the 5.. shown"))
    expect(button).to_be_visible(timeout=SLOW)
    shown = set(quick.ids("predicted"))
    assert button.inner_text() == f"Confirm the {len(shown)} shown"
    button.click()
    expect(page.get_by_role("button", name=f"Confirm all {700 - len(shown)}")).to_be_visible()
    quick.saved()
    assert not shown & set(quick.ids("predicted"))
