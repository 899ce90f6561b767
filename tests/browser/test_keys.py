"""Labelling by keyboard alone: a round in twelve presses, each answer followed by the next card."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from ..server_process import ServerProcess
from .page import SLOW, LabellingPage

pytestmark = pytest.mark.browser


@pytest.fixture
def quick(server: ServerProcess, new_page: Callable[[], Page], truth: list[int]) -> LabellingPage:
    """A session that trains in a moment, with nothing on its board."""
    labelling = LabellingPage(new_page(), truth)
    labelling.begin_quick_session(server.url, "digits")
    return labelling


def focused(labelling: LabellingPage) -> int:
    """The sample of the card that has the focus."""
    card = labelling.page.locator("[data-status]:focus")
    expect(card).to_have_count(1)
    return int(card.get_attribute("data-sample-id") or "")


def wait_for_another(labelling: LabellingPage, sample: int) -> int:
    expect(labelling.page.locator(f"[data-status]:focus:not([data-sample-id='{sample}'])")).to_have_count(1)
    return focused(labelling)


def test_a_round_takes_twelve_presses(quick: LabellingPage) -> None:
    page, presses = quick.page, 0

    def press(key: str) -> None:
        nonlocal presses
        presses += 1
        page.keyboard.press(key)

    for number in (1, 2):
        presses = 0
        press("g")
        status = "unlabelled" if number == 1 else "predicted"
        expect(quick.cards(status)).to_have_count(10)
        for left in range(10, 0, -1):
            expect(quick.cards(status)).to_have_count(left)
            sample = focused(quick)
            agrees = number == 2 and quick.placement(sample)["class_index"] == quick.truth[sample]
            press("Enter" if agrees else str(quick.truth[sample]))
            if left > 1:
                wait_for_another(quick, sample)
        press("t")
        expect(page.get_by_test_id("round-count")).to_have_text(re.compile(rf"^{number} "), timeout=SLOW)
        assert presses == 12
    quick.saved()
    board = quick.ask("GET")["board"]
    assert {int(sample): placement["class_index"] for sample, placement in board.items()} == {
        int(sample): quick.truth[int(sample)] for sample in board
    }
    assert {placement["source"] for placement in board.values()} <= {"default", "accepted"}


def test_the_card_in_focus_is_shown_large_beside_the_board(quick: LabellingPage) -> None:
    page = quick.page
    page.keyboard.press("g")
    expect(quick.cards("unlabelled")).to_have_count(10)
    sample = focused(quick)
    image = page.get_by_label("Sample", exact=True).get_by_role("img", name=f"sample {sample}")
    expect(image).to_be_visible()
    box = image.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 140


def test_two_presses_from_the_top_of_the_page_reach_the_first_card(quick: LabellingPage) -> None:
    page = quick.page
    quick.ask("POST", "/selections", {"by": "machine", "scheme": "RS", "count": 3})
    expect(quick.cards("unlabelled")).to_have_count(3)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the samples")).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    first = focused(quick)
    page.keyboard.press("3")
    expect(quick.card(first)).to_have_attribute("data-status", "hand_labelled")


def test_confidence_is_stated_before_the_class_or_after_it(quick: LabellingPage) -> None:
    page = quick.page
    page.keyboard.press("g")
    expect(quick.cards("unlabelled")).to_have_count(10)
    first = focused(quick)
    page.keyboard.press("Shift+Digit7")
    expect(quick.card(first)).to_have_attribute("data-status", "unlabelled")
    page.keyboard.press("3")
    second = wait_for_another(quick, first)
    page.keyboard.press("4")
    wait_for_another(quick, second)
    page.keyboard.press("Backspace")
    assert wait_for_another(quick, -1) == second
    page.keyboard.press("Shift+Digit4")
    quick.saved()
    placed = [quick.placement(sample) for sample in (first, second)]
    assert [(p["class_index"], p["confidence"], p["source"]) for p in placed] == [
        (3, 0.7, "stated"),
        (4, 0.4, "stated"),
    ]


def test_the_rest_is_confirmed_at_once(quick: LabellingPage) -> None:
    page = quick.page
    quick.ask("POST", "/selections", {"by": "machine", "scheme": "RS", "count": 12})
    expect(quick.cards("unlabelled")).to_have_count(12)
    for sample in quick.ids("unlabelled"):
        quick.ask("PUT", f"/labels/{sample}", {"class_index": quick.truth[sample], "confidence": 0.9})
    quick.train(1)
    page.locator("body").click(position={"x": 640, "y": 4})
    page.keyboard.press("g")
    expect(quick.cards("predicted")).to_have_count(10)
    sample = focused(quick)
    page.keyboard.press("Enter")
    wait_for_another(quick, sample)
    page.keyboard.press("Shift+Enter")
    expect(quick.cards("predicted")).to_have_count(0)
    quick.saved()
    assert [p["source"] for p in quick.ask("GET")["board"].values()].count("accepted") == 10


WHERE = """() => {
  const at = document.activeElement;
  if (at.dataset.status) return `card ${at.dataset.sampleId}`;
  return at.closest('[aria-label="Classifier view"]') ? 'board' : '';
}"""


def test_labels_of_earlier_rounds_are_one_stop_of_tab_and_arrows_go_through_them(quick: LabellingPage) -> None:
    page = quick.page
    quick.ask("POST", "/selections", {"by": "machine", "scheme": "RS", "count": 60})
    expect(quick.cards("unlabelled")).to_have_count(60)
    for sample in quick.ids("unlabelled"):
        quick.ask("PUT", f"/labels/{sample}", {"class_index": quick.truth[sample], "confidence": 0.9})
    quick.train(1)
    quick.ask("POST", "/selections", {"by": "machine", "scheme": "RS", "count": 5})
    expect(quick.cards("predicted")).to_have_count(5)
    waiting = [f"card {sample}" for sample in quick.ids("predicted")]

    def tabs(key: str) -> list[str]:
        """Where the presses lead that stay on the board."""
        stops = []
        for _ in range(20):
            page.keyboard.press(key)
            at = page.evaluate(WHERE)
            if not at:
                return stops
            stops.append(at)
        raise AssertionError(stops)

    page.locator("[data-status=predicted]").first.focus()
    stops = tabs("Tab")
    cards = [stop for stop in stops if stop.startswith("card")]
    assert set(cards[:-1]) == set(waiting[1:])
    assert cards[-1] not in waiting
    earlier = page.locator(f"[data-sample-id='{cards[-1].split()[1]}'][data-status]")
    earlier.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    second = page.evaluate(WHERE)
    assert second.startswith("card")
    assert second not in (cards[-1], *waiting)
    expect(page.locator("[data-status]:focus")).to_have_accessible_name(re.compile(r"^sample \d+, labelled \d at 90%"))
    tabs("Tab")
    page.keyboard.press("Shift+Tab")
    while page.evaluate(WHERE) == "board":
        page.keyboard.press("Shift+Tab")
    assert page.evaluate(WHERE) == second


def test_keys_can_be_changed_and_are_remembered(quick: LabellingPage) -> None:
    page = quick.page
    page.keyboard.press("?")
    page.get_by_role("button", name=re.compile("^get samples: g")).press("Enter")
    page.keyboard.press("n")
    expect(page.get_by_role("button", name=re.compile("^get samples: n"))).to_be_visible()
    page.reload()
    expect(page.get_by_label("Samples to get")).to_be_visible()
    page.keyboard.press("g")
    page.keyboard.press("n")
    expect(quick.cards("unlabelled")).to_have_count(10)


def test_a_key_wakes_the_board_and_answers_nothing_unseen(quick: LabellingPage) -> None:
    page = quick.page
    page.keyboard.press("g")
    expect(quick.cards("unlabelled")).to_have_count(10)
    page.locator("body").click(position={"x": 640, "y": 4})
    expect(page.locator("[data-status]:focus")).to_have_count(0)
    page.keyboard.press("3")
    focused(quick)
    expect(quick.cards("unlabelled")).to_have_count(10)


def test_a_tour_of_five_steps_is_shown_once_and_again_on_request(labelling: LabellingPage) -> None:
    page = labelling.page
    page.evaluate("localStorage.setItem('activate-va:tour-seen', 'false')")
    page.reload()
    tour = page.get_by_label("Tour", exact=True)
    for step in range(1, 6):
        expect(tour).to_contain_text(f"{step} of 5")
        tour.get_by_role("button", name="Begin" if step == 5 else "Next").click()
    expect(tour).to_have_count(0)
    page.reload()
    expect(labelling.pool).to_be_visible()
    expect(tour).to_have_count(0)
    page.keyboard.press("?")
    page.get_by_role("button", name="Tour", exact=True).click()
    tour.get_by_role("button", name="Skip").click()
    expect(tour).to_have_count(0)
