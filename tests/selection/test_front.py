"""A front of few points chooses what looking at all points would."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from activate_va.selection.distances import squared_distances
from activate_va.selection.front import Front


@given(st.integers(0, 2**32 - 1), st.integers(2, 60), st.integers(1, 8), st.sampled_from([2, 5, 1000]))
def test_it_takes_the_furthest_each_time_and_of_equals_the_lowest(
    seed: int, n: int, smallest: int, n_values: int
) -> None:
    rng = np.random.default_rng(seed)
    points = rng.integers(0, n_values, (n, 12)).astype(np.float32)
    gaps = squared_distances(points, points[0])
    gaps[0] = -1
    front = Front(points, gaps.copy(), smallest)
    for _ in range(n - 1):
        furthest = int(gaps.argmax())
        assert front.take() == furthest
        gaps = np.minimum(gaps, squared_distances(points, points[furthest]))
        gaps[furthest] = -1
