"""A pool's neighbours are computed once, kept on disk, and computed again where the file is broken."""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from activate_va.datasets import open_dataset
from activate_va.pool import Neighbours, PoolCache, PoolContent, content_of
from activate_va.projections import projections
from activate_va.sessions.config import SessionConfig
from activate_va.sessions.running_round import in_order


def afresh(reference: str, folder: Path) -> Neighbours:
    """As another worker process would see it."""
    content = content_of(open_dataset(reference), folder)
    return replace(content).neighbours(7)


def test_they_are_kept_and_a_broken_file_is_replaced(
    digits_path: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    first = afresh(str(digits_path), tmp_path)
    assert content_of(open_dataset(str(digits_path)), tmp_path) is content_of(open_dataset(str(digits_path)), tmp_path)
    [path] = tmp_path.iterdir()
    content, written = path.read_bytes(), path.stat().st_mtime_ns
    assert np.array_equal(afresh(str(digits_path), tmp_path).rows, first.rows)
    assert path.stat().st_mtime_ns == written
    path.write_bytes(b"broken")
    with caplog.at_level(logging.WARNING):
        assert np.array_equal(afresh(str(digits_path), tmp_path).rows, first.rows)
    assert "damaged" in caplog.text
    assert path.read_bytes() == content


def test_a_projection_leaves_them_for_all_that_come_later(digits_path: Path, tmp_path: Path) -> None:
    dataset = open_dataset(str(digits_path))
    cache, part = PoolCache(dataset.digest, tmp_path), dataset.pool.items
    alone = projections["umap"].compute(part)
    assert np.array_equal(projections["umap"].compute(part, cache=cache), alone)
    [path] = tmp_path.iterdir()
    written = path.stat().st_mtime_ns
    assert np.array_equal(projections["umap"].compute(part, cache=cache), alone)
    found = afresh(str(digits_path), tmp_path)
    assert path.stat().st_mtime_ns == written
    assert np.array_equal(found.rows, PoolContent(part.reshape(len(part), -1)).neighbours(7)[0])


def test_where_nothing_can_be_written_the_log_says_so(
    digits_path: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("a file where the folder should be")
    with caplog.at_level(logging.WARNING):
        assert len(afresh(str(digits_path), in_the_way).rows) == 2_200
    assert "could not be kept" in caplog.text


def test_schemes_that_cover_the_pool_come_last() -> None:
    config = SessionConfig(training_schemes=("SIL", "IL", "ILS", "IDA", "CBA"), predict_with="IL")
    assert in_order(config) == ["IL", "SIL", "IDA", "CBA", "ILS"]
    mixing = config.model_copy(update={"mixture": {"ILS": 0.5, "CBA": 0.5, "SIL": 0.0}})
    assert in_order(mixing) == ["CBA", "ILS", "SIL", "IDA", "IL"]
