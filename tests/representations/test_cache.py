"""Points are found again under their key, and a damaged file is as good as none."""

from __future__ import annotations

import logging
from pathlib import Path

import numpy as np
import pytest

from activate_va.datasets import open_dataset
from activate_va.pool.features import nearest_others
from activate_va.representations import load, representation_key, representations, store
from activate_va.representations.deskewed import Deskewed

KEY = "ab" * 32
POINTS = np.random.default_rng(0).integers(-127, 128, (9, 4), dtype=np.int8)


def test_what_was_stored_is_loaded(tmp_path: Path) -> None:
    assert load(KEY, tmp_path / "new") is None
    path = store(KEY, POINTS, tmp_path / "new")
    found = load(KEY, tmp_path / "new")
    assert found is not None
    assert np.array_equal(found, POINTS)
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("content", [b"", b"junk", b"cut", b"floats"])
def test_a_damaged_file_counts_as_none(content: bytes, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = store(KEY, POINTS, tmp_path)
    if content == b"floats":
        np.save(path, POINTS.astype(np.float32))
    else:
        path.write_bytes(path.read_bytes()[:-5] if content == b"cut" else content)
    with caplog.at_level(logging.WARNING):
        assert load(KEY, tmp_path) is None
    assert str(path) in caplog.text


def test_parameters_seed_and_data_are_part_of_the_key() -> None:
    keys = {representation_key("d", Deskewed()), representation_key("e", Deskewed())}
    keys |= {representation_key("d", Deskewed(), 1), representation_key("d", Deskewed(blur=2))}
    assert len(keys) == 4


def test_what_mnists_pool_teaches_is_shipped(tmp_path: Path) -> None:
    """Computed by the code as it is: a change of method or parameters must ship another file."""
    dataset = open_dataset("mnist")
    points = load(representation_key(dataset.digest, representations["self_supervised"]), tmp_path)
    assert points is not None
    assert points.shape == (len(dataset.pool), 48)
    assert dataset.pool.labels is not None
    some = nearest_others(points[:5000].astype(np.float32), 1).rows[:, 0]
    assert (dataset.pool.labels[some] == dataset.pool.labels[:5000]).mean() > 0.97
