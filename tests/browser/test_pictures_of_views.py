"""What a session's page opens beside its first look: results, trays, keys, focus, replay; as they were."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from ..server_process import ServerProcess
from .page import QUICK, SLOW, LabellingPage
from .photographs import differences, held, refused
from .test_search import WORDS
from .test_tray import draw_around_the_middle

pytestmark = pytest.mark.browser

NARROW = 900
TABS = ("Accuracy", "Mixing", "Changes", "Confidence", "Scores", "Try it")
TWO = {**QUICK, "training_schemes": ["SIL", "IL"], "calibration": "temperature"}


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory, digits_path: Path) -> Iterator[ServerProcess]:
    """A server that has no other session than `trained`."""
    with ServerProcess(tmp_path_factory.mktemp("views"), "--dataset", str(digits_path)) as server:
        yield server


@pytest.fixture(scope="module")
def trained(alone: ServerProcess, browser: Browser, truth: list[int]) -> str:
    """The address of a session with two rounds of two schemes, and six samples that they predict."""
    labelling = LabellingPage(browser.new_page(), truth)
    labelling.open_new(alone.url, {"dataset": "digits", "seed": 1, "config": TWO, "name": "Pictures"})
    for number in (1, 2):
        labelling.label_and_train(number, 20)
    labelling.ask("POST", "/selections", {"by": "machine", "scheme": "RS", "count": 6})
    labelling.page.close()
    return labelling.page.url


def opened(page: Page, address: str) -> None:
    page.goto(address)
    page.evaluate("for (const key of ['results', 'focusing']) localStorage.removeItem(`activate-va:${key}`)")
    page.goto(address)
    expect(page.locator("[data-points]")).to_have_attribute("data-points", re.compile(r"\d+"), timeout=SLOW)


def go(page: Page, view: str) -> None:
    """On a narrow screen to the tab of the view; on a wide one all are there."""
    if page.evaluate("innerWidth") < NARROW:
        page.get_by_role("navigation", name="Views").get_by_role("button", name=view).click()


def choose(page: Page, tab: str) -> None:
    page.get_by_role("group", name="Results shown").get_by_role("button", name=tab).click()


def results(page: Page) -> Iterator[str]:
    go(page, "Results")
    for tab in TABS:
        choose(page, tab)
        page.wait_for_timeout(300)
        yield f"results-{tab.split()[0].lower()}"
    pad = page.get_by_label("Pad to draw on").bounding_box()
    assert pad is not None
    x, y = pad["x"] + pad["width"] / 2, pad["y"]
    page.mouse.move(x, y + 0.2 * pad["height"])
    page.mouse.down()
    page.mouse.move(x, y + 0.8 * pad["height"], steps=6)
    page.mouse.up()
    expect(page.get_by_test_id("opinion-IL")).to_have_text(re.compile(r"\d%"), timeout=SLOW)
    yield "results-drawn"
    choose(page, "Accuracy")
    page.wait_for_timeout(300)
    page.get_by_role("button", name="round 1, 20 labels").press("Enter")
    expect(page.get_by_label("Looking back")).to_be_visible()
    go(page, "Board")
    page.wait_for_timeout(300)
    yield "past"
    page.keyboard.press("Escape")


def trays(page: Page) -> Iterator[str]:
    """What opens below: images behind a cell and a class's name, what is drawn around, and labels."""
    tray, matrix = page.get_by_role("region", name="Tray"), page.get_by_label("Confusion matrix", exact=True)
    pictures = tray.locator("img")
    go(page, "Results")
    yield "matrix"
    matrix.get_by_label("Samples that the matrix counts").select_option("validation")
    matrix.get_by_role("gridcell", name=re.compile("actual 9, predicted 4:")).click()
    expect(pictures.first).to_be_visible()
    yield "tray-cell"
    page.keyboard.press("Escape")
    matrix.get_by_role("rowheader", name="3: the surest").click()
    expect(pictures.nth(12)).to_be_attached()
    yield "tray-class"
    page.keyboard.press("Escape")
    go(page, "Map")
    page.get_by_role("button", name="Lasso").click()
    draw_around_the_middle(LabellingPage(page, []), 0.2)
    page.mouse.up()
    expect(pictures.nth(3)).to_be_attached()
    yield "tray-lasso"
    page.keyboard.press("Escape")
    go(page, "Board")


def browsed(page: Page) -> Iterator[str]:
    """Labels side by side, filtered until none is left, and those to look at again."""
    tray, narrow = page.get_by_role("region", name="Tray"), page.evaluate("innerWidth") < NARROW
    if narrow:
        page.get_by_role("button", name="Tools").click()
        yield "tools"
    page.get_by_role("button", name="Labels", exact=True).locator("visible=true").click()
    expect(tray.locator("img").nth(9)).to_be_attached()
    yield "labels"
    tray.get_by_label("status").select_option("unlabelled")
    expect(tray.get_by_role("status")).to_have_text("0 samples")
    yield "labels-none"
    page.keyboard.press("Escape")
    if narrow:
        page.get_by_role("button", name="Tools").click()
    page.get_by_role("button", name="Look again", exact=True).locator("visible=true").click()
    expect(page.get_by_test_id("to-look-at").nth(9)).to_be_attached(timeout=SLOW)
    yield "look-again"
    page.keyboard.press("Escape")


def asides(page: Page) -> Iterator[str]:
    """What lies over the page, and what stands beside the board."""
    page.keyboard.press("?")
    expect(page.get_by_label("Keys", exact=True)).to_be_visible()
    yield "keys"
    page.get_by_role("button", name="Tour", exact=True).click()
    yield "tour"
    page.get_by_role("button", name="Skip").click()
    page.locator("button[popovertarget=session-menu]").click()
    expect(page.get_by_role("button", name="Create session")).to_be_visible()
    page.wait_for_timeout(300)
    yield "menu"
    page.keyboard.press("Escape")
    go(page, "Settings")
    if page.evaluate("innerWidth") < NARROW:
        yield "settings"
    page.get_by_text("More options").click()
    yield "options"
    page.get_by_text("More options").click()
    go(page, "Board")


def single(page: Page) -> Iterator[str]:
    """One sample at a time: until none is left, and what the classes mean."""
    page.get_by_role("button", name="Focus", exact=True).click()
    expect(page.get_by_test_id("focus-sample")).to_be_visible()
    yield "focus"
    page.keyboard.press("?")
    expect(page.get_by_label("What the classes mean")).to_be_visible()
    page.wait_for_timeout(300)
    yield "focus-classes"
    page.keyboard.press("?")
    page.get_by_role("button", name="Board", exact=True).first.click()


def again(page: Page) -> Iterator[str]:
    """The session in replay, at its end and at its begin."""
    page.goto(f"{page.url}&replay")
    page.get_by_label("where in the session").press("End")
    expect(page.get_by_test_id("round-count")).to_have_text("2 rounds trained")
    page.wait_for_timeout(500)
    yield "replay"
    page.get_by_label("where in the session").press("Home")
    expect(page.locator("[data-status]")).to_have_count(0)
    yield "replay-begin"


def waiting_and_refused(page: Page) -> Iterator[str]:
    """What the server does not answer, or refuses."""
    address = page.url
    for name, answer in (("loading", held), ("error", refused)):
        for path in ("**/validation/**", "**/scores", "**/pool/like/**"):
            page.route(path, answer)
        opened(page, address)
        go(page, "Results")
        for tab in ("Mixing", "Changes", "Scores"):
            choose(page, tab)
            page.wait_for_timeout(300)
            yield f"{name}-{tab.lower()}"
        go(page, "Board")
        page.locator("[data-status=predicted]").first.focus()
        page.keyboard.press("m")
        page.wait_for_timeout(300)
        yield f"{name}-tray"
        page.keyboard.press("Escape")
        page.unroute_all()


Walk = Callable[[Page], Iterator[str]]
WALKS: dict[str, tuple[Walk, ...]] = {
    "results": (results,),
    "what opens below": (trays, browsed),
    "what lies over it": (asides, single, again),
    "waiting and refused": (waiting_and_refused,),
}


@pytest.mark.parametrize("walks", WALKS.values(), ids=WALKS)
def test_what_a_page_opens_looks_as_it_did(
    walks: tuple[Walk, ...], alone: ServerProcess, trained: str, new_page: Callable[[], Page]
) -> None:
    def show(page: Page) -> Iterator[str]:
        opened(page, trained)
        expect(page.locator("[data-status=predicted]")).to_have_count(6, timeout=SLOW)
        for walk in walks:
            yield from walk(page)

    page = new_page()
    page.request.get(alone.url)  # It signs the pages of this context in.
    page.close()
    assert differences(page.context, show) == []


def texts(page: Page) -> Iterator[str]:
    """Texts on the board, alone, in a list, and as they are found."""
    tray, narrow = page.get_by_role("region", name="Tray"), page.evaluate("innerWidth") < NARROW
    tool = (lambda: page.get_by_role("button", name="Tools", exact=True).click()) if narrow else (lambda: None)
    yield "texts"
    page.get_by_role("button", name="Focus", exact=True).click()
    expect(page.get_by_test_id("focus-sample")).to_be_visible()
    yield "texts-focus"
    page.get_by_role("button", name="Board", exact=True).first.click()
    tool()
    page.get_by_role("button", name="Labels", exact=True).locator("visible=true").click()
    expect(tray.get_by_role("status")).to_contain_text("samples")
    yield "texts-labels"
    page.keyboard.press("Escape")
    tool()
    page.get_by_role("button", name="Search", exact=True).locator("visible=true").click()
    page.keyboard.type("flood")
    page.keyboard.press("Enter")
    expect(tray.get_by_role("group", name="Search").get_by_role("button").first).to_contain_text("flood")
    yield "texts-search"
    tray.get_by_label("expression").check()
    tray.get_by_label("regular expression").fill("flood(")
    tray.get_by_role("button", name="Search").click()
    expect(tray.get_by_role("alert")).to_contain_text("RE2")
    yield "texts-search-wrong"
    page.keyboard.press("Escape")


def test_texts_look_as_they_did(server: ServerProcess, new_page: Callable[[], Page]) -> None:
    labelling = LabellingPage(new_page(), [])
    labelling.open_new(server.url, {"dataset": "headlines", "seed": 1, "config": WORDS, "name": "Texts"})
    samples = labelling.ask("POST", "/selections", {"by": "machine", "scheme": "RS", "count": 20})["samples"]
    for number, sample in enumerate(samples):
        labelling.ask("PUT", f"/labels/{sample['sample_id']}", {"class_index": number % 2, "confidence": 0.8})
    labelling.train(1)
    labelling.ask("POST", "/selections", {"by": "machine", "scheme": "RS", "count": 6})
    expect(labelling.cards("predicted")).to_have_count(6, timeout=SLOW)
    address, context = labelling.page.url, labelling.page.context

    def show(page: Page) -> Iterator[str]:
        opened(page, address)
        yield from texts(page)

    labelling.page.close()
    assert differences(context, show) == []


def test_forty_classes_look_as_they_did(forty: LabellingPage) -> None:
    address, context = forty.page.url, forty.page.context

    def show(page: Page) -> Iterator[str]:
        opened(page, address)
        yield "forty"
        go(page, "Results")
        page.get_by_label("Confusion matrix", exact=True).get_by_role("button", name="Enlarge").click()
        expect(page.get_by_role("dialog", name="Confusion matrix, large")).to_be_visible()
        page.wait_for_timeout(300)
        yield "forty-matrix"

    forty.page.close()
    assert differences(context, show) == []
