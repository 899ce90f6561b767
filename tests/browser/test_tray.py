"""Samples gathered on the map, or found like one: looked at side by side, queued, or labelled in one step."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from ..server_process import ServerProcess
from .page import SLOW, LabellingPage

pytestmark = pytest.mark.browser


@pytest.fixture
def quick(server: ServerProcess, new_page: Callable[[], Page], truth: list[int]) -> LabellingPage:
    labelling = LabellingPage(new_page(), truth)
    labelling.begin_quick_session(server.url, "digits")
    expect(labelling.pool).to_have_attribute("data-points", re.compile(r"\d+"), timeout=SLOW)
    return labelling


def draw_around_the_middle(labelling: LabellingPage, share: float) -> None:
    """Drag along the edges of a square in the middle of the map, of that share of its shorter side."""
    box = labelling.pool.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    half, mouse = share * min(box["width"], box["height"]) / 2, labelling.page.mouse
    mouse.move(x - half, y - half)
    mouse.down()
    for across, down in ((1, -1), (1, 1), (-1, 1)):
        mouse.move(x + across * half, y + down * half, steps=3)


def counted(button: Locator) -> int:
    return int(button.inner_text().split()[-1].replace(",", ""))


def test_what_a_line_is_drawn_around_is_labelled_and_undone_in_one_step(quick: LabellingPage) -> None:
    page = quick.page
    tray = page.get_by_role("region", name="Tray")
    page.keyboard.down("Shift")
    draw_around_the_middle(quick, 0.1)
    page.keyboard.press("Escape")
    page.mouse.up()
    page.keyboard.up("Shift")
    expect(tray).to_have_count(0)
    page.get_by_role("button", name="Lasso").click()
    draw_around_the_middle(quick, 0.1)
    page.mouse.up()
    label, pictures = tray.get_by_role("button", name="Label"), tray.get_by_role("button", name="sample ")
    gathered = counted(label)
    assert gathered > 2
    pictures.first.click()
    expect(pictures.first).to_have_attribute("aria-pressed", "false")
    assert counted(label) == gathered - 1
    tray.get_by_label("class for all").select_option("3")
    tray.get_by_label("confidence for all").fill("65")
    label.click()
    expect(tray).to_have_count(0)
    labels = page.locator('[data-status="hand_labelled"][aria-label*="labelled 3 at 65% (stated)"]')
    expect(labels).to_have_count(gathered - 1)
    quick.saved()
    page.keyboard.press("Control+z")
    expect(labels).to_have_count(0)


def test_more_like_a_sample_come_with_its_key_and_are_queued(quick: LabellingPage) -> None:
    page = quick.page
    quick.get_samples(1)
    expect(quick.cards("unlabelled")).to_have_count(1)
    [first] = quick.ids("unlabelled")
    quick.card(first).hover()
    page.keyboard.press("m")
    tray = page.get_by_role("region", name=re.compile("Tray"))
    expect(tray.get_by_role("heading")).to_have_text(f"Like sample {first}")
    near = quick.ask("GET", f"/pool/like/{first}")["sample_ids"]
    expect(tray.get_by_role("button", name="sample ")).to_have_count(len(near))
    tray.get_by_role("button", name=f"sample {near[3]}").click()
    tray.get_by_role("button", name="Queue").click()
    expect(quick.cards("unlabelled")).to_have_count(len(near))
    assert near[3] not in quick.ids("unlabelled")
    page.keyboard.press("Control+z")
    expect(quick.cards("unlabelled")).to_have_count(1)
