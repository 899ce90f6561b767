"""The search for pools of many samples finds what comparing all finds."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from activate_va.pool import features
from activate_va.pool.features import nearest_others
from activate_va.pool.many import nearest_of_many


@settings(deadline=None, max_examples=20)
@given(st.integers(2, 2_500), st.integers(1, 15), st.integers(1, 12), st.booleans(), st.integers(0, 2**31))
def test_the_nearest_are_those_of_comparing_all(n: int, k: int, width: int, far_away: bool, seed: int) -> None:
    points = np.random.default_rng(seed).standard_normal((n, width), np.float32) + np.float32(100 * far_away)
    k = min(k, n - 1)
    found, expected = nearest_of_many(points, k), nearest_others(points, k)
    assert found.rows.dtype == np.int32
    assert found.distances.dtype == np.float32
    assert not (found.rows == np.arange(n)[:, None]).any()
    assert np.allclose(found.distances, expected.distances, atol=1e-3 if far_away else 1e-5)
    measured = np.linalg.norm(points[:, None].astype(np.float64) - points[found.rows], axis=2)
    assert np.allclose(measured, expected.distances, atol=1e-3 if far_away else 1e-5)


def test_samples_that_are_alike_are_each_others_nearest_and_no_sample_its_own() -> None:
    found = nearest_of_many(np.repeat(np.eye(50, dtype=np.float32), 40, axis=0), 15)
    own = np.arange(2000)[:, None]
    assert np.array_equal(found.rows // 40, np.broadcast_to(own // 40, (2000, 15)))
    assert not (found.rows == own).any()
    assert not found.distances.any()


def test_pools_of_many_samples_are_searched_so_and_the_same_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    points = np.random.default_rng(0).standard_normal((3_000, 20), np.float32)
    first = nearest_of_many(points, 15)
    monkeypatch.setattr(features, "MANY_SAMPLES", 2_999)
    second = nearest_others(points, 15)
    assert first.rows.tobytes() == second.rows.tobytes()
    assert first.distances.tobytes() == second.distances.tobytes()
