"""A study from its start to a curve, and from the curve into the session behind it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import APIResponse, Page, Route, expect

from ..server_process import ServerProcess
from .page import SLOW, LabellingPage

pytestmark = pytest.mark.browser

STUDY = """\
name: tiny
title: A tiny study
datasets: [digits]
classifiers: [logistic_regression]
policies: [random, DS]
labellers: [oracle]
training_schemes: [SIL, CBA]
predict_with: SIL
projections: [pca]
rounds: 2
samples_per_round: 8
epochs: 1
seeds: 2
"""


@pytest.fixture
def page(server: ServerProcess, new_page: Callable[[], Page]) -> Page:
    """The page of studies, reached as a person reaches it."""
    page = new_page()
    page.goto(server.url)
    page.get_by_role("link", name="Studies", exact=True).click()
    expect(page.get_by_role("heading", name="Studies", exact=True)).to_be_visible()
    return page


def start(page: Page, text: str) -> None:
    page.get_by_role("combobox", name="Study", exact=True).select_option("my own, in YAML")
    page.get_by_label("The study in YAML").fill(text)
    page.get_by_role("button", name="Start the study").click()


def test_from_a_study_to_a_curve_to_the_session_behind_it(page: Page) -> None:
    start(page, STUDY.replace("[random, DS]", "[random, DDS]"))
    expect(page.get_by_role("alert")).to_contain_text("line 5")
    expect(page.get_by_role("alert")).to_contain_text("did you mean")
    start(page, STUDY)
    expect(page.get_by_test_id("study-progress")).to_contain_text(re.compile(r"of 8 rounds"))
    page.get_by_role("button", name="Cancel").press("Enter")
    expect(page.get_by_label("Studies", exact=True)).to_contain_text("interrupted", timeout=SLOW)
    expect(page.get_by_role("button", name="Resume")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Studies", exact=True)).to_contain_text("finished", timeout=SLOW)
    expect(page).to_have_url(re.compile(r"/studies\?study=tiny$"))
    table = page.get_by_role("region", name="Results", exact=True)
    expect(table.get_by_role("rowheader", name="SIL")).to_have_count(2)
    page.get_by_role("combobox", name="Selection", exact=True).select_option("DS")
    page.get_by_role("combobox", name="Measure").select_option("Macro F1, %")
    expect(table.get_by_role("row")).to_have_count(2)
    page.get_by_label("every seed").check()
    page.get_by_role("link", name="DS, CBA, seed 1").focus()
    page.keyboard.press("Enter")
    _replay(LabellingPage(page, []))
    page.go_back()
    expect(page).to_have_url(re.compile(r"/studies\?study=tiny$"))
    expect(page.get_by_role("heading", name="A tiny study")).to_be_visible()


def test_the_answer_to_a_cancel_may_come_after_the_end_of_the_study(page: Page) -> None:
    held: list[tuple[Route, APIResponse]] = []

    def hold(route: Route) -> None:
        """Cancels, and keeps back what the server said of the study just before."""
        running = route.fetch(url=route.request.url.removesuffix("/runs/current"), method="GET")
        assert route.fetch().ok
        held.append((route, running))

    page.route("**/runs/current", hold)
    start(page, STUDY.replace("tiny", "late").replace("rounds: 2", "rounds: 20"))
    page.get_by_role("button", name="Cancel").press("Enter")
    resume = page.get_by_role("button", name="Resume")
    expect(resume).to_be_focused(timeout=SLOW)
    [(route, answer)] = held
    assert answer.json()["progress"] is not None
    with page.expect_response("**/runs/current"):
        route.fulfill(response=answer)
    expect(resume).to_be_focused()


def _replay(session: LabellingPage) -> None:
    page = session.page
    says = page.get_by_test_id("replay-says")
    expect(says).to_contain_text("session begun")
    expect(session.cards()).to_have_count(0)
    page.get_by_role("button", name="forward", exact=True).click()
    expect(says).to_contain_text("DS selected 8 samples")
    expect(session.cards("unlabelled")).to_have_count(8)
    page.keyboard.press(".")
    expect(session.cards("hand_labelled")).to_have_count(1)
    expect(page.get_by_role("button", name="Get samples")).to_be_disabled()
    session.cards("hand_labelled").press("Delete")
    expect(session.cards("hand_labelled")).to_have_count(1)
    page.get_by_role("combobox", name="by", exact=True).select_option("round")
    page.get_by_role("button", name="forward", exact=True).click()
    expect(page.get_by_test_id("round-count")).to_have_text("1 round trained")
    expect(session.cards("hand_labelled")).to_have_count(8)
    expect(page.get_by_text("models not kept")).to_be_visible()
    page.get_by_label("where in the session").press("End")
    expect(page.get_by_test_id("round-count")).to_have_text("2 rounds trained")
    expect(page.get_by_role("button", name="forward", exact=True)).to_be_disabled()
    with page.expect_download() as download:
        page.get_by_role("link", name="CBA", exact=True).click()
    assert download.value.suggested_filename.endswith("round 2, CBA.keras")


def test_a_session_of_ones_own_is_replayed_and_left_as_it_is(labelling: LabellingPage) -> None:
    page = labelling.page
    labelling.get_samples(2)
    expect(labelling.cards("unlabelled")).to_have_count(2)
    page.get_by_role("button", name="Labels", exact=True).click()
    expect(page.get_by_role("region", name="Tray")).to_be_visible()
    labelling.open_menu()
    page.get_by_role("link", name="Replay").click()
    expect(labelling.cards()).to_have_count(0)
    expect(page.get_by_role("region", name="Tray")).to_have_count(0)
    page.keyboard.press("Space")
    expect(labelling.cards("unlabelled")).to_have_count(2)
    page.get_by_role("button", name="first", exact=True).click()
    expect(labelling.cards()).to_have_count(0)
    page.get_by_label("where in the session").focus()
    page.keyboard.press("Space")
    expect(labelling.cards("unlabelled")).to_have_count(2)
    page.get_by_role("button", name="first", exact=True).click()
    page.get_by_role("button", name="Leave replay").click()
    expect(labelling.cards("unlabelled")).to_have_count(2)
    labelling.get_samples(1)
    expect(labelling.cards("unlabelled")).to_have_count(3)
    page.go_back()
    expect(page.get_by_label("Replay", exact=True)).to_be_visible()
    page.go_back()
    expect(page.get_by_label("Replay", exact=True)).to_have_count(0)
    expect(labelling.cards("unlabelled")).to_have_count(3)
