"""The eight schemes against slow loops, on pools full of ties."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from activate_va.selection import SelectionContext, candidates, schemes
from activate_va.selection.candidates import furthest_points, random_candidates
from activate_va.selection.criteria import entropy, least_confidence, marginal_confidence

CRITERIA = {"LC": least_confidence, "MC": marginal_confidence, "EC": entropy}


@st.composite
def contexts(draw: st.DrawFn, dimensions: int | None = None, taken: int | None = None) -> SelectionContext:
    """Points on a small grid: distances are whole numbers, so both sides see the same ties."""
    n = draw(st.integers(4, 40))
    n_taken = draw(st.integers(0, n - 2)) if taken is None else taken
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    selected = rng.choice(n, n_taken, replace=False).astype(np.int64)
    d = dimensions or draw(st.sampled_from([1, 2, 3, 12]))
    coordinates = rng.integers(-4, 5, (n, d)).astype(np.float32)
    weights = rng.integers(1, 4, (n, 3)).astype(np.float32)
    available = np.setdiff1d(np.arange(n, dtype=np.int64), selected)
    probabilities = weights / weights.sum(axis=1, keepdims=True)
    return SelectionContext(available, selected, coordinates=coordinates, probabilities=probabilities)


def gap(context: SelectionContext, sample_id: int, selected: list[int]) -> float:
    points = np.asarray(context.coordinates)
    here = points[sample_id]
    return min(sum((float(a) - float(b)) ** 2 for a, b in zip(here, points[s], strict=True)) for s in selected)


def slow_furthest(context: SelectionContext, count: int, first: int | None) -> list[int]:
    chosen = [] if first is None else [first]
    while len(chosen) < count:
        selected = context.selected.tolist() + chosen
        left = [i for i in context.available.tolist() if i not in chosen]
        chosen.append(max(left, key=lambda i: (gap(context, i, selected), -i)))
    return chosen


@given(contexts(), st.data())
def test_distance_selection_is_furthest_first(context: SelectionContext, data: st.DataObject) -> None:
    count = data.draw(st.integers(1, len(context.available)))
    chosen = furthest_points(context, count, np.random.default_rng(3)).tolist()
    first = None if len(context.selected) else chosen[0]
    assert chosen == slow_furthest(context, count, first)


@settings(max_examples=30, deadline=None)
@given(contexts(dimensions=2), st.data())
def test_the_way_for_many_points_agrees(context: SelectionContext, data: st.DataObject) -> None:
    count = data.draw(st.integers(1, len(context.available)))
    usual = furthest_points(context, count, np.random.default_rng(3))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(candidates, "MANY", 1)
        assert np.array_equal(furthest_points(context, count, np.random.default_rng(3)), usual)


def test_with_nothing_selected_the_seed_decides_the_first_point() -> None:
    context = SelectionContext(
        np.arange(50), np.array([], np.int64), coordinates=np.random.default_rng(0).random((50, 2), np.float32)
    )
    firsts = {int(furthest_points(context, 1, np.random.default_rng(seed))[0]) for seed in range(40)}
    assert len(firsts) > 15


@given(contexts(), st.sampled_from(["LC", "MC", "EC"]), st.sampled_from(["RS", "DS"]), st.data())
def test_a_confidence_scheme_keeps_the_best_of_its_candidates(
    context: SelectionContext, criterion: str, rule: str, data: st.DataObject
) -> None:
    count = data.draw(st.integers(1, len(context.available)))
    wanted = min(count**2, len(context.available))
    drawn = {"RS": random_candidates, "DS": furthest_points}[rule](context, wanted, np.random.default_rng(7))
    pool: NDArray[np.int64] = context.available if count**2 >= len(context.available) else drawn
    assert context.probabilities is not None
    score = dict(zip(pool.tolist(), CRITERIA[criterion](context.probabilities[pool]), strict=True))
    expected = sorted(score, key=lambda i: (-score[i], i))[:count]
    chosen = schemes[criterion + rule].select(context, count, np.random.default_rng(7))
    assert chosen.tolist() == expected


@given(contexts(), st.sampled_from(["LC", "MC", "EC"]), st.data())
def test_of_the_whole_pool_the_best_are_kept_whatever_the_seed(
    context: SelectionContext, criterion: str, data: st.DataObject
) -> None:
    count = data.draw(st.integers(1, len(context.available)))
    assert context.probabilities is not None
    scores = CRITERIA[criterion](context.probabilities)
    expected = sorted(context.available.tolist(), key=lambda i: (-scores[i], i))[:count]
    rng = np.random.default_rng(data.draw(st.integers(0, 99)))
    assert schemes[criterion].select(context, count, rng).tolist() == expected


def test_random_selection_favours_nobody() -> None:
    context = SelectionContext(np.array([1, 4, 6, 9]), np.array([], np.int64))
    rng = np.random.default_rng(0)
    counts = np.bincount(np.concatenate([random_candidates(context, 2, rng) for _ in range(4000)]), minlength=10)
    assert set(np.flatnonzero(counts)) == {1, 4, 6, 9}
    assert counts[[1, 4, 6, 9]].min() > 1850
