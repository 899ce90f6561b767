"""What the page does at the touch of a key, with a second tab, and when something is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from ..server_process import ServerProcess
from .page import SLOW, LabellingPage

pytestmark = pytest.mark.browser


def test_every_drag_has_a_keyboard_way(labelling: LabellingPage) -> None:
    labelling.get_samples(3)
    expect(labelling.cards("unlabelled")).to_have_count(3)
    first, second, _ = labelling.ids("unlabelled")
    card = labelling.card(first)
    card.focus()
    page = labelling.page
    page.keyboard.press("4")
    expect(card).to_have_attribute("aria-label", re.compile(r"labelled 4 at 80% \(default\)$"))
    expect(labelling.card(second)).to_be_focused()
    page.keyboard.press("Backspace")
    expect(card).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(card).to_have_attribute("aria-label", re.compile(r"labelled 4 at 70% \(stated\)$"))
    expect(card).to_be_focused()
    page.keyboard.press("Control+z")
    expect(card).to_have_attribute("aria-label", re.compile(r"labelled 4 at 75% \(stated\)$"))
    page.keyboard.press("Control+Shift+z")
    expect(card).to_have_attribute("aria-label", re.compile(r"labelled 4 at 70% \(stated\)$"))
    page.keyboard.press("Delete")
    expect(card).to_have_attribute("data-status", "unlabelled")
    page.keyboard.press("?")
    expect(page.get_by_label("Keys", exact=True)).to_be_visible()
    labelling.saved()


def test_a_card_stands_at_the_height_of_its_confidence_and_goes_back_to_the_strip(labelling: LabellingPage) -> None:
    labelling.get_samples(2)
    expect(labelling.cards("unlabelled")).to_have_count(2)
    high, low = labelling.ids("unlabelled")
    labelling.drag(high, 2, 0.9)
    labelling.drag(low, 2, 0.2)
    boxes = [labelling.card(sample).bounding_box() for sample in (high, low)]
    assert boxes[0] is not None
    assert boxes[1] is not None
    assert boxes[0]["y"] < boxes[1]["y"]
    for sample, confidence in ((high, 90), (low, 20)):
        name = labelling.card(sample).get_attribute("aria-label") or ""
        assert abs(int(re.findall(r"at (\d+)%", name)[0]) - confidence) <= 2
    labelling.drag_to_strip(high)
    expect(labelling.card(high)).to_have_attribute("data-status", "unlabelled")
    labelling.saved()


def test_cards_stay_where_they_are_aimed_at_while_others_leave(labelling: LabellingPage) -> None:
    labelling.get_samples(8)
    expect(labelling.cards("unlabelled")).to_have_count(8)
    aims = {sample: labelling.card(sample).bounding_box() for sample in labelling.ids("unlabelled")}
    column, mouse = labelling.page.locator('[data-class-index="3"]').bounding_box(), labelling.page.mouse
    assert column is not None
    for number, aim in enumerate(aims.values()):
        assert aim is not None
        mouse.move(aim["x"] + aim["width"] / 2, aim["y"] + aim["height"] / 2)
        mouse.down()
        mouse.move(column["x"] + 20, column["y"] + 30 + 25 * number, steps=2)
        mouse.up()
    expect(labelling.cards("hand_labelled")).to_have_count(8)
    labelling.saved()


def test_two_tabs_see_each_others_changes(labelling: LabellingPage, new_page: Callable[[], Page]) -> None:
    other = LabellingPage(new_page(), labelling.truth)
    other.open(labelling.page.url)
    labelling.get_samples(4)
    expect(other.cards("unlabelled")).to_have_count(4)
    sample = other.ids("unlabelled")[0]
    other.drag(sample, 7, 0.5)
    expect(labelling.card(sample)).to_have_attribute("data-status", "hand_labelled")
    assert labelling.count("labels") == 1


def test_a_drag_says_that_another_page_has_moved_the_card_and_leaves_it_there(
    labelling: LabellingPage, new_page: Callable[[], Page]
) -> None:
    labelling.get_samples(2)
    expect(labelling.cards("unlabelled")).to_have_count(2)
    sample = labelling.ids("unlabelled")[0]
    other = LabellingPage(new_page(), labelling.truth)
    other.open(labelling.page.url)
    labelling.page.bring_to_front()
    labelling.card(sample).hover()
    mouse, column = labelling.page.mouse, labelling.page.locator('[data-class-index="3"]').bounding_box()
    assert column is not None
    mouse.down()
    mouse.move(column["x"] + 20, column["y"] + 60, steps=4)
    expect(labelling.page.get_by_test_id("drag-label")).to_have_text(re.compile("^3 · "))
    other.ask("PUT", f"/labels/{sample}", {"class_index": 7, "confidence": 0.5})
    expect(labelling.page.get_by_test_id("drag-label")).to_have_text("moved in another page meanwhile, into 7")
    mouse.up()
    expect(labelling.page.get_by_test_id("drag-label")).to_have_count(0)
    labelling.saved()
    assert labelling.placement(sample)["class_index"] == 7
    labelling.drag(sample, 3, 0.9)
    labelling.saved()
    assert labelling.placement(sample)["class_index"] == 3


def test_hovering_a_point_shows_its_image_a_click_keeps_it_and_shift_picks_it(labelling: LabellingPage) -> None:
    box = labelling.pool.bounding_box()
    assert box is not None
    tooltip = labelling.page.get_by_test_id("pool-tooltip")
    for step in range(400):
        x, y = 0.1 + 0.04 * (step % 20), 0.1 + 0.04 * (step // 20)
        labelling.page.mouse.move(box["x"] + box["width"] * x, box["y"] + box["height"] * y)
        if tooltip.is_visible():
            break
    expect(tooltip).to_be_visible()
    hovered = re.findall(r"sample (\d+)", tooltip.get_attribute("aria-label") or tooltip.inner_html())[0]
    mouse, page = labelling.page.mouse, labelling.page
    mouse.down()
    mouse.up()
    mouse.move(2, 2)
    expect(page.get_by_label("Sample", exact=True).get_by_role("img", name=f"sample {hovered}")).to_be_visible()
    expect(labelling.cards()).to_have_count(0)
    mouse.move(box["x"] + box["width"] * x, box["y"] + box["height"] * y)
    page.keyboard.down("Shift")
    mouse.down()
    mouse.up()
    page.keyboard.up("Shift")
    expect(labelling.card(int(hovered))).to_have_attribute("data-status", "unlabelled")


def test_a_sample_that_was_clicked_is_picked_by_a_button(labelling: LabellingPage) -> None:
    box = labelling.pool.bounding_box()
    assert box is not None
    pick = labelling.page.get_by_role("button", name="Pick", exact=True)
    for step in range(400):
        x, y = 0.1 + 0.04 * (step % 20), 0.1 + 0.04 * (step // 20)
        labelling.page.mouse.click(box["x"] + box["width"] * x, box["y"] + box["height"] * y)
        if pick.is_visible():
            break
    pick.click()
    expect(labelling.cards("unlabelled")).to_have_count(1)
    expect(pick).to_have_count(0)


def test_marks_stay_on_their_points_when_the_window_changes_its_size(labelling: LabellingPage) -> None:
    page = labelling.page
    labelling.get_samples(1)
    expect(labelling.cards("unlabelled")).to_have_count(1)
    (sample,) = labelling.ids("unlabelled")
    labelling.drag(sample, 2, 0.5)
    for size in ({"width": 1100, "height": 1000}, {"width": 1500, "height": 700}):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.mouse.move(size["width"] / 2, 5)
        page.wait_for_timeout(1000)
        drawn = labelling.mark_in_pool()
        labelling.card(sample).hover()  # pointing at a card draws its mark where its point is now
        expect(page.get_by_label("Sample", exact=True).get_by_role("img", name=f"sample {sample}")).to_be_visible()
        page.wait_for_timeout(200)
        assert labelling.mark_in_pool() == pytest.approx(drawn, abs=1)


def test_training_without_labels_says_what_to_do_and_loses_nothing(labelling: LabellingPage) -> None:
    labelling.get_samples(2)
    expect(labelling.cards("unlabelled")).to_have_count(2)
    labelling.page.get_by_role("button", name="Train", exact=True).click()
    expect(labelling.page.get_by_role("alert")).to_contain_text("no labels")
    expect(labelling.cards("unlabelled")).to_have_count(2)


def test_a_scheme_that_needs_a_classifier_says_what_stood_in_for_it(labelling: LabellingPage) -> None:
    labelling.page.get_by_label("Selection scheme").select_option("LCRS")
    labelling.get_samples(2)
    expect(labelling.page.get_by_test_id("substitution")).to_contain_text("RS")


def test_options_and_feature_spaces_are_those_of_the_catalogue(labelling: LabellingPage) -> None:
    page = labelling.page
    page.get_by_label("Selection scheme").select_option("DMB")
    factor = page.get_by_label("DMB: shortlist factor")
    expect(factor).to_have_value("10")
    factor.fill("5")
    factor.press("Tab")
    page.get_by_text("More options").click()
    page.get_by_label("Distance measured in").select_option("learned")
    page.get_by_label("Selection scheme").select_option("DS")
    expect(factor).to_have_count(0)
    labelling.get_samples(2)
    expect(page.get_by_test_id("substitution")).to_have_text(
        "DS: there is no classifier yet, so distances are measured between principal components", timeout=SLOW
    )
    config = labelling.ask("GET")["config"]
    assert (config["distance_space"], config["options"]) == ("learned", {"selection.DMB": {"shortlist_factor": 5}})


def test_classifier_and_map_have_options_below_their_choice(labelling: LabellingPage) -> None:
    page = labelling.page
    dropout = page.get_by_label("dropout", exact=True)
    expect(dropout).to_be_hidden()
    page.get_by_text("Options of Convolutional").click()
    expect(dropout).to_have_value("0.5")
    dropout.fill("0.25")
    dropout.press("Tab")
    page.get_by_label("Classifier", exact=True).select_option("logistic_regression")
    expect(dropout).to_have_count(0)
    page.get_by_label("Projection", exact=True).select_option("tsne")
    page.get_by_text("Options of t-SNE").click()
    neighbours = page.get_by_label("n neighbors", exact=True)
    with page.expect_response(lambda answer: "n_neighbors%22%3A40" in answer.url):
        neighbours.fill("40")
        neighbours.press("Tab")
    labelling.saved()
    assert labelling.ask("GET")["config"]["options"] == {
        "classifiers.cnn": {"dropout": 0.25},
        "projections.tsne": {"n_neighbors": 40},
    }
    page.get_by_label("Projection", exact=True).select_option("pca")
    maps = f"/api/datasets/{labelling.ask('GET')['dataset']}/projections/tsne"
    for chosen in ("{}", '{"n_neighbors":40}'):
        job = labelling.call("GET", f"{maps}?options={quote(chosen)}")["job"]
        labelling.call("DELETE", f"/api/jobs/{job['id']}")


def test_what_is_recommended_for_few_labels_is_one_click_away_and_says_what_it_costs(labelling: LabellingPage) -> None:
    page = labelling.page
    few = page.get_by_role("button", name="Recommended for few labels")
    expect(few).to_have_accessible_description(re.compile("Takes minutes, once per dataset"))
    few.click()
    expect(page.get_by_test_id("space")).to_contain_text(
        re.compile(r"The space for distances is being made: .+, \d+ %")
    )
    expect(page.get_by_label("Selection scheme")).to_have_value("SC")
    labelling.saved()
    config = labelling.ask("GET")["config"]
    assert (config["distance_space"], config["predict_with"]) == ("combined", "SSL")
    assert config["augmentation"]["rotation"] == 15
    page.get_by_role("button", name="Get samples").click()
    too_early = page.get_by_role("alert").filter(has_text="is not ready")
    expect(too_early).to_be_visible()
    page.get_by_text("Options of training").click()
    page.get_by_label("SSL: inference").select_option("poisson")
    page.get_by_role("button", name="As in the paper").click()
    expect(page.get_by_test_id("space")).to_have_count(0)
    expect(too_early).to_have_count(0)
    labelling.saved()
    config = labelling.ask("GET")["config"]
    assert config["options"] == {"training.SSL": {"inference": "poisson"}}
    assert (config["distance_space"], config["training_schemes"]) == ("projection", ["SIL", "IL", "IDA", "CBA"])
    assert config["augmentation"]["rotation"] == 0
    answer = labelling.call("GET", f"/api/datasets/{labelling.ask('GET')['dataset']}/spaces/combined")
    labelling.call("DELETE", f"/api/jobs/{answer['job']['id']}")


@pytest.mark.parametrize("query", ["", "?token=an-old-one"])
def test_without_the_token_the_page_says_how_to_get_in(
    server: ServerProcess, new_page: Callable[[], Page], query: str
) -> None:
    page = new_page()
    page.goto(f"http://127.0.0.1:{server.port}/{query}")
    expect(page.get_by_role("heading", name=re.compile("token"))).to_be_visible()
    expect(page.get_by_test_id("pool-canvas")).to_have_count(0)


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1920, 1080)])
def test_the_page_fits_the_screen(labelling: LabellingPage, width: int, height: int) -> None:
    page = labelling.page
    page.set_viewport_size({"width": width, "height": height})
    size = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]")
    assert size == [width, height]
    for name in ("Classifier view", "Test accuracy", "Sample pool", "Confusion matrix", "Configuration"):
        box = page.get_by_label(name, exact=True).bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["y"] >= 0
        assert box["x"] + box["width"] <= width
        assert box["y"] + box["height"] <= height


def test_each_term_is_explained_by_key_and_by_touch(labelling: LabellingPage) -> None:
    page = labelling.page
    opener = page.get_by_role("button", name="what ways to select samples mean")
    opener.focus()
    page.keyboard.press("Enter")
    terms = page.get_by_role("note", name="ways to select samples")
    catalogue = labelling.call("GET", "/api/catalogue")
    for scheme in catalogue["selection_schemes"]:
        expect(terms).to_contain_text(scheme["description"])
    page.keyboard.press("Escape")
    expect(terms).to_be_hidden()
    page.get_by_role("button", name="what training schemes mean").click()
    for scheme in catalogue["training_schemes"]:
        expect(page.get_by_role("note", name="training schemes")).to_contain_text(scheme["description"])
