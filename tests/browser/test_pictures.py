"""The page in each of its states looks as it did: light and dark, at four sizes.

Pictures are compared in blocks of 32 pixels, so that letters of another font, which other machines have, blur into
grey: set in a serif or a monospaced one, no block of the full page at 1280 pixels differs by more than 25 of 255, and
with any one pane gone one in a hundred or more do. `ACTIVATE_VA_PICTURES=write` stores them anew.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import BrowserContext, Page, Route, TimeoutError, expect

from ..server_process import ServerProcess
from .page import QUICK, SLOW, LabellingPage

pytestmark = pytest.mark.browser

STORED = Path(__file__).parent / "pictures"
SIZES = ((1280, 720), (1920, 1080), (1024, 768), (390, 844))
THEMES = ("light", "dark")
BLOCK = 32
FAR = 25
"""Of 255: a block that differs by more shows something else."""
MOST_FAR = 0.007
"""The share of blocks that may."""

SEEN = """Promise.all([...document.images].filter((image) => {
  const box = image.getBoundingClientRect()
  return image.checkVisibility() && box.width && box.top < innerHeight && box.bottom > 0
}).map((image) => image.decode()))"""
"""Once all pictures of samples on the screen are there; others are loaded when they are looked at."""


def blocks(png: bytes) -> NDArray[np.float64]:
    """The picture in blocks, their mean colours 0 to 255."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    small = picture.resize((picture.width // BLOCK, picture.height // BLOCK), Image.Resampling.BOX)
    return np.asarray(small, np.float64)


def differs(now: NDArray[np.float64], stored: NDArray[np.float64]) -> str | None:
    """How one picture differs from another, where it does."""
    if now.shape != stored.shape:
        return f"shape {now.shape} and not {stored.shape}"
    gaps = np.abs(now - stored).max(axis=2)
    far = float((gaps > FAR).mean())
    return f"{far:.1%} of it look otherwise" if far > MOST_FAR else None


@dataclass(frozen=True)
class State:
    """A state of the page: where it is, how many cards have a prediction, what stands in place of the map."""

    name: str
    address: str
    cards: int
    text: str | None = None
    answer: Callable[[Route], object] | None = None

    def show(self, page: Page) -> None:
        if self.answer:
            page.route("**/projections/**", self.answer)
        page.goto(self.address)
        if self.text:
            expect(page.get_by_text(self.text)).to_be_attached(timeout=SLOW)
        else:
            expect(page.locator("[data-points]")).to_have_attribute("data-points", re.compile(r"\d+"), timeout=SLOW)
        expect(page.locator("[data-status=predicted]")).to_have_count(self.cards, timeout=SLOW)
        page.wait_for_timeout(1000)
        page.evaluate(SEEN)


def photograph(context: BrowserContext, state: State, width: int, height: int) -> dict[str, NDArray[np.float64]]:
    """A page of this size in both themes."""
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": height})
    try:
        state.show(page)
        pictures = {}
        for theme in THEMES:
            page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
            page.mouse.move(1, 1)
            page.wait_for_timeout(150)
            pictures[theme] = blocks(page.screenshot(timeout=15_000))
        return pictures
    finally:
        page.close()


def compare(context: BrowserContext, state: State) -> list[str]:
    """What differs at any size."""
    found = []
    for width, height in SIZES:
        try:
            pictures = photograph(context, state, width, height)
        except TimeoutError:  # Chromium may stop drawing a page, for good: another page draws.
            pictures = photograph(context, state, width, height)
        for theme, now in pictures.items():
            path = STORED / f"{state.name}-{theme}-{width}.png"
            if os.environ.get("ACTIVATE_VA_PICTURES") == "write":
                Image.fromarray(now.round().astype(np.uint8)).save(path, optimize=True)
            problem = differs(now, np.asarray(Image.open(path).convert("RGB"), np.float64))
            found += [f"{path.name}: {problem}"] if problem else []
    return found


def test_every_state_looks_as_it_did(server: ServerProcess, new_page: Callable[[], Page], truth: list[int]) -> None:
    page = new_page()
    labelling, context = LabellingPage(page, truth), page.context
    begin = {"dataset": "digits", "seed": 1, "config": QUICK, "name": "Pictures"}
    page.request.get(server.url)
    origin = server.url.split("?")[0]
    session = page.request.post(f"{origin}api/sessions", data=begin, headers={"Idempotency-Key": "pictures"}).json()
    address = f"{origin}?session={session['session_id']}"
    problems = compare(context, State("empty", address, 0))

    labelling.open(address)
    samples = labelling.ask("POST", "/selections", {"by": "machine", "scheme": "RS", "count": 40})["samples"]
    for sample_id in (sample["sample_id"] for sample in samples[:30]):
        labelling.ask("PUT", f"/labels/{sample_id}", {"class_index": truth[sample_id], "confidence": 0.8})
    labelling.train(1)
    labelling.ask("POST", "/selections", {"by": "machine", "scheme": "RS", "count": 6})
    expect(labelling.cards("predicted")).to_have_count(6, timeout=SLOW)
    page.close()
    problems += compare(context, State("full", address, 6))

    problems += compare(context, State("loading", address, 6, "Drawing 2,200 samples", lambda route: None))
    gone = {"error": "Gone", "detail": "There is no map.", "hint": "Look for one."}
    error = State("error", address, 6, "The pool cannot be shown", lambda route: route.fulfill(status=500, json=gone))
    problems += compare(context, error)
    assert problems == []


def test_a_pane_that_is_gone_would_be_seen() -> None:
    stored = np.asarray(Image.open(STORED / "full-light-1280.png").convert("RGB"), np.float64)
    assert differs(stored, stored) is None
    gone = stored.copy()
    gone[-10:, -7:] = stored[-1, -1]  # where the confusion matrix is
    assert differs(gone, stored)
    dark = np.asarray(Image.open(STORED / "full-dark-1280.png").convert("RGB"), np.float64)
    assert differs(dark, stored)
