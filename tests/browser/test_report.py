"""The report opens from a file, with no network, and shows what the study found."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page, expect

from activate_va.studies.report import report_of
from activate_va.studies.report.page import page as page_of
from activate_va.studies.report.tables import Tables

from ..studies.synthetic import manifest, round_rows
from ..studies.test_figures import figure_3

pytestmark = pytest.mark.browser


def label_rows(policies: tuple[str, ...]) -> list[dict[str, Any]]:
    """Labels of three classes at heights that differ."""
    held = {"dataset": "mnist", "classifier": "cnn", "projection": "umap", "labeller": "oracle"}
    return [
        {**held, "policy": policy, "seed": seed, "class_index": index, "confidence": 0.1 * height, **SOURCE}
        for policy, seed, index, height in product(policies, range(6), range(3), range(1, 10))
    ]


SOURCE = {"predicted_confidence": 0.5, "confidence_source": "stated"}
Opened = Callable[[Tables], Page]


@pytest.fixture
def opened(new_page: Callable[[], Page], tmp_path: Path) -> Opened:
    """Writes the report and opens the file; any request to the network fails the test."""

    def open_report(tables: Tables) -> Page:
        path = tmp_path / "report.html"
        path.write_text(page_of(report_of(tables)), encoding="utf-8")
        page = new_page()
        page.on("request", lambda request: _expect_local(request.url))
        page.goto(path.as_uri())
        return page

    return open_report


def _expect_local(url: str) -> None:
    assert url.startswith(("file:", "data:", "blob:")), url


def study(policies: tuple[str, ...] = ("RS", "ECRS", "user"), seeds: int = 6) -> Tables:
    rows = round_rows(seeds=seeds, policies=policies)
    return Tables(manifest(rows) | {"title": "a <b>"}, {"rounds": rows, "labels": label_rows(policies)})


def test_every_section_stands_where_there_is_something_to_show(opened: Opened) -> None:
    page = opened(study())
    expect(page).to_have_title("a <b>")
    expect(page.get_by_role("heading", level=1)).to_have_text("a <b>")
    assert page.get_by_role("heading", level=2).all_inner_texts() == [
        "What was run",
        "Table 1: accuracy, area under the learning curve (ALC), and effort",
        "Learning curves",
        "Which differences are statistically significant",
        "Beside Legg et al. (2019)",
        "Confidence by class",
        "Accuracy class by class",
        "What the names mean",
    ]


def test_tables_say_what_the_rows_say_and_are_sorted_on_demand(opened: Opened) -> None:
    page = opened(study(seeds=2))
    table = page.get_by_role("region", name="Results", exact=True)
    expect(table.get_by_role("row")).to_have_count(1 + 3 * 2)
    expect(table).to_contain_text("82.5 ± 0.7")
    expect(table).to_contain_text("+5.0 ± 0.0")
    expect(table).to_contain_text("4.5 ± 0.7")
    table.get_by_role("button", name="Accuracy, %").click()
    expect(table.get_by_role("row").nth(1)).to_contain_text("ECRS")
    table.get_by_role("button", name="Accuracy, %").click()
    expect(table.get_by_role("row").nth(1)).to_contain_text("RS")
    expect(table.get_by_role("columnheader", name="Accuracy, %")).to_have_attribute("aria-sort", "ascending")


def test_three_policies_have_diagrams_and_curves_have_bands(opened: Opened) -> None:
    page = opened(study())
    diagrams = page.get_by_role("img", name=re.compile("critical difference 1.35"))
    expect(diagrams).to_have_count(4)
    expect(diagrams.first.locator(".joined")).to_have_count(2)
    expect(page.get_by_text("Best mean rank: ECRS (1.0), not separable from user.").first).to_be_visible()
    curve = page.get_by_role("group", name="RS: accuracy over number of labels", exact=True)
    expect(curve.locator(".band")).to_have_count(2)
    expect(curve.locator(".bar")).to_have_count(10)
    expect(page.get_by_role("img", name=re.compile("^Confidence that"))).to_have_count(2)
    expect(page.get_by_text("Within our spread:")).to_be_visible()


def test_one_seed_reads_well(opened: Opened) -> None:
    page = opened(study(("RS", "ECRS"), seeds=1))
    expect(page.get_by_text("One seed each")).to_be_visible()
    expect(page.get_by_text("Not tested: one seed shows no spread").first).to_be_visible()
    expect(page.get_by_role("region", name="Results", exact=True)).not_to_contain_text("±")


def test_maps_are_drawn_in_the_colours_of_classes(opened: Opened, tmp_path: Path, digits_path: Path) -> None:
    page = opened(figure_3(tmp_path, digits_path))
    maps = page.get_by_role("img", name=re.compile("true classes|inferred classes"))
    expect(maps).to_have_count(4)
    page.wait_for_function(f"[...document.querySelectorAll('[aria-label$=classes] canvas')].every({DRAWN})")


DRAWN = "canvas => canvas.width === 400 && canvas.getContext('2d').getImageData(0, 0, 400, 400).data.some(part => part)"


def test_charts_and_tables_are_saved(opened: Opened) -> None:
    page = opened(study(seeds=2))
    page.emulate_media(color_scheme="dark")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save RS: accuracy over number of labels as SVG", exact=True).click()
    drawing = Path(download.value.path()).read_text(encoding="utf-8")
    ElementTree.fromstring(drawing)  # noqa: S314 - a file of our own making
    assert ">SIL</text>" in drawing
    assert 'fill="rgb(83, 93, 109)"' in drawing  # as in the light page, also where it is dark
    assert not re.search(r"light-dark|var\(|class=", drawing)
    with page.expect_download() as download:
        page.get_by_role("button", name="Save Results as CSV", exact=True).click()
    rows = list(csv.reader(Path(download.value.path()).read_text(encoding="utf-8").splitlines()))
    assert len(rows) == 1 + 3 * 2
    accuracy = rows[0].index("Accuracy, %")
    assert rows[0][accuracy + 1] == "Accuracy, %, standard deviation"
    assert ["82.5", "0.7"] in [row[accuracy : accuracy + 2] for row in rows]


def test_it_prints_whole(opened: Opened, tmp_path: Path) -> None:
    page = opened(study())
    page.pdf(path=tmp_path / "report.pdf")
    assert (tmp_path / "report.pdf").stat().st_size > 20_000
