"""No view, in no state, light or dark, has what axe-core holds for a barrier."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from ..server_process import ServerProcess
from .page import QUICK, SLOW, LabellingPage

pytestmark = pytest.mark.browser

AXE = Path(__file__).parents[2] / "web/node_modules/axe-core/axe.min.js"


ESSENTIAL = "button[data-sample-id], [aria-label='Confusion matrix'] [role=grid] *"
"""Where these stand and how many there are is what they say; Labels and the keyboard reach the same samples."""
FOUND = """async (essential) => {
  const { violations } = await axe.run({ rules: { 'target-size': { enabled: true } } });
  return violations
    .map(({ id, nodes }) => [id, nodes.map(({ target }) => target[0])])
    .map(([id, places]) => [id, id === 'target-size'
      ? places.filter((place) => !document.querySelector(place)?.matches(essential)) : places])
    .filter(([, places]) => places.length);
}"""


def violations(page: Page) -> list[tuple[str, list[str]]]:
    """The rule that is broken, and where; targets are to have 24 pixels, unless their size says something."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[tuple[str, list[str]]] = page.evaluate(FOUND, ESSENTIAL)
    return found


@pytest.fixture(params=["light", "dark"])
def painted(labelling: LabellingPage, request: pytest.FixtureRequest) -> LabellingPage:
    labelling.page.emulate_media(color_scheme=request.param)
    return labelling


def test_the_page_has_no_barrier_empty_full_and_with_what_it_opens(painted: LabellingPage) -> None:
    page = painted.page
    assert violations(page) == []
    painted.ask("POST", "/selections", {"by": "machine", "scheme": "RS", "count": 30})
    expect(painted.cards("unlabelled")).to_have_count(30)
    for sample in painted.ids("unlabelled")[:20]:
        painted.ask("PUT", f"/labels/{sample}", {"class_index": painted.truth[sample], "confidence": 0.6})
    painted.ask("PATCH", "/config", QUICK)
    painted.train(1)
    assert violations(page) == []
    for tab in page.get_by_role("group", name="Results shown").get_by_role("button").all():
        tab.click()
        assert violations(page) == [], tab.inner_text()
    page.keyboard.press("?")
    expect(page.get_by_label("Keys", exact=True)).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Tour").click()
    expect(page.get_by_label("Tour", exact=True)).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Skip").click()
    painted.open_menu()
    expect(page.get_by_role("button", name="Create session")).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.goto(page.url + "&replay")
    expect(page.get_by_role("slider")).to_be_visible()
    assert violations(page) == []


def test_a_phone_has_no_barrier(painted: LabellingPage) -> None:
    page = painted.page
    painted.get_samples(4)
    expect(painted.cards("unlabelled")).to_have_count(4)
    page.set_viewport_size({"width": 390, "height": 844})
    for tab in ("Board", "Map", "Results", "Settings"):
        page.get_by_role("navigation", name="Views").get_by_role("button", name=tab).click()
        assert violations(page) == [], tab


def test_pages_that_say_what_is_wrong_have_no_barrier(server: ServerProcess, new_page: Callable[[], Page]) -> None:
    page = new_page()
    page.goto(f"http://127.0.0.1:{server.port}/")
    expect(page.get_by_role("heading", name=re.compile("token"))).to_be_visible()
    assert violations(page) == []
    page.goto(server.url.replace("/?", "/studies?"))
    expect(page.get_by_role("heading", name="Studies", exact=True)).to_be_visible()
    assert violations(page) == []
    page.goto(f"http://127.0.0.1:{server.port}/?session=0123456789abcdef")
    expect(page.get_by_role("alert")).to_contain_text("Press “Open the newest session”")
    expect(page.get_by_role("alert")).not_to_contain_text("/api")
    assert violations(page) == []


def lines_across(page: Page, y: float, left: float, right: float) -> int:
    """How often the colour changes along a line over the screen, both sides of each thin line once."""
    clip = {"x": left, "y": y, "width": right - left, "height": 1}
    picture = Image.open(io.BytesIO(page.screenshot(clip=clip))).convert("L")  # type: ignore[arg-type]
    greys = [picture.getpixel((x, 0)) for x in range(picture.width)]
    return sum(a != b for a, b in pairwise(greys))


def test_forced_colours_keep_columns_apart_and_say_each_status(labelling: LabellingPage) -> None:
    page = labelling.page
    page.emulate_media(forced_colors="active")
    columns = [column.bounding_box() for column in page.locator("[data-class-index]").all()]
    first, last = columns[0], columns[-1]
    assert first is not None
    assert last is not None
    y = first["y"] + first["height"] * 0.6 + 3
    assert lines_across(page, y, first["x"] - 2, last["x"] + last["width"] + 2) >= 2 * len(columns)
    labelling.get_samples(2)
    expect(labelling.cards("unlabelled")).to_have_count(2)
    by_hand = labelling.ids("unlabelled")[0]
    labelling.ask("PUT", f"/labels/{by_hand}", {"class_index": 3, "confidence": 0.6})
    mark = labelling.card(by_hand).locator(".mark")
    expect(mark).to_have_text("✎")
    assert mark.evaluate("mark => parseFloat(getComputedStyle(mark).fontSize)") >= 8
    expect(labelling.cards("unlabelled").locator(".mark")).to_have_count(0)


def test_terms_are_explained_by_a_tap(server: ServerProcess, browser: Browser) -> None:
    phone = {"width": 390, "height": 844}
    with browser.new_context(viewport=phone, has_touch=True, is_mobile=True) as context:  # type: ignore[arg-type]
        context.add_init_script("localStorage.setItem('activate-va:tour-seen', 'true')")
        labelling = LabellingPage(context.new_page(), [])
        labelling.open_new(server.url, {"dataset": "digits", "seed": 1, "config": QUICK})
        page = labelling.page
        page.get_by_role("navigation", name="Views").get_by_role("button", name="Settings").tap(timeout=SLOW)
        page.get_by_role("button", name="what training schemes mean").tap()
        terms = page.get_by_role("note", name="training schemes")
        expect(terms).to_contain_text("labels")
        box = terms.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= phone["width"]
        page.get_by_label("Samples to get").tap()
        expect(terms).to_be_hidden()
