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
