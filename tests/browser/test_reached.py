"""What rounds have reached: the matrix against the round before, schemes mixed, rounds compared, a drawing tried."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from ..server_process import ServerProcess
from .page import SLOW, LabellingPage

pytestmark = pytest.mark.browser


@pytest.fixture
def trained(server: ServerProcess, new_page: Callable[[], Page], truth: list[int]) -> LabellingPage:
    """Two rounds of two schemes, of logistic regression, calibrated: what they say of the validation split is kept."""
    labelling = LabellingPage(new_page(), truth)
    labelling.begin_quick_session(server.url, "digits")
    two = {"training_schemes": ["SIL", "IL"], "calibration": "temperature"}
    labelling.ask("PATCH", "/config", two)
    for number in (1, 2):
        labelling.label_and_train(number, 20)
    return labelling


def answers(labelling: LabellingPage, round_number: int, scheme: str) -> tuple[np.ndarray[Any, Any], ...]:
    said = labelling.ask("GET", f"/rounds/{round_number}/validation/{scheme}")
    return np.array(said["actual"]), np.array(said["predicted"])


def tab(page: Page, name: str) -> None:
    page.get_by_role("group", name="Results shown").get_by_role("button", name=name).click()


def middle(place: Locator) -> tuple[float, float]:
    box = place.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def saved(page: Page, button: str) -> str:
    """The file that this button saves."""
    with page.expect_download() as download:
        page.get_by_role("button", name=button, exact=True).click()
    return download.value.path().read_text(encoding="utf-8")


CUT_OFF = """panel => [...panel.querySelectorAll('header *')]
  .filter((part) => part.clientWidth > 1 && (part.scrollWidth > part.clientWidth + 1
    || part.getBoundingClientRect().right > panel.getBoundingClientRect().right))
  .map((part) => part.textContent)"""


def test_nothing_above_results_is_cut_off_and_values_stay_in_the_plot(trained: LabellingPage) -> None:
    page = trained.page
    for name in ("Mixing", "Changes", "Confidence", "Scores", "Accuracy"):
        tab(page, name)
        expect(page.locator(".results > .panel > header")).to_contain_text(re.compile(r"\w"))
        page.wait_for_timeout(300)
        assert page.locator(".results > .panel").evaluate(CUT_OFF) == [], name
    plot = page.get_by_label("accuracy over number of labels")
    for button in plot.get_by_role("button").all():
        button.hover()
        values, whole = page.get_by_test_id("crosshair").locator("rect").bounding_box(), plot.bounding_box()
        assert values
        assert whole
        assert whole["x"] <= values["x"]
        assert values["x"] + values["width"] <= whole["x"] + whole["width"]
    tab(page, "Scores")
    assert saved(page, "Save scores as CSV").startswith("by,name,right,lower,upper,n\nselected by,RS,")


def test_rounds_are_compared_schemes_mixed_and_a_drawing_is_tried(trained: LabellingPage) -> None:
    page = trained.page
    matrix = page.get_by_label("Confusion matrix", exact=True)
    matrix.get_by_label("Samples that the matrix counts").select_option("validation")
    actual, now = answers(trained, 2, "SIL")
    before = answers(trained, 1, "SIL")[1]
    zeros = int(np.sum((actual == 0) & (now == 0)))
    change = zeros - int(np.sum((actual == 0) & (before == 0)))
    cell = matrix.get_by_role("gridcell", name=f"actual 0, predicted 0: {zeros} of {int(np.sum(actual == 0))}")
    expect(cell).to_have_text(str(zeros or ""))
    matrix.get_by_role("button", name="Difference to the round before").click()
    expect(cell).to_have_text(f"{change:+d}".replace("-", "−") if change else "")
    expect(matrix).to_contain_text("against round 1 · on the validation split")

    expect(page.get_by_test_id("area-SIL")).to_have_text(re.compile(r"ALC \d+\.\d%"))
    tab(page, "Changes")
    changes = page.get_by_label("Rounds compared")
    gained = int(np.sum((now == actual) & (before != actual)))
    changes.get_by_role("button", name=f"{gained} now right").click()
    tray = page.get_by_role("region", name="Tray")
    expect(tray.get_by_role("button", name=re.compile("in round 1 for"))).to_have_count(gained)
    page.keyboard.press("Escape")
    assert "became wrong" in saved(page, "Save changes, SIL, round 2 against 1 as SVG")
    assert saved(page, "Save changes, SIL, round 2 against 1 as CSV").startswith("class,samples,became_right")
    tab(page, "Confidence")
    boxes = page.get_by_label("box plots of confidence, by class")
    expect(boxes.locator("g.side0 title").first).to_contain_text(re.compile("0, you, as stated: median 50%"))

    tab(page, "Mixing")
    slider = page.get_by_role("slider", name="How much each scheme counts")
    for scheme in ("IL", "SIL"):
        page.get_by_label("Mixing schemes").get_by_role("button", name=scheme, exact=True).click()
        right = float(np.mean(answers(trained, 2, scheme)[1] == actual))
        expect(page.get_by_test_id("mixture-accuracy")).to_have_text(f"{100 * right:.1f}%")
        expect(slider).to_have_attribute("aria-valuetext", re.compile(f"{scheme} 100%"))
    page.get_by_role("button", name="Find the best").click()
    best = max(float(np.mean(answers(trained, 2, scheme)[1] == actual)) for scheme in ("IL", "SIL"))
    assert float(page.get_by_test_id("mixture-accuracy").inner_text()[:-1]) >= round(100 * best, 1)
    expect(page.get_by_test_id("mixture-beside")).to_have_text(re.compile("as many as|more than"))
    page.mouse.move(*middle(slider))
    expect(page.get_by_test_id("weight-IL")).to_have_text("50.0%")
    page.mouse.down()
    page.mouse.up()
    expect(matrix).to_contain_text("SIL 50%, IL 50%")
    assert "SIL 50.0%" in saved(page, "Save mixture, round 2 as SVG")
    assert saved(page, "Save mixture, round 2 as CSV").splitlines()[1].startswith("SIL,0.5,")
    page.get_by_role("button", name="Predict with this").click()
    trained.saved()
    assert trained.ask("GET")["config"]["mixture"] == {"SIL": 0.5, "IL": 0.5}
    trained.get_samples(1)
    expect(trained.cards("predicted")).to_have_count(1, timeout=SLOW)
    placed = trained.placement(trained.ids("predicted")[0])
    assert placed["predicted_by"] == {"round": 2, "training_scheme": "mixture", "weights": {"SIL": 0.5, "IL": 0.5}}
    page.get_by_label("predict with SIL", exact=True).check()
    trained.saved()
    assert trained.ask("GET")["config"]["mixture"] == {}

    tab(page, "Try it")
    pad = page.get_by_label("Pad to draw on").bounding_box()
    assert pad is not None
    seq = trained.ask("GET")["seq"]
    x, y = pad["x"] + pad["width"] / 2, pad["y"]
    page.mouse.move(x, y + 0.2 * pad["height"])
    page.mouse.down()
    page.mouse.move(x, y + 0.8 * pad["height"], steps=6)
    page.mouse.up()
    for scheme in ("SIL", "IL"):
        expect(page.get_by_test_id(f"opinion-{scheme}")).to_have_text(re.compile(r"\d \d+%.*\d \d+%"), timeout=SLOW)
    expect(page.get_by_label("the drawing as models see it")).to_be_visible()
    page.get_by_role("button", name="Clear", exact=True).click()
    expect(page.get_by_text("Nothing drawn yet.")).to_be_visible()
    assert trained.ask("GET")["seq"] == seq
