"""Whatever is done, and however the connection breaks meanwhile: what the page shows is what the server ends with."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page, Route, expect

from ..server_process import ServerProcess
from .page import LabellingPage

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ACTS = ("digit", "digit", "digit", "raise", "confirm", "confirm all", "return", "undo", "undo", "redo", "get samples")
CUTS = ("before", "after", "offline", "mended")


class Act(NamedTuple):
    """`kind` is one of ACTS or CUTS; `card` and `digit` say of what."""

    kind: str
    card: int = 0
    digit: int = 0


Seen = dict[int, tuple[str, str]]
"""Status and words of each card, by sample."""

acts = st.builds(Act, st.sampled_from((*ACTS, *CUTS)), st.integers(0, 99), st.integers(0, 9))


class CutOffPage(LabellingPage):
    """A page whose connection can be cut: before a request is there, after the answer is made, or altogether."""

    def __init__(self, page: Page, truth: list[int]) -> None:
        super().__init__(page, truth)
        self.cut = "mended"
        page.route(re.compile(r"/api/sessions/[0-9a-f]+/"), self._pass)

    def perform(self, act: Act) -> None:
        """As a person at the keyboard would."""
        if act.kind in CUTS:
            self.set_cut(act.kind)
        elif act.kind == "get samples":
            if self.page.get_by_role("button", name="Get samples").count():  # Those asked for may be on their way.
                self.get_samples(2)
        elif act.kind in ("undo", "redo"):
            self.page.keyboard.press("Control+z" if act.kind == "undo" else "Control+Shift+z")
        elif act.kind == "confirm all":
            button = self.page.get_by_role("button", name=re.compile("^Confirm"))
            if button.count():
                button.click()
        elif count := self.cards().count():
            key = {"digit": str(act.digit), "raise": "ArrowUp", "confirm": "Enter", "return": "Delete"}[act.kind]
            self.cards().nth(act.card % count).press(key)

    def set_cut(self, cut: str) -> None:
        self.cut = cut
        self.page.context.set_offline(cut == "offline")

    def seen(self) -> Seen:
        read = (
            "cards => cards.map(card => [card.dataset.sampleId, card.dataset.status, card.getAttribute('aria-label')])"
        )
        cards: list[list[str]] = self.cards().evaluate_all(read)
        return {int(sample): (status, words) for sample, status, words in cards}

    def _pass(self, route: Route) -> None:
        if self.cut == "mended":
            route.continue_()
            return
        if self.cut == "after" and route.request.method != "GET":
            route.fetch()
        route.abort()


@pytest.fixture
def cut_off(server: ServerProcess, new_page: Callable[[], Page], truth: list[int]) -> CutOffPage:
    """A page on a session with one round behind it, so that samples come with predictions."""
    page = CutOffPage(new_page(), truth)
    page.begin_quick_session(server.url, "digits")
    page.get_samples(10)
    expect(page.cards("unlabelled")).to_have_count(10)
    page.label_rightly(page.ids("unlabelled"))
    page.train(1)
    return page


WHOSE = {"stated": " (stated)", "default": " (default)", "accepted": " (the machine’s)", None: ""}
WORDS = re.compile(
    r"sample \d+, [a-z ]+ (\d) at (\d+)%((?: \([a-z’ ]+\))?)(?:(?:, before|; the machine said) \d at \d+%)?"
)


def test_what_is_shown_is_what_the_server_ends_with(cut_off: CutOffPage) -> None:
    @settings(
        max_examples=12,
        phases=[Phase.generate],
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.lists(acts, min_size=4, max_size=12))
    def holds(sequence: list[Act]) -> None:
        for act in sequence:
            cut_off.perform(act)
        shown = cut_off.seen()
        cut_off.set_cut("mended")
        cut_off.saved()
        later = cut_off.seen()
        assert {sample: card for sample, card in later.items() if sample in shown} == shown, sequence
        board = cut_off.ask("GET")["board"]
        assert {sample: status for sample, (status, _) in later.items()} == statuses(board), sequence
        for sample, (_, words) in later.items():
            assert_says(words, board[str(sample)], sequence)

    holds()


def statuses(board: dict[str, Any]) -> dict[int, str]:
    return {int(sample): placement["status"] for sample, placement in board.items()}


def assert_says(words: str, placement: dict[str, Any], sequence: list[Act]) -> None:
    if placement["class_index"] is not None:
        found = WORDS.fullmatch(words)
        assert found, words
        assert int(found[1]) == placement["class_index"], (words, placement, sequence)
        assert abs(int(found[2]) - 100 * placement["confidence"]) <= 0.51, (words, placement, sequence)
        assert found[3] == WHOSE[placement["source"]], (words, placement, sequence)
