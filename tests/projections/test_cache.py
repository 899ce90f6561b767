"""Coordinates are found again under their key, and a damaged file is as good as none."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import numpy as np
import pytest

from activate_va.datasets import open_dataset
from activate_va.options import Chosen
from activate_va.projections import load, projection_key, projection_of, projections, store
from activate_va.projections.cache import KEYS, SHIPPED
from activate_va.projections.tsne import TSNE

KEY = "ab" * 32
POINTS = np.random.default_rng(0).random((9, 2), np.float32)


def test_what_was_stored_is_loaded(tmp_path: Path) -> None:
    assert load(KEY, tmp_path / "new") is None
    path = store(KEY, POINTS, tmp_path / "new")
    found = load(KEY, tmp_path / "new")
    assert found is not None
    assert np.array_equal(found, POINTS)
    assert list(path.parent.iterdir()) == [path]


def test_what_is_written_may_be_read_by_whom_it_would_be_anyway(tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    plain.touch()
    assert store(KEY, POINTS, tmp_path).stat().st_mode == plain.stat().st_mode


@pytest.mark.parametrize("content", [b"", b"junk", b"cut", b"list"])
def test_a_damaged_file_counts_as_none(content: bytes, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = store(KEY, POINTS, tmp_path)
    if content == b"cut":
        content = path.read_bytes()[:-5]
    if content == b"list":
        np.save(path, np.arange(4))
    else:
        path.write_bytes(content)
    with caplog.at_level(logging.WARNING):
        assert load(KEY, tmp_path) is None
    assert str(path) in caplog.text
    store(KEY, POINTS, tmp_path)
    assert load(KEY, tmp_path) is not None


def test_parameters_are_part_of_the_key() -> None:
    assert projection_key("d", TSNE()) != projection_key("d", TSNE(n_neighbors=40))
    chosen = {"projections.tsne": {"n_neighbors": 40}}
    assert projection_key("d", projection_of("tsne", chosen)) == projection_key("d", TSNE(n_neighbors=40))
    assert projection_key("d", projections["tsne"]) == projection_key("d", TSNE())


@pytest.mark.parametrize("chosen", [{}, {"projections.umap": {"min_dist": 0.1}}])
def test_options_at_their_defaults_find_what_was_kept_before_there_were_any(chosen: Chosen, tmp_path: Path) -> None:
    digest = open_dataset("mnist").digest
    keys = json.loads((SHIPPED / "mnist" / "projections" / KEYS).read_text(encoding="utf-8"))
    for name in ("pca", "tsne", "umap"):
        assert projection_key(digest, projection_of(name, chosen)) == keys[f"{name}.npy"]


def test_options_shape_the_layout() -> None:
    images = np.random.default_rng(0).integers(0, 256, (60, 5, 5), dtype=np.uint8)
    for name, chosen in (("tsne", {"n_neighbors": 4}), ("umap", {"n_neighbors": 4}), ("umap", {"min_dist": 0.9})):
        plain, other = projections[name], projection_of(name, {f"projections.{name}": chosen})
        assert not np.allclose(plain.compute(images), other.compute(images))


@pytest.mark.parametrize("method", ["pca", "tsne", "umap"])
def test_mnists_projections_are_shipped(method: str, tmp_path: Path) -> None:
    dataset = open_dataset("mnist")
    coordinates = load(projection_key(dataset.digest, projections[method]), tmp_path)
    assert coordinates is not None
    assert coordinates.shape == (len(dataset.pool), 2)
    assert np.isfinite(coordinates).all()


def test_the_shipped_pca_is_what_is_computed_now(tmp_path: Path) -> None:
    dataset = open_dataset("mnist")
    shipped = load(projection_key(dataset.digest, projections["pca"]), tmp_path)
    assert shipped is not None
    assert np.abs(shipped - projections["pca"].compute(dataset.pool.items)).max() < 1
