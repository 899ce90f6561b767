"""Diverse mini-batches against slow and obvious ways, and where there is nothing to be diverse about."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from activate_va.selection import SelectionContext, diverse, schemes, select
from activate_va.selection.criteria import marginal_confidence

DMB = schemes["DMB"]


def context(points: NDArray[np.float32], margins: NDArray[np.float64], taken: int = 0) -> SelectionContext:
    """Two classes, so that the margin is the gap between their probabilities; the first `taken` samples are."""
    top = (1 + margins) / 2
    probabilities = np.stack([top, 1 - top], axis=1).astype(np.float32)
    return SelectionContext(
        np.arange(taken, len(points)),
        np.arange(taken),
        coordinates=np.asarray(points, np.float32),
        probabilities=probabilities,
    )


@st.composite
def crowded(draw: st.DrawFn) -> SelectionContext:
    """Few places, few margins: ties, duplicates, certain predictions."""
    n, places = draw(st.integers(3, 60)), draw(st.integers(1, 5))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    margins = rng.integers(0, 5, n) / 4
    return context(rng.integers(0, places, (n, draw(st.sampled_from([1, 2, 9])))), margins, draw(st.integers(0, 2)))


def uncertainty(pool: SelectionContext) -> dict[int, float]:
    assert pool.probabilities is not None
    return dict(zip(pool.available.tolist(), marginal_confidence(pool.probabilities[pool.available]), strict=True))


def slow_shortlist(pool: SelectionContext, count: int) -> list[int]:
    score = uncertainty(pool)
    return sorted(score, key=lambda i: (-score[i], i))[: 10 * count]


@settings(max_examples=60, deadline=None)
@given(crowded(), st.data())
def test_only_the_most_uncertain_are_asked_and_in_that_order(pool: SelectionContext, data: st.DataObject) -> None:
    count = data.draw(st.integers(1, len(pool.available)))
    chosen = DMB.select(pool, count, np.random.default_rng(1)).tolist()
    assert len(set(chosen)) == count
    assert set(chosen) <= set(slow_shortlist(pool, count))
    score = uncertainty(pool)
    assert chosen == sorted(chosen, key=lambda i: (-score[i], i))


@settings(max_examples=60, deadline=None)
@given(crowded())
def test_one_sample_is_the_nearest_to_the_weighted_mean(pool: SelectionContext) -> None:
    shortlist = slow_shortlist(pool, 1)
    if len(pool.available) == 1:
        return
    score = uncertainty(pool)
    weights = [max(1 + score[i], 1e-6) for i in shortlist]
    mean = sum(w * pool.coordinates[i].astype(float) for i, w in zip(shortlist, weights, strict=True)) / sum(weights)
    gaps = {i: float(np.square(pool.coordinates[i] - mean).sum()) for i in shortlist}
    chosen = int(DMB.select(pool, 1, np.random.default_rng(0))[0])
    assert gaps[chosen] == pytest.approx(min(gaps.values()), abs=1e-9)


@settings(max_examples=40, deadline=None)
@given(crowded(), st.data())
def test_each_cluster_gives_the_nearest_to_its_centre(pool: SelectionContext, data: st.DataObject) -> None:
    points = np.asarray(pool.coordinates, np.float64)
    k = data.draw(st.integers(1, len(points)))
    weights = np.ones(len(points))
    centres, clusters = diverse._clusters(points, weights, k, np.random.default_rng(2))
    expected = []
    for cluster in sorted(set(clusters.tolist())):
        members = [i for i in range(len(points)) if clusters[i] == cluster]
        expected.append(min(members, key=lambda i: (float(np.square(points[i] - centres[cluster]).sum()), i)))
    assert diverse._central(points, weights, k, np.random.default_rng(2)).tolist() == expected


def test_groups_that_lie_apart_each_get_a_question() -> None:
    rng = np.random.default_rng(0)
    places = np.array([[0, 0], [100, 0], [0, 100], [100, 100]])
    group = rng.integers(0, 4, 40)
    pool = context(places[group] + rng.normal(size=(40, 2)), rng.random(40) / 2)
    for seed in range(5):
        assert set(group[DMB.select(pool, 4, np.random.default_rng(seed))]) == {0, 1, 2, 3}


def test_doubt_draws_the_centre_towards_it() -> None:
    pool = context(np.array([[0.0], [4.0], [10.0]]), np.array([0.0, 0.9, 0.9]))
    assert DMB.select(pool, 1, np.random.default_rng(0)).tolist() == [0]
    certain = context(np.array([[0.0], [4.0], [10.0]]), np.array([0.9, 0.9, 0.9]))
    assert DMB.select(certain, 1, np.random.default_rng(0)).tolist() == [1]


def test_samples_on_one_spot_are_taken_by_doubt() -> None:
    pool = context(np.zeros((30, 2)), np.linspace(0.9, 0.1, 30), taken=3)
    chosen = DMB.select(pool, 4, np.random.default_rng(0)).tolist()
    assert chosen[:3] == [29, 28, 27]


def test_all_that_is_left_comes_by_doubt() -> None:
    pool = context(np.random.default_rng(0).random((20, 2)), np.linspace(0.9, 0.1, 20), taken=5)
    assert DMB.select(pool, 15, np.random.default_rng(0)).tolist() == list(range(19, 4, -1))


def test_predictions_without_doubt_are_no_obstacle() -> None:
    pool = context(np.random.default_rng(0).random((50, 2)), np.ones(50))
    assert len(set(DMB.select(pool, 6, np.random.default_rng(0)).tolist())) == 6


def test_before_a_classifier_random_selection_stands_in() -> None:
    pool = context(np.random.default_rng(0).random((50, 2)), np.ones(50))
    blind = SelectionContext(pool.available, pool.selected, coordinates=pool.coordinates)
    chosen = select("DMB", blind, 5, np.random.default_rng(3))
    assert chosen.effective_scheme == "RS"
    assert chosen.sample_ids.tolist() == select("RS", blind, 5, np.random.default_rng(3)).sample_ids.tolist()
    with pytest.raises(ValueError, match="no probabilities here"):
        DMB.select(blind, 5, np.random.default_rng(3))
