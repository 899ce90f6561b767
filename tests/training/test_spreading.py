"""Label spreading against the closed form on dense matrices, and what it makes of real digits."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from activate_va.datasets import open_dataset
from activate_va.pool import PoolContent
from activate_va.training import LabelSet, Neighbours, TrainingContext, TrainingSet, schemes
from activate_va.training.graph import ALPHA
from activate_va.training.shares_spread import spread
from activate_va.training.spreading import SpreadingOptions

ILS = schemes["ILS"]


def nearest(points: NDArray[np.float32], k: int) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    gaps = np.sqrt(np.square(points[:, None] - points[None]).sum(axis=2))
    np.fill_diagonal(gaps, np.inf)
    rows = gaps.argsort(axis=1, kind="stable")[:, :k]
    return rows.astype(np.int32), np.take_along_axis(gaps, rows, axis=1)


@st.composite
def graphs(draw: st.DrawFn) -> Neighbours:
    """Neighbours of random points, some of which may coincide."""
    n = draw(st.integers(6, 40))
    points = np.random.default_rng(draw(st.integers(0, 2**32 - 1))).normal(size=(n, 3)).astype(np.float32)
    points[: draw(st.integers(0, 3))] = points[-1]
    return Neighbours(*nearest(points, draw(st.integers(1, 5))))


def labels_on(graph: Neighbours, n: int, seed: int) -> LabelSet:
    sample_ids = np.random.default_rng(seed).choice(len(graph.rows), n, replace=False)
    return LabelSet(sample_ids, np.arange(n) % 3, np.ones(n))


def dense_shares(graph: Neighbours, labels: LabelSet) -> NDArray[np.float64]:
    """(I - alpha S)^-1 Y by the book, each class scaled to the same mass, each row to one.

    Graphs are not asked about in which so little arrives somewhere, over distances of many widths, that the inverse in
    double precision does not tell how much of which class it is.
    """
    n = len(graph.rows)
    width = float(np.median(graph.distances[:, -1])) or 1.0
    similar = np.zeros((n, n))
    for i in range(n):
        for j, distance in zip(graph.rows[i], graph.distances[i], strict=True):
            similar[i, j] += math.exp(-((float(distance) / width) ** 2)) / 2
            similar[j, i] += math.exp(-((float(distance) / width) ** 2)) / 2
    sums = similar.sum(axis=1)
    normal = similar / np.sqrt(np.outer(sums, sums))
    given_mass = np.zeros((n, 3))
    given_mass[labels.sample_ids, labels.class_indices] = 1
    mass = np.linalg.inv(np.eye(n) - ALPHA * normal) @ given_mass
    mass /= mass.sum(axis=0)
    totals = mass.sum(axis=1, keepdims=True)
    parts = connected_components(csr_array(similar))[1]
    reached = np.isin(parts, parts[labels.sample_ids])[:, None]
    assume(np.all(totals[reached] > 1e-9))
    return np.where(reached, mass / np.where(reached, totals, 1), 0)


@settings(max_examples=60, deadline=None)
@given(graphs(), st.integers(3, 6), st.integers(0, 1000))
def test_the_sparse_way_comes_to_the_closed_form(graph: Neighbours, n: int, seed: int) -> None:
    labels = labels_on(graph, n, seed)
    found = spread(graph, labels.sample_ids, labels.class_indices)
    expected = dense_shares(graph, labels)
    reached = expected.any(axis=1)
    assert found[reached] == pytest.approx(expected[reached], abs=1e-5)
    assert not found[~reached].any()


@settings(max_examples=60, deadline=None)
@given(graphs(), st.integers(3, 6), st.integers(0, 1000))
def test_the_training_set_is_the_largest_shares_weighted_by_certainty(graph: Neighbours, n: int, seed: int) -> None:
    labels = labels_on(graph, n, seed)
    made = ILS.assemble(labels, TrainingContext(len(graph.rows), neighbours=graph), np.random.default_rng(0))
    own = dict(zip(labels.sample_ids.tolist(), labels.class_indices.tolist(), strict=True))
    shares = dense_shares(graph, labels)
    assert made.weights is not None
    assert made.indices.tolist() == np.flatnonzero(shares.any(axis=1)).tolist()
    for index, label, weight in zip(made.indices.tolist(), made.labels.tolist(), made.weights, strict=True):
        if index in own:
            assert (label, weight) == (own[index], 1)
            continue
        row = shares[index]
        assert row[label] == pytest.approx(row.max(), abs=1e-5)
        entropy = -math.fsum(q * math.log(q) for q in row if q > 0)
        assert weight == pytest.approx(1 - entropy / math.log(3), abs=1e-3)


def test_weights_by_certainty_and_equal_masses_can_be_switched_off() -> None:
    """With one label of a class and five of another, what lies between goes to the five unless masses are equal."""
    line = np.arange(21, dtype=np.float32)[:, None]
    graph = Neighbours(*nearest(line, 2))
    labels = LabelSet(np.array([0, 16, 17, 18, 19, 20]), np.array([0, 1, 1, 1, 1, 1]), np.ones(6))

    def made(**chosen: bool) -> TrainingSet:
        context = TrainingContext(21, neighbours=graph, options=SpreadingOptions(**chosen))
        return ILS.assemble(labels, context, np.random.default_rng(0))

    assert made(by_certainty=False).weights is None
    assert np.array_equal(made(by_certainty=False).labels, made().labels)
    assert (made(equal_classes=False).labels == 0).sum() < (made().labels == 0).sum()
    plain = ILS.assemble(labels, TrainingContext(21, neighbours=graph), np.random.default_rng(0))
    assert np.array_equal(plain.labels, made().labels)


def test_samples_that_no_label_reaches_are_left_out() -> None:
    far = np.array([[0, 0], [0, 1], [1, 0], [50, 50], [50, 51], [51, 50], [90, 0], [90, 1], [91, 0]], np.float32)
    graph = Neighbours(*nearest(far, 2))
    labels = LabelSet(np.array([0, 4]), np.array([0, 1]), np.ones(2))
    made = ILS.assemble(labels, TrainingContext(9, neighbours=graph), np.random.default_rng(0))
    assert made.indices.tolist() == [0, 1, 2, 3, 4, 5]
    assert made.labels.tolist() == [0, 0, 0, 1, 1, 1]
    assert made.weights == pytest.approx(np.ones(6))


def test_a_sample_between_two_classes_hardly_counts() -> None:
    line = np.arange(7, dtype=np.float32)[:, None]
    labels = LabelSet(np.array([0, 6]), np.array([0, 1]), np.ones(2))
    made = ILS.assemble(labels, TrainingContext(7, neighbours=Neighbours(*nearest(line, 2))), np.random.default_rng(0))
    assert made.weights is not None
    assert made.weights[3] == pytest.approx(0, abs=1e-4)
    assert made.weights[0] == made.weights[6] == 1
    assert made.labels[:3].tolist() == [0, 0, 0]
    assert made.labels[4:].tolist() == [1, 1, 1]


def test_it_infers_more_of_real_digits_than_the_nearest_label_and_knows_where_it_errs() -> None:
    pool = open_dataset("mnist").pool
    assert pool.labels is not None
    images, truth = pool.items[:3000], pool.labels[:3000]
    graph = Neighbours(*PoolContent(images.reshape(3000, -1)).neighbours(7))
    chosen = np.random.default_rng(0).choice(3000, 50, replace=False)
    labels = LabelSet(chosen, truth[chosen], np.ones(50))
    made = ILS.assemble(labels, TrainingContext(3000, neighbours=graph), np.random.default_rng(0))
    pixels = images.reshape(3000, -1).astype(np.float32) / 255
    nearest_label = schemes["IL"].assemble(labels, TrainingContext(3000, coordinates=pixels), np.random.default_rng(0))
    right = made.labels == truth[made.indices]
    assert right.mean() > (nearest_label.labels == truth).mean()
    assert made.weights is not None
    assert made.weights[right].mean() > 1.5 * made.weights[~right].mean()


def test_without_neighbours_it_refuses() -> None:
    labels = LabelSet(np.array([1, 2]), np.array([0, 1]), np.ones(2))
    with pytest.raises(ValueError, match="neighbours"):
        ILS.assemble(labels, TrainingContext(5), np.random.default_rng(0))
