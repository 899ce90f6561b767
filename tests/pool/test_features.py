"""Components and neighbours against slow and obvious ways."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from activate_va.pool.features import nearest_others, principal_components


@settings(max_examples=25, deadline=None)
@given(st.integers(3, 30), st.integers(1, 4), st.integers(0, 1000))
def test_neighbours_are_the_nearest_others(n: int, d: int, seed: int) -> None:
    points = np.random.default_rng(seed).integers(0, 4, (n, d)).astype(np.float32)
    k = min(5, n - 1)
    rows, distances = nearest_others(points, k)
    for i in range(n):
        gaps = sorted(float(np.linalg.norm(points[i] - points[j])) for j in range(n) if j != i)
        assert np.allclose(distances[i], gaps[:k], atol=1e-3)
        assert i not in rows[i]
        assert len(set(rows[i].tolist())) == k


def test_components_keep_distances_when_all_are_kept() -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (40, 6), dtype=np.uint8)
    scores = principal_components(pixels, 6, seed=0).astype(np.float64)
    for i, j in ((0, 1), (3, 20), (11, 39)):
        expected = np.linalg.norm(pixels[i].astype(float) - pixels[j])
        assert np.isclose(np.linalg.norm(scores[i] - scores[j]), expected, rtol=1e-4)
    assert (np.diff(scores.var(axis=0)) <= 1e-6).all()


def test_many_pixels_and_few_samples() -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (9, 2000), dtype=np.uint8)
    assert principal_components(pixels, 50, seed=0).shape == (9, 8)
