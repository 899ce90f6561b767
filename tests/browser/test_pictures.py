"""The page in each of its states looks as it did: light and dark, at four sizes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, Route, expect

from ..server_process import ServerProcess
from .page import QUICK, SLOW, LabellingPage
from .photographs import differences, differs, held, stored

pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class State:
    """A state of the page: where it is, how many cards have a prediction, what stands in place of the map."""

    name: str
    address: str
    cards: int
    text: str | None = None
    answer: Callable[[Route], object] | None = None

    def show(self, page: Page) -> Iterator[str]:
        if self.answer:
            page.route("**/projections/**", self.answer)
        page.goto(self.address)
        if self.text:
            expect(page.get_by_text(self.text)).to_be_attached(timeout=SLOW)
        else:
            expect(page.locator("[data-points]")).to_have_attribute("data-points", re.compile(r"\d+"), timeout=SLOW)
        expect(page.locator("[data-status=predicted]")).to_have_count(self.cards, timeout=SLOW)
        page.wait_for_timeout(1000)
        yield self.name


def test_every_state_looks_as_it_did(server: ServerProcess, new_page: Callable[[], Page], truth: list[int]) -> None:
    page = new_page()
    labelling, context = LabellingPage(page, truth), page.context
    begin = {"dataset": "digits", "seed": 1, "config": QUICK, "name": "Pictures"}
    page.request.get(server.url)
    origin = server.url.split("?")[0]
    session = page.request.post(f"{origin}api/sessions", data=begin, headers={"Idempotency-Key": "pictures"}).json()
    address = f"{origin}?session={session['session_id']}"
    problems = differences(context, State("empty", address, 0).show)

    labelling.open(address)
    samples = labelling.ask("POST", "/selections", {"by": "machine", "scheme": "RS", "count": 40})["samples"]
    for sample_id in (sample["sample_id"] for sample in samples[:30]):
        labelling.ask("PUT", f"/labels/{sample_id}", {"class_index": truth[sample_id], "confidence": 0.8})
    labelling.train(1)
    labelling.ask("POST", "/selections", {"by": "machine", "scheme": "RS", "count": 6})
    expect(labelling.cards("predicted")).to_have_count(6, timeout=SLOW)
    page.close()
    problems += differences(context, State("full", address, 6).show)

    problems += differences(context, State("loading", address, 6, "Drawing 2,200 samples", held).show)
    gone = {"error": "Gone", "detail": "There is no map.", "hint": "Look for one."}
    error = State("error", address, 6, "The pool cannot be shown", lambda route: route.fulfill(status=500, json=gone))
    problems += differences(context, error.show)
    assert problems == []


def test_a_pane_that_is_gone_would_be_seen() -> None:
    full = stored("full-light-1280")
    assert differs(full, full) is None
    gone = full.copy()
    gone[-10:, -7:] = full[-1, -1]  # where the confusion matrix is
    assert differs(gone, full)
    assert differs(stored("full-dark-1280"), full)
