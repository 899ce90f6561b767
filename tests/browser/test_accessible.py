"""No view, in no state, light or dark, has what axe-core holds for a barrier."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from ..server_process import ServerProcess
from .page import LabellingPage

pytestmark = pytest.mark.browser

AXE = Path(__file__).parents[2] / "web/node_modules/axe-core/axe.min.js"
QUICK = {"training_schemes": ["SIL"], "predict_with": "SIL", "classifier": "logistic_regression", "projection": "pca"}


def violations(page: Page) -> list[tuple[str, list[Any]]]:
    """The rule that is broken, and where."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run()")["violations"]
    return [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found]


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
    expect(page.get_by_role("button", name="Try again")).to_be_visible()
    assert violations(page) == []
