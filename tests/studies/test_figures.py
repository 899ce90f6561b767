"""Figures 3 and 7: maps with the labels inferred on them, and boxes of confidence by class."""

from __future__ import annotations

import io
import re
import statistics
from base64 import b64decode
from itertools import product
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from activate_va.datasets import open_dataset
from activate_va.projections import projection_key, projections, store
from activate_va.studies.errors import MapsNotKept
from activate_va.studies.report.boxes import REACH, Box
from activate_va.studies.report.colours import class_colour
from activate_va.studies.report.confidence import confidence_by_class
from activate_va.studies.report.diagram import critical_difference_diagram
from activate_va.studies.report.picture import Picture
from activate_va.studies.report.projections import inferred_maps, projection_maps
from activate_va.studies.report.raster import EDGE, map_picture
from activate_va.studies.report.tables import Tables

from .synthetic import manifest

MAPS = ("pca", "umap")
LABELS = 30


def row(projection: str, classifier: str, seed: int, **more: Any) -> dict[str, Any]:
    held = {"dataset": "digits", "policy": "uniform", "labeller": "oracle"}
    return {**held, "projection": projection, "classifier": classifier, "seed": seed, "round": 1, **more}


def figure_3(folder: Path, path: Path, maps: tuple[str, ...] = MAPS) -> Tables:
    """The tables of 30 labels on maps that are noise, and their coordinates in `folder`."""
    dataset = open_dataset(str(path))
    assert dataset.pool.labels is not None
    for number, name in enumerate(maps):
        points = np.random.default_rng(number).random((len(dataset.pool), 2), np.float32)
        store(projection_key(dataset.digest, projections[name]), points, folder / "projections")
    conditions = list(product(maps, ("logistic_regression", "cnn"), (0, 1)))
    common = {"training_scheme": "IL", "labels": LABELS, "macro_f1": 0.5, "calibration_error": 0.1}
    common |= {"class_accuracy": [0.5], "corrected": 0, "hand_labelled": LABELS}
    rounds = [
        row(*condition, **common, accuracy=0.6 + 0.1 * condition[2], pool_accuracy=0.3 + 0.2 * condition[2])
        for condition in conditions
    ]
    labels = [
        row(*condition, sample_id=sample, class_index=int(dataset.pool.labels[sample]), confidence=0.9)
        for condition in conditions
        for sample in range(LABELS)
    ]
    told = manifest(rounds)
    told["data"] = {str(path): dataset.digest}
    return Tables(told, {"rounds": rounds, "labels": labels}, folder)


def test_the_maps_say_how_much_of_the_pool_is_inferred_right(tmp_path: Path, digits_path: Path) -> None:
    section = projection_maps(figure_3(tmp_path, digits_path)) or ""
    assert section.count("<img ") == 2 * len(MAPS)
    assert section.count("40.0 ± 14.1") == len(MAPS)
    assert section.count("65.0 ± 7.1") == 2 * len(MAPS)
    dataset = open_dataset(str(digits_path))
    points = np.random.default_rng(0).random((len(dataset.pool), 2), np.float32)
    assert dataset.pool.labels is not None
    nearest = np.linalg.norm(points[:, None] - points[None, :LABELS], axis=2).argmin(axis=1)
    share = 100 * np.mean(dataset.pool.labels[nearest] == dataset.pool.labels)
    assert f"inferred from 30 labels: {share:.1f} % right" in section


def test_one_projection_is_no_comparison(tmp_path: Path, digits_path: Path) -> None:
    assert projection_maps(figure_3(tmp_path, digits_path, ("pca",))) is None


def test_maps_of_data_that_are_gone_say_so_and_leave_the_numbers(tmp_path: Path, digits_path: Path) -> None:
    tables = figure_3(tmp_path, digits_path)
    tables.manifest["data"] = {str(tmp_path / "none.npz"): "0"}
    section = projection_maps(tables) or ""
    assert "not where they were" in section
    assert "<img" not in section
    assert "40.0 ± 14.1" in section


def test_a_dot_has_the_colour_of_its_class_where_it_lies() -> None:
    corners = np.array([[0, 0], [0, 1], [1, 0], [1, 1], [0.5, 0.5]], np.float32)
    html = map_picture(corners, np.array([0, 1, 2, 3, -1]), "a <b>")
    assert 'alt="a &lt;b&gt;"' in html
    found = re.search(r"base64,([^\"]+)", html)
    assert found is not None
    pixels = np.asarray(Image.open(io.BytesIO(b64decode(found[1]))).convert("RGBA"))
    assert pixels.shape == (EDGE, EDGE, 4)
    for (x, y), index in zip(corners[:4], range(4), strict=True):
        half = pixels[EDGE // 2 :] if y == 0 else pixels[: EDGE // 2]
        part = half[:, EDGE // 2 :] if x == 1 else half[:, : EDGE // 2]
        colours = {tuple(pixel[:3]) for pixel in part[part[..., 3] > 0].tolist()}
        assert {f"#{red:02x}{green:02x}{blue:02x}" for red, green, blue in colours} == {class_colour(index)}


@given(st.lists(st.floats(0, 1), min_size=2, max_size=60))
def test_a_box_holds_quartiles_and_all_that_lies_beyond(values: list[float]) -> None:
    box = Box.of(values)
    expected = statistics.quantiles(values, n=4, method="inclusive")
    assert [box.first, box.median, box.third] == pytest.approx(expected)
    assert box.low <= box.first <= box.median <= box.third <= box.high
    reach = REACH * (box.third - box.first)
    outside = sorted(v for v in values if v < box.first - reach or v > box.third + reach)
    assert list(box.beyond) == outside


def figure_7(confidences: tuple[float, ...]) -> Tables:
    labels = [
        row("umap", "cnn", seed, policy=policy, class_index=index, confidence=given, predicted_confidence=None)
        for seed, policy, index, given in product(range(2), ("RS", "DS", "ECRS", "LCDS", "LCRS"), range(3), confidences)
    ]
    common = {"training_scheme": "IDA", "labels": 10, "accuracy": 0.5, "macro_f1": 0.5, "calibration_error": None}
    common |= {"class_accuracy": [0.5], "corrected": 0, "hand_labelled": 1}
    rounds = [{**label, **common} for label in labels if label["class_index"] == 0][:1]
    return Tables(manifest(rounds), {"rounds": rounds, "labels": labels})


def test_boxes_of_confidence_are_those_of_the_papers_three_and_of_random_selection() -> None:
    section = confidence_by_class(figure_7((0.2, 0.5, 0.9))) or ""
    assert "for DS, LCDS, LCRS and RS" in section
    assert section.count(">class</text>") == 2
    assert section.count("median 0.50, quartiles 0.28 and 0.80, 6 labels") == 4 * 3
    assert "ECRS: median" not in section


def test_the_labellers_boxes_hold_what_was_stated_and_the_section_says_what_is_left_out() -> None:
    tables = figure_7((0.2, 0.5, 0.9))
    sources = {0.2: "stated", 0.5: "accepted", 0.9: "stated"}
    labels = [{**label, "confidence_source": sources[label["confidence"]]} for label in tables.rows("labels")]
    section = confidence_by_class(Tables(tables.manifest, {"rounds": tables.rows("rounds"), "labels": labels})) or ""
    assert section.count("median 0.55, quartiles 0.20 and 0.90, 4 labels") == 4 * 3
    assert "leaves out 24 labels that accepted the machine’s confidence as it stood, and 0 at the default" in section


def test_one_confidence_for_all_is_not_drawn() -> None:
    assert confidence_by_class(figure_7((0.9,))) is None


def test_the_maps_are_there_as_arrays_too(tmp_path: Path, digits_path: Path) -> None:
    drawn = figure_3(tmp_path, digits_path)
    pca, umap = inferred_maps(drawn)
    assert [pca.projection, umap.projection] == list(MAPS)
    assert pca.coordinates.shape == (len(pca.true), 2)
    assert pca.labels == LABELS
    assert np.array_equal(pca.inferred[:LABELS], pca.true[:LABELS])
    assert f"{100 * pca.right:.1f} % right" in (projection_maps(drawn) or "")


def test_maps_that_nothing_was_inferred_on_are_refused(tmp_path: Path, digits_path: Path) -> None:
    drawn = figure_3(tmp_path, digits_path)
    for row in drawn.rows("rounds"):
        row["pool_accuracy"] = None
    with pytest.raises(MapsNotKept, match="inferred no labels"):
        inferred_maps(drawn)


def test_a_picture_stands_by_itself(tmp_path: Path) -> None:
    Picture(critical_difference_diagram("all", ["RS", "DS"], [1.2, 1.8], [(0, 1)], 0.9)).save(tmp_path / "one.svg")
    svg = ElementTree.parse(tmp_path / "one.svg").getroot()  # noqa: S314 - our own file
    assert float(svg.attrib["width"]) > float(svg.attrib["height"]) > 0
    (style,) = svg.iter("{http://www.w3.org/2000/svg}style")
    assert style.text is not None
    used = {name for element in svg.iter() for name in element.attrib.get("class", "").split()}
    assert [name for name in used if f".{name}" not in style.text] == []
    assert set(re.findall(r"var\((--\w+)\)", style.text)) == {"--c"}
