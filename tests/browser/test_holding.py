"""Two people on one board see which card the other has in hand, and by whom it is held."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx2
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from ..server_process import ServerProcess
from .conftest import VIEWPORT
from .page import QUICK, LabellingPage
from .test_accessible import violations
from .test_accounts import PASSWORD, accounts
from .test_board import middle

pytestmark = pytest.mark.browser

HELD_BY_ADA = re.compile(", held by ada$")


class Team:
    """Two administrators on one board, begun before there were accounts; each with a browser of their own."""

    def __init__(self, ada: LabellingPage, grace: LabellingPage) -> None:
        self.ada = ada
        self.grace = grace

    def held(self) -> Locator:
        """What Grace sees held by others."""
        return self.grace.page.get_by_test_id("held")


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory, digits_path: Path) -> Iterator[tuple[ServerProcess, str]]:
    folder, served = tmp_path_factory.mktemp("holding"), ("--dataset", str(digits_path))
    with ServerProcess(folder, "--no-auth", *served) as server, httpx2.Client(base_url=server.url) as http:
        body = {"dataset": "digits", "seed": 1, "config": QUICK}
        session = http.post("/api/sessions", json=body).json()["session_id"]
        http.post(f"/api/sessions/{session}/selections", json={"by": "machine", "scheme": "RS", "count": 12})
    for handle in ("ada", "grace"):
        accounts(folder, "add", handle, "--administrator")
    with ServerProcess(folder, "--accounts", *served) as server:
        yield server, session


def opened(page: Page, server: ServerProcess, session: str, handle: str) -> LabellingPage:
    page.goto(f"{server.url}?session={session}")
    page.get_by_label("Handle").fill(handle)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    labelling = LabellingPage(page, [])
    expect(labelling.cards()).to_have_count(12, timeout=60_000)
    return labelling


@pytest.fixture
def team(shared: tuple[ServerProcess, str], browser: Browser, new_page: Callable[[], Page]) -> Iterator[Team]:
    context = browser.new_context(viewport=VIEWPORT, reduced_motion="reduce")  # type: ignore[arg-type]
    context.add_init_script("localStorage.setItem('activate-va:tour-seen', 'true')")
    graces = context.new_page()
    graces.clock.install()
    yield Team(opened(new_page(), *shared, "ada"), opened(graces, *shared, "grace"))
    context.close()


def take(labelling: LabellingPage, sample_id: int) -> None:
    """The card is dragged into a column, and not let go."""
    page = labelling.page
    page.mouse.move(*middle(page, f'[data-sample-id="{sample_id}"]'))
    page.mouse.down()
    page.mouse.move(*middle(page, '[data-class-index="4"]'), steps=5)
    expect(page.get_by_test_id("drag-label")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_card_that_somebody_drags_is_marked_and_named_until_it_is_let_go(team: Team, scheme: str) -> None:
    ada, grace = team.ada, team.grace
    grace.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    sample = ada.ids("unlabelled")[1]
    card = grace.card(sample)
    before = card.bounding_box()
    expect(team.held()).to_have_count(0)
    take(ada, sample)
    expect(card).to_have_accessible_name(HELD_BY_ADA)
    expect(team.held()).to_have_text(["AD"])
    assert card.bounding_box() == before
    tag, face = team.held().bounding_box(), card.locator("img").bounding_box()
    assert tag is not None
    assert face is not None
    assert tag["y"] + tag["height"] <= face["y"] + face["height"] / 7  # Digits have four of 28 pixels above them.
    assert violations(grace.page) == []
    expect(ada.page.get_by_test_id("held")).to_have_count(0)
    ada.page.mouse.up()
    expect(team.held()).to_have_count(0)
    expect(card).not_to_have_accessible_name(HELD_BY_ADA)
    expect(card).to_have_attribute("data-status", "hand_labelled")


def test_a_card_in_the_hand_of_who_is_not_heard_of_any_more_is_let_go(team: Team) -> None:
    sample = team.ada.ids("unlabelled")[0]
    take(team.ada, sample)
    expect(team.grace.card(sample)).to_have_accessible_name(HELD_BY_ADA)
    team.ada.page.context.set_offline(True)
    team.grace.page.clock.run_for(9_000)
    expect(team.held()).to_have_count(1)
    team.grace.page.clock.run_for(5_000)
    expect(team.held()).to_have_count(0)


def test_a_page_that_is_closed_lets_go_at_once(team: Team) -> None:
    sample = team.ada.ids("unlabelled")[0]
    take(team.ada, sample)
    expect(team.grace.card(sample)).to_have_accessible_name(HELD_BY_ADA)
    team.ada.page.close(run_before_unload=True)
    expect(team.held()).to_have_count(0)


def test_a_card_about_to_be_answered_by_keys_or_in_the_focus_view_is_held_and_one_that_is_clicked_is_not(
    team: Team,
) -> None:
    ada, grace = team.ada, team.grace
    first = ada.ids("unlabelled")[0]
    ada.card(first).click()
    ada.page.keyboard.press("ArrowRight")
    second = int(ada.page.locator("[data-sample-id]:focus").get_attribute("data-sample-id") or "")
    expect(grace.card(second)).to_have_accessible_name(HELD_BY_ADA)
    expect(team.held()).to_have_count(1)
    grace.page.get_by_role("button", name="Focus", exact=True).click()
    shown = int(grace.page.get_by_test_id("focus-sample").get_attribute("data-sample") or "")
    expect(ada.card(shown)).to_have_accessible_name(re.compile(", held by grace$"))
    ada.page.keyboard.press("ArrowLeft")
    assert shown == first
    says = grace.page.get_by_role("region", name="Focus view").get_by_test_id("held")
    expect(says).to_have_text("held by ada")
    assert violations(grace.page) == []
    ada.page.mouse.click(640, 20)
    expect(says).to_have_count(0)


def test_keys_go_on_to_a_card_that_nobody_holds(team: Team) -> None:
    ada, grace = team.ada, team.grace
    first, second, third = ada.ids("unlabelled")[:3]
    take(ada, second)
    expect(grace.card(second)).to_have_accessible_name(HELD_BY_ADA)
    grace.card(first).focus()
    grace.page.keyboard.press("3")
    expect(grace.card(third)).to_be_focused()
    expect(ada.card(third)).to_have_accessible_name(re.compile(", held by grace$"))


def test_without_accounts_it_is_another_page_that_holds_it(
    labelling: LabellingPage, new_page: Callable[[], Page]
) -> None:
    labelling.get_samples(3)
    expect(labelling.cards("unlabelled")).to_have_count(3)
    sample = labelling.ids("unlabelled")[0]
    other = LabellingPage(new_page(), labelling.truth)
    other.open(labelling.page.url)
    take(labelling, sample)
    expect(other.card(sample)).to_have_accessible_name(re.compile(", held in another page$"))
    labelling.page.keyboard.press("Escape")
    expect(other.card(sample)).not_to_have_accessible_name(re.compile("held"))
    before = labelling.ask("GET", "/events")
    assert "hold" not in str(before)
