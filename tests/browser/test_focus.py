"""The focus view: one sample large, and a key that answers it and goes on."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from ..server_process import ServerProcess
from .page import QUICK, SLOW, LabellingPage

pytestmark = pytest.mark.browser


def asked(page: Page) -> int:
    """The sample that is shown."""
    return int(page.get_by_test_id("focus-sample").get_attribute("data-sample") or "")


def press(page: Page, key: str) -> int:
    """The sample that is shown next."""
    before = asked(page)
    page.keyboard.press(key)
    expect(page.locator(f"[data-testid=focus-sample]:not([data-sample='{before}'])")).to_have_count(1)
    return asked(page)


def test_a_key_answers_an_image_and_goes_on_and_backspace_goes_back(
    server: ServerProcess, new_page: Callable[[], Page], truth: list[int]
) -> None:
    labelling = LabellingPage(new_page(), truth)
    labelling.begin_quick_session(server.url, "digits")
    page = labelling.page
    page.get_by_role("button", name="Focus", exact=True).click()
    page.keyboard.press("g")
    expect(page.get_by_test_id("focus-progress")).to_have_text("0 of 10 answered")
    box = page.get_by_role("img", name=re.compile("^sample ")).bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 200
    samples = [asked(page)]
    for _ in range(9):
        samples.append(press(page, str(truth[samples[-1]])))
    page.keyboard.press(str(truth[samples[-1]]))
    expect(page.get_by_test_id("onwards")).to_contain_text("10 new labels")
    page.keyboard.press("Backspace")
    expect(page.get_by_test_id("focus-sample")).to_have_attribute("data-sample", str(samples[9]))
    assert [press(page, "Backspace") for _ in range(3)] == [samples[8], samples[7], samples[6]]
    page.keyboard.press("Shift+Digit6")
    labelling.saved()
    assert labelling.placement(samples[6])["source"] == "stated"
    page.keyboard.press("?")
    definitions = page.get_by_label("What the classes mean")
    expect(definitions.get_by_role("img")).not_to_have_count(0)
    page.keyboard.press("?")
    expect(definitions).to_have_count(0)
    page.keyboard.press("t")
    expect(page.get_by_test_id("round-count")).to_have_text(re.compile("^1 "), timeout=SLOW)

    page.keyboard.press("g")
    expect(page.get_by_test_id("machine-bar")).to_be_visible()
    first = asked(page)
    second = press(page, "Space")
    press(page, str((labelling.placement(second)["class_index"] + 1) % 10))
    labelling.saved()
    found = [labelling.placement(sample)["status"] for sample in (first, second)]
    assert found == ["confirmed", "corrected"]
    page.keyboard.press("Control+z")
    labelling.saved()
    assert labelling.placement(second)["status"] == "predicted"

    page.reload()
    expect(page.get_by_label("Focus view")).to_be_visible()
    page.get_by_role("button", name="Board", exact=True).click()
    expect(labelling.cards("confirmed")).not_to_have_count(0)


def test_a_text_is_shown_as_a_whole_and_answered_by_finger_on_a_phone(
    server: ServerProcess, new_page: Callable[[], Page]
) -> None:
    labelling = LabellingPage(new_page(), [])
    words = {**QUICK, "classifier": "text_logistic_regression"}
    labelling.open_new(server.url, {"dataset": "headlines", "seed": 1, "evaluation_first": False, "config": words})
    page = labelling.page
    page.get_by_role("button", name="Focus", exact=True).click()
    page.keyboard.press("g")
    page.set_viewport_size({"width": 390, "height": 844})
    sample = asked(page)
    said = page.evaluate(
        "sample => fetch(`/api/datasets/headlines/samples/${sample}/card`).then(r => r.text())", sample
    )
    expect(page.get_by_test_id("focus-sample")).to_have_text(said)
    buttons = page.get_by_label("Classes", exact=True).get_by_role("button")
    for button in buttons.all():
        box = button.bounding_box()
        assert box is not None
        assert box["height"] >= 44
        assert box["y"] + box["height"] <= 844
    buttons.first.click()
    expect(page.get_by_test_id("focus-sample")).not_to_have_attribute("data-sample", str(sample))
    labelling.saved()
    assert labelling.placement(sample)["status"] == "hand_labelled"
    page.get_by_role("button", name="Back", exact=False).click()
    expect(page.get_by_test_id("focus-sample")).to_have_attribute("data-sample", str(sample))


def test_why_marks_the_words_that_an_answer_rests_on_on_the_board_and_in_focus(
    server: ServerProcess, new_page: Callable[[], Page]
) -> None:
    labelling = LabellingPage(new_page(), [])
    words = {**QUICK, "classifier": "text_logistic_regression"}
    labelling.open_new(server.url, {"dataset": "headlines", "seed": 1, "evaluation_first": False, "config": words})
    page = labelling.page
    samples = labelling.ask("POST", "/selections", {"by": "machine", "scheme": "RS", "count": 8})["samples"]
    for place, sample in enumerate(samples):
        labelling.ask("PUT", f"/labels/{sample['sample_id']}", {"class_index": place % 2, "confidence": 0.9})
    labelling.train(1)
    labelling.get_samples(3)
    expect(labelling.cards("predicted")).to_have_count(3, timeout=SLOW)
    labelling.cards("predicted").first.hover()
    page.get_by_role("button", name="Why?", exact=True).click()
    expect(page.get_by_test_id("words-say")).to_contain_text("in all", timeout=SLOW)
    expect(page.get_by_test_id("words").get_by_role("mark")).not_to_have_count(0, timeout=SLOW)
    page.get_by_role("button", name="Why?", exact=True).click()
    expect(page.get_by_test_id("words")).to_have_count(0)
    page.get_by_role("button", name="Focus", exact=True).click()
    first = asked(page)
    page.get_by_role("button", name="Why?", exact=True).click()
    marked = page.get_by_test_id("focus-sample").get_by_test_id("words")
    expect(marked.get_by_role("mark")).not_to_have_count(0, timeout=SLOW)
    said = page.evaluate("s => fetch(`/api/datasets/headlines/samples/${s}/card`).then(r => r.text())", first)
    expect(marked).to_have_text(said)
    why = page.get_by_role("button", name="Why?", exact=True)
    why.press("Space")  # It presses the button that has the focus, and agrees with nothing.
    expect(page.get_by_test_id("words")).to_have_count(0)
    assert asked(page) == first
    assert labelling.placement(first)["status"] == "predicted"
    why.press("Space")
    expect(marked.get_by_role("mark")).not_to_have_count(0, timeout=SLOW)
    page.get_by_role("button", name=re.compile("^Yes, ")).click()
    expect(page.get_by_test_id("focus-sample")).not_to_have_attribute("data-sample", str(first))
    expect(page.get_by_test_id("words")).to_have_count(0)
