"""ProbCover against the paper's greedy rule written out, and a radius found by trying all."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from activate_va.selection import SelectionContext, schemes
from activate_va.selection.balls import Cover, squared_gaps, squared_radius

PC = schemes["PC"]
SIZES = (40, 30, 20, 10)
GROUP = np.repeat(np.arange(4), SIZES)
POINTS = 20 * np.eye(4, dtype=np.float32)[GROUP] + np.random.default_rng(0).normal(size=(100, 4)).astype(np.float32)


def asked(count: int, selected: tuple[int, ...] = (), seed: int = 0) -> NDArray[np.int64]:
    chosen = np.array(selected, np.int64)
    options = PC.options.model_validate({"clusters": 4, "purity": 1.0})
    context = SelectionContext(np.setdiff1d(np.arange(100), chosen), chosen, coordinates=POINTS, options=options)
    return PC.select(context, count, np.random.default_rng(seed))


def test_each_group_gives_one_the_largest_first() -> None:
    assert GROUP[asked(4)].tolist() == [0, 1, 2, 3]


def test_what_a_selected_sample_covers_needs_no_other() -> None:
    assert GROUP[asked(2, selected=(0, 45))].tolist() == [2, 3]


def greedy(near: NDArray[np.bool_], covered: set[int], count: int) -> list[int]:
    """The paper's rule, a ball at a time."""
    balls = [set(np.flatnonzero(row).tolist()) for row in near]
    chosen = list[int]()
    while len(chosen) < count:
        left = [row for row in range(len(near)) if row not in chosen]
        if not any(balls[row] - covered for row in left):
            covered = set(chosen)
        gains = [len(balls[row] - covered) for row in left]
        chosen.append(left[int(np.argmax(gains))])
        covered = covered | balls[chosen[-1]]
    return chosen


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**31), st.integers(1, 25), st.integers(1, 25), st.floats(0, 8))
def test_the_cover_is_the_greedy_one(seed: int, n: int, count: int, reach: float) -> None:
    rng = np.random.default_rng(seed)
    points = rng.integers(0, 5, (n, 2)).astype(np.float32)
    near, covered = squared_gaps(points, points) <= reach, rng.random(n) < 0.3
    expected = greedy(near, set(np.flatnonzero(covered).tolist()), min(count, n))
    assert Cover(near, covered.copy()).take(min(count, n)) == expected


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**31), st.integers(2, 30), st.floats(0.1, 1))
def test_no_larger_radius_is_as_pure(seed: int, n: int, purity: float) -> None:
    rng = np.random.default_rng(seed)
    points, clusters = rng.normal(size=(n, 2)).astype(np.float32), rng.integers(0, 2, n)
    squared = squared_gaps(points, points)
    same = clusters[:, None] == clusters

    def pure(radius: float) -> float:
        return float(np.mean([(same[row] | (squared[row] > radius)).all() for row in range(n)]))

    found = squared_radius(squared, clusters, purity)
    assert pure(found) >= purity - 1e-9
    larger = squared[squared > found]
    if len(larger):
        assert pure(float(larger.min())) < purity


def test_samples_that_coincide_do_not_stop_it() -> None:
    same = SelectionContext(np.arange(30), np.arange(0), coordinates=np.zeros((30, 3), np.float32))
    assert len(set(PC.select(same, 30, np.random.default_rng(0)).tolist())) == 30


@pytest.mark.parametrize("seed", range(3))
def test_it_asks_only_what_is_available(seed: int) -> None:
    chosen = asked(60, selected=tuple(range(40)), seed=seed)
    assert chosen.min() >= 40
    assert len(set(chosen.tolist())) == 60
