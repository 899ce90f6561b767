"""The page at other sizes: settings folded away, panes resized, one sample at a time on a phone, dark colours."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import FloatRect, Page, ViewportSize, expect

from ..server_process import ServerProcess
from .page import SLOW, LabellingPage

pytestmark = pytest.mark.browser

PHONE: ViewportSize = {"width": 390, "height": 844}
GROUND = "getComputedStyle(document.documentElement).backgroundColor"
SLOW_LINE = {"offline": False, "latency": 40, "downloadThroughput": 50 * 1024, "uploadThroughput": 50 * 1024}
SCROLLS = "document.documentElement.scrollWidth > innerWidth || document.documentElement.scrollHeight > innerHeight"


CUT = """pane => [...pane.querySelectorAll("button, select")].filter((one) => {
    const [own, all] = [one.getBoundingClientRect(), pane.getBoundingClientRect()];
    return own.width > 0 && (own.right > all.right || own.left < all.left);
}).map((one) => one.textContent)"""
"""What of a pane's buttons and choices stands beyond its sides."""


def box(labelling: LabellingPage, name: str) -> FloatRect:
    found = labelling.page.get_by_label(name, exact=True).bounding_box()
    assert found is not None
    return found


def test_settings_fold_to_a_rail_that_still_gets_and_trains(labelling: LabellingPage) -> None:
    page = labelling.page
    before = box(labelling, "Classifier view")["width"]
    page.get_by_role("button", name="Fold away").click()
    assert box(labelling, "Classifier view")["width"] > before + 120
    page.reload()
    page.get_by_role("button", name="Get samples").click()
    expect(labelling.cards("unlabelled")).to_have_count(10)
    expect(page.get_by_role("button", name="Train", exact=True)).to_be_visible()
    page.get_by_role("button", name="show the settings").click()
    expect(page.get_by_label("Selection scheme")).to_be_visible()


def test_settings_fold_by_the_room_there_is_until_somebody_chooses(labelling: LabellingPage) -> None:
    page = labelling.page
    scheme, unfold = page.get_by_label("Selection scheme"), page.get_by_role("button", name="show the settings")
    expect(scheme).to_be_visible()
    page.set_viewport_size({"width": 1024, "height": 768})
    unfold.click()
    expect(scheme).to_be_visible()
    for width in (1280, 1024):
        page.set_viewport_size({"width": width, "height": 768})
        expect(unfold).to_have_count(0)


def test_panes_are_resized_by_pointer_and_keys_and_stay_so(labelling: LabellingPage) -> None:
    page = labelling.page
    handle = page.get_by_role("separator", name="width of the board")
    before = box(labelling, "Classifier view")["width"]
    at = handle.bounding_box()
    assert at is not None
    page.mouse.move(at["x"] + 4, at["y"] + 100)
    page.mouse.down()
    page.mouse.move(at["x"] - 116, at["y"] + 100, steps=4)
    page.mouse.up()
    narrower = box(labelling, "Classifier view")["width"]
    assert narrower == pytest.approx(before - 120, abs=6)
    handle.press("ArrowRight")
    assert box(labelling, "Classifier view")["width"] > narrower + 5
    width = box(labelling, "Classifier view")["width"]
    page.reload()
    expect(handle).to_be_visible()
    assert box(labelling, "Classifier view")["width"] == pytest.approx(width, abs=1)
    handle.dblclick()
    assert box(labelling, "Classifier view")["width"] == pytest.approx(before, abs=1)


def test_on_a_phone_one_sample_at_a_time_is_labelled_by_touch(labelling: LabellingPage) -> None:
    page = labelling.page
    page.set_viewport_size(PHONE)
    page.reload()
    page.get_by_role("button", name=re.compile("^Get 10")).click()
    expect(labelling.cards("unlabelled")).to_have_count(10)
    assert not page.evaluate(SCROLLS)
    answer = page.get_by_label("Answer", exact=True)
    samples = labelling.ids("unlabelled")
    answer.get_by_role("button", name="4", exact=True).click()
    expect(labelling.card(samples[0])).to_have_attribute("aria-label", re.compile(r"labelled 4 at 80% \(default\)$"))
    answer.get_by_role("slider").fill("40")
    answer.get_by_role("button", name="7", exact=True).click()
    expect(labelling.card(samples[1])).to_have_attribute("aria-label", re.compile(r"labelled 7 at 40% \(stated\)$"))
    answer.get_by_role("button", name="Back").click()
    expect(answer.get_by_role("img", name=f"sample {samples[1]}")).to_be_visible()
    answer.get_by_role("button", name="9", exact=True).click()
    expect(labelling.card(samples[1])).to_have_attribute("aria-label", re.compile(r"labelled 9 at 80% \(default\)$"))
    labelling.saved()


@pytest.mark.parametrize("width", [390, 1024, 1280])
def test_a_replay_can_be_left_on_any_screen(labelling: LabellingPage, width: int) -> None:
    page = labelling.page
    page.set_viewport_size({"width": width, "height": 768})
    page.goto(page.url + "&replay")
    leave = page.get_by_role("button", name="Leave replay")
    expect(leave).to_be_in_viewport(ratio=1, timeout=SLOW)
    assert page.get_by_label("Replay", exact=True).evaluate("bar => bar.scrollWidth <= bar.clientWidth")
    leave.click()
    expect(page.get_by_label("Replay", exact=True)).to_have_count(0)


def test_beside_open_settings_no_button_of_a_small_pane_is_cut(labelling: LabellingPage) -> None:
    page = labelling.page
    page.set_viewport_size({"width": 1024, "height": 768})
    unfold = page.get_by_label("show the settings")
    if unfold.is_visible():
        unfold.click()
    labelling.get_samples(2)
    page.locator("[data-sample-id]").first.hover()
    for name in ("Sample", "Sample pool"):
        pane = page.get_by_label(name, exact=True)
        assert pane.evaluate(CUT) == []


def test_on_a_phone_every_view_has_a_tab(labelling: LabellingPage) -> None:
    page = labelling.page
    page.set_viewport_size(PHONE)
    for tab, view in (("Map", "Sample pool"), ("Results", "Test accuracy"), ("Settings", "Configuration")):
        page.get_by_role("navigation", name="Views").get_by_role("button", name=tab).click()
        seen = box(labelling, view)
        assert seen["x"] >= 0
        assert seen["x"] + seen["width"] <= PHONE["width"]
        expect(page.get_by_label("Classifier view", exact=True)).not_to_be_visible()


def test_colours_are_those_of_the_system_until_others_are_chosen(labelling: LabellingPage) -> None:
    page = labelling.page
    light = page.evaluate(GROUND)
    page.emulate_media(color_scheme="dark")
    dark = page.evaluate(GROUND)
    assert dark != light
    page.get_by_role("button", name=re.compile("^colours: auto")).click()
    assert page.evaluate(GROUND) == light
    page.reload()
    expect(page.get_by_role("button", name=re.compile("^colours: light"))).to_be_visible()
    assert page.evaluate(GROUND) == light


@pytest.mark.parametrize(("width", "height"), [(1024, 768), (640, 360), (390, 844)])
def test_nothing_scrolls_both_ways(labelling: LabellingPage, width: int, height: int) -> None:
    page = labelling.page
    page.set_viewport_size({"width": width, "height": height})
    page.wait_for_timeout(300)
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    expect(page.get_by_label("Classifier view", exact=True)).to_be_visible()


def test_on_a_slow_line_the_board_is_used_before_the_map_is_there(
    server: ServerProcess, new_page: Callable[[], Page], truth: list[int]
) -> None:
    page = new_page()
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", SLOW_LINE)
    labelling = LabellingPage(page, truth)
    labelling.begin_quick_session(server.url, "mnist")
    labelling.get_samples(2)
    expect(labelling.cards("unlabelled")).to_have_count(2)
    expect(labelling.cards("unlabelled").first).to_be_focused()
    page.keyboard.press("4")
    expect(labelling.cards("hand_labelled")).to_have_count(1)
    assert labelling.pool.get_attribute("data-points") is None
