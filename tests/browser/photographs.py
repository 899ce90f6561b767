"""Pictures of the page, and how they are compared with those that are stored.

Pictures are compared in blocks of 32 pixels, so that letters of another font, which other machines have, blur into
grey: set in a serif or a monospaced one, no block of the full page at 1280 pixels differs by more than 25 of 255, and
with any one pane gone one in a hundred or more do. `ACTIVATE_VA_PICTURES=write` stores them anew, and
`ACTIVATE_VA_PICTURES=FOLDER` leaves them there as they are seen, to be looked at, and compares none.
Pictures of a test that differ are left in test-results/.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from time import monotonic

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import BrowserContext, Page, Route, TimeoutError

RESULTS = Path("test-results")
STORED = Path(__file__).parent / "pictures"
SIZES = {(1280, 720): ((1280, 720), (1920, 1080), (1024, 768)), (390, 844): ((390, 844),)}
"""Pixels that a page is walked through at, and those that it is photographed at there: a phone's layout is another."""
THEMES = ("light", "dark")
BLOCK = 32
FAR = 25
"""Of 255: a block that differs by more shows something else."""
MOST_FAR = 0.007
"""The share of blocks that may."""

PATIENCE = 10
"""Seconds that a page may take to look as it did: one that is busy paints late."""

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


def stored(name: str) -> NDArray[np.float64]:
    return np.asarray(Image.open(STORED / f"{name}.png").convert("RGB"), np.float64)


def differs(now: NDArray[np.float64], before: NDArray[np.float64]) -> str | None:
    """How one picture differs from another, where it does."""
    if now.shape != before.shape:
        return f"shape {now.shape} and not {before.shape}"
    far = np.abs(now - before).max(axis=2) > FAR
    if far.mean() <= MOST_FAR:
        return None
    (top, bottom), (left, right) = ((at.min() * BLOCK, (at.max() + 1) * BLOCK) for at in far.nonzero())
    return f"{far.mean():.1%} of it look otherwise, between {left},{top} and {right},{bottom}"


def photograph(page: Page, name: str) -> list[str]:
    """What of the page differs from the pictures of that name, in each size and theme; nothing where it does not."""
    found, (width, height) = [], page.evaluate("[innerWidth, innerHeight]")
    for size in SIZES[width, height]:
        _resize(page, *size)
        page.evaluate(SEEN)
        for theme in THEMES:
            page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
            page.mouse.move(1, 1)
            found += _compared(page, f"{name}-{theme}-{size[0]}")
    _resize(page, width, height)
    return found


def _resize(page: Page, width: int, height: int) -> None:
    if page.viewport_size != {"width": width, "height": height}:
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(300)


def _compared(page: Page, name: str) -> list[str]:
    """What differs once the page rests; a page that is slow to paint may still come to look as it did."""
    wish = os.environ.get("ACTIVATE_VA_PICTURES")
    if wish:
        png = _rested(page)
        if wish != "write":
            (Path(wish) / f"{name}.png").write_bytes(png)
            return []
        Image.fromarray(blocks(png).round().astype(np.uint8)).save(STORED / f"{name}.png", optimize=True)
    end, before = monotonic() + PATIENCE, stored(name)
    while problem := differs(blocks(png := _drawn(page)), before):
        if monotonic() > end:
            RESULTS.mkdir(exist_ok=True)
            (RESULTS / f"{name}.png").write_bytes(png)
            return [f"{name}: {problem}"]
    return []


def _rested(page: Page) -> bytes:
    """The page once it has been drawn twice alike; as it is where it never rests."""
    end, before, now = monotonic() + PATIENCE, b"", _drawn(page)
    while now != before and monotonic() < end:
        before, now = now, _drawn(page)
    return now


def _drawn(page: Page) -> bytes:
    page.wait_for_timeout(150)
    return page.screenshot(timeout=15_000)


def differences(context: BrowserContext, show: Callable[[Page], Iterable[str]]) -> list[str]:
    """What differs at any size. `show` brings a page into each state, and says its name."""
    found = []
    for width, height in SIZES:
        try:
            found += _at(context, show, width, height)
        except TimeoutError:  # Chromium may stop drawing a page, for good: another page draws.
            found += _at(context, show, width, height)
    return found


def _at(context: BrowserContext, show: Callable[[Page], Iterable[str]], width: int, height: int) -> list[str]:
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": height})
    try:
        return [problem for name in show(page) for problem in photograph(page, name)]
    finally:
        page.close()


FULL_DISK = {"error": "StorageFailure", "detail": "the disk is full", "hint": "make room on it and try again"}


def held(route: Route) -> None:
    """A server that does not answer."""


def refused(route: Route) -> None:
    route.fulfill(status=507, json=FULL_DISK)
