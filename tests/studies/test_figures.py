"""Figure 3: maps with the labels inferred on them."""

from __future__ import annotations

import io
from base64 import b64decode
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from activate_va.analysis.spread import Spread
from activate_va.datasets import open_dataset
from activate_va.projections import projection_key, projections, store
from activate_va.studies.errors import MapsNotKept
from activate_va.studies.report.projections import compare_projections, inferred_maps
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
        row(
            *condition,
            sample_id=sample,
            class_index=int(dataset.pool.labels[sample]),
            confidence=0.9,
            predicted_confidence=None,
        )
        for condition in conditions
        for sample, truth in enumerate(dataset.pool.labels[:LABELS])
    ]
    kept = manifest(rounds)
    kept["data"] = {str(path): dataset.digest}
    return Tables(kept, {"rounds": rounds, "labels": labels}, folder)


def test_the_maps_say_how_much_of_the_pool_is_inferred_right(tmp_path: Path, digits_path: Path) -> None:
    compared = compare_projections(figure_3(tmp_path, digits_path))
    assert compared is not None
    (table,) = compared.tables
    assert [row.pool for row in table.rows] == [Spread.of([0.3, 0.5])] * len(MAPS)
    assert [row.test for row in table.rows] == [(Spread.of([0.6, 0.7]),) * 2] * len(MAPS)
    (maps,) = compared.maps
    assert [each.labels for each in maps.maps] == [LABELS] * len(MAPS)
    dataset = open_dataset(str(digits_path))
    points = np.random.default_rng(0).random((len(dataset.pool), 2), np.float32)
    assert dataset.pool.labels is not None
    nearest = np.linalg.norm(points[:, None] - points[None, :LABELS], axis=2).argmin(axis=1)
    assert maps.maps[0].accuracy == pytest.approx(np.mean(dataset.pool.labels[nearest] == dataset.pool.labels))


def test_one_projection_is_no_comparison(tmp_path: Path, digits_path: Path) -> None:
    assert compare_projections(figure_3(tmp_path, digits_path, ("pca",))) is None


def test_maps_of_data_that_are_gone_say_so_and_leave_the_numbers(tmp_path: Path, digits_path: Path) -> None:
    tables = figure_3(tmp_path, digits_path)
    tables.manifest["data"] = {str(tmp_path / "none.npz"): "0"}
    compared = compare_projections(tables)
    assert compared is not None
    assert compared.maps[0].maps == ()
    assert "not where they were" in (compared.maps[0].problem or "")
    assert len(compared.tables[0].rows) == len(MAPS)


def test_a_dot_has_the_grey_of_its_class_where_it_lies() -> None:
    corners = np.array([[0, 0], [0, 1], [1, 0], [1, 1], [0.5, 0.5]], np.float32)
    png = b64decode(map_picture(corners, np.array([0, 1, 2, 3, -1])))
    pixels = np.asarray(Image.open(io.BytesIO(png)))
    assert pixels.shape == (EDGE, EDGE)
    for (x, y), index in zip(corners[:4], range(4), strict=True):
        half = pixels[EDGE // 2 :] if y == 0 else pixels[: EDGE // 2]
        part = half[:, EDGE // 2 :] if x == 1 else half[:, : EDGE // 2]
        assert set(part[part > 0].tolist()) == {index + 1}


def test_the_maps_are_there_as_arrays_too(tmp_path: Path, digits_path: Path) -> None:
    drawn = figure_3(tmp_path, digits_path)
    pca, umap = inferred_maps(drawn)
    assert [pca.projection, umap.projection] == list(MAPS)
    assert pca.coordinates.shape == (len(pca.true), 2)
    assert pca.labels == LABELS
    assert np.array_equal(pca.inferred[:LABELS], pca.true[:LABELS])
    compared = compare_projections(drawn)
    assert compared is not None
    assert compared.maps[0].maps[0].accuracy == pca.accuracy


def test_maps_that_nothing_was_inferred_on_are_refused(tmp_path: Path, digits_path: Path) -> None:
    drawn = figure_3(tmp_path, digits_path)
    for row in drawn.rows("rounds"):
        row["pool_accuracy"] = None
    with pytest.raises(MapsNotKept, match="inferred no labels"):
        inferred_maps(drawn)
