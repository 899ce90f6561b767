"""A network is found again beside its points, and a damaged file is as good as none."""

from __future__ import annotations

import logging
from pathlib import Path

import numpy as np
import pytest

from activate_va.kinds import Views
from activate_va.pool import Encoder
from activate_va.representations import load_encoder, store_encoder

KEY = "cd" * 32
WEIGHTS = tuple(np.random.default_rng(0).normal(size=(n, 2)).astype(np.float32) for n in range(1, 13))
ENCODER = Encoder(4, 8, WEIGHTS, Views(rotation=3, shade=0.5))


def test_what_was_stored_is_loaded_in_its_order(tmp_path: Path) -> None:
    assert load_encoder(KEY, tmp_path / "new") is None
    store_encoder(KEY, ENCODER, tmp_path / "new")
    found = load_encoder(KEY, tmp_path / "new")
    assert found is not None
    assert (found.filters, found.units) == (4, 8)
    assert found.views == ENCODER.views
    assert all(np.array_equal(*pair) for pair in zip(found.weights, ENCODER.weights, strict=True))


@pytest.mark.parametrize("content", [b"", b"junk", b"cut"])
def test_a_damaged_file_counts_as_none(content: bytes, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = store_encoder(KEY, ENCODER, tmp_path)
    path.write_bytes(path.read_bytes()[:-5] if content == b"cut" else content)
    with caplog.at_level(logging.WARNING):
        assert load_encoder(KEY, tmp_path) is None
    assert str(path) in caplog.text
