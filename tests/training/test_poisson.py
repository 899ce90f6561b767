"""Flow against a dense solution, cuts into classes of given sizes, and what they make of real digits."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from activate_va.datasets import open_dataset
from activate_va.pool import LabelSet, Neighbours, PoolContent
from activate_va.pool.similarities import similarities
from activate_va.testing.pool import nearest
from activate_va.training import TrainingContext, schemes
from activate_va.training.poisson import LEAK, PoissonOptions, cut, flowed, priced, sources_of

IPL = schemes["IPL"]


@st.composite
def graphs(draw: st.DrawFn) -> Neighbours:
    """Neighbours of random points, some of which may coincide."""
    n = draw(st.integers(8, 40))
    points = np.random.default_rng(draw(st.integers(0, 2**32 - 1))).normal(size=(n, 3)).astype(np.float32)
    points[: draw(st.integers(0, 3))] = points[-1]
    return nearest(points, draw(st.integers(2, 6)))


def labelled(n: int, pool: int, seed: int) -> LabelSet:
    sample_ids = np.random.default_rng(seed).choice(pool, n, replace=False).astype(np.int64)
    return LabelSet(sample_ids, np.arange(n) % 3, np.ones(n))


@settings(max_examples=40)
@given(graphs(), st.integers(3, 7), st.integers(0, 1000))
def test_flow_settles_at_the_solution_of_the_dense_system(graph: Neighbours, n: int, seed: int) -> None:
    labels = labelled(n, len(graph.rows), seed)
    similar = similarities(graph)
    sources = sources_of(labels.sample_ids, labels.class_indices, len(graph.rows))
    assert sources.sum(axis=0) == pytest.approx(0, abs=1e-5)
    dense = similar.toarray()
    sums = dense.sum(axis=1)
    sums[sums == 0] = 1
    expected = np.linalg.solve(np.diag((1 + LEAK) * sums) - dense, sources.astype(float))
    largest = np.abs(expected).max()
    assert flowed(similar, sources) == pytest.approx(expected, abs=1e-3 * largest)


@given(st.integers(0, 2**32 - 1), st.integers(2, 5), st.integers(200, 400))
def test_prices_bring_classes_near_their_sizes(seed: int, classes: int, n: int) -> None:
    rng = np.random.default_rng(seed)
    flow = rng.normal(size=(n, classes)).astype(np.float32) + np.arange(classes, dtype=np.float32)
    sizes = rng.dirichlet(np.full(classes, 5.0))
    found = np.bincount(priced(flow, sizes), minlength=classes) / n
    assert np.abs(found - sizes).max() < 0.01
    assert np.array_equal(priced(flow, None), flow.argmax(axis=1))


def two_moons(few: int, many: int) -> tuple[Neighbours, NDArray[np.int64]]:
    """Two half circles of so many points that bite into each other, and of which each is."""
    rng = np.random.default_rng(0)
    angles = np.concatenate([rng.uniform(0, np.pi, few), rng.uniform(np.pi, 2 * np.pi, many)])
    truth = np.repeat([0, 1], [few, many])
    points = np.stack([np.cos(angles) + truth, np.sin(angles) + 0.4 * truth], axis=1)
    points += rng.normal(scale=0.08, size=points.shape)
    return nearest(points.astype(np.float32), 10), truth


def right(graph: Neighbours, truth: NDArray[np.int64], options: PoissonOptions) -> float:
    """The share of the pool inferred right from one label of each class."""
    sample_ids = np.array([5, int(np.flatnonzero(truth)[5])])
    labels = LabelSet(sample_ids, truth[sample_ids], np.ones(2))
    made = IPL.assemble(
        labels, TrainingContext(len(truth), neighbours=graph, options=options), np.random.default_rng(0)
    )
    return float((made.labels == truth[made.indices]).mean())


def test_one_label_of_each_of_two_moons_is_enough() -> None:
    graph, truth = two_moons(200, 200)
    assert right(graph, truth, PoissonOptions(class_sizes="equal")) > 0.97


def test_where_classes_are_one_to_ten_equal_sizes_do_harm_and_estimated_ones_do_not() -> None:
    graph, truth = two_moons(40, 400)
    assert right(graph, truth, PoissonOptions(class_sizes="equal")) < 0.7
    assert right(graph, truth, PoissonOptions(class_sizes="free")) > 0.95
    assert right(graph, truth, PoissonOptions(class_sizes="estimated")) > 0.95


def test_a_label_keeps_its_class_and_what_no_label_reaches_is_left_out() -> None:
    points = np.concatenate([np.zeros((10, 2)), np.full((10, 2), 50), np.full((10, 2), -50)]).astype(np.float32)
    points += np.random.default_rng(0).normal(size=points.shape).astype(np.float32)
    labels = LabelSet(np.array([0, 1, 10]), np.array([2, 5, 5]), np.ones(3))
    made = IPL.assemble(labels, TrainingContext(30, neighbours=nearest(points, 4)), np.random.default_rng(0))
    assert made.indices.tolist() == list(range(20))
    assert set(made.labels.tolist()) <= {2, 5}
    assert dict(zip(made.indices.tolist(), made.labels.tolist(), strict=True))[0] == 2
    assert set(made.labels[10:].tolist()) == {5}


def test_cuts_do_not_make_real_digits_worse() -> None:
    pool = open_dataset("mnist").pool
    truth = pool.labels
    assert truth is not None
    truth = truth[:3000]
    similar = similarities(PoolContent(pool.items[:3000].reshape(3000, -1)).neighbours(10))
    sample_ids = np.random.default_rng(0).choice(3000, 100, replace=False)
    sources = sources_of(sample_ids, truth[sample_ids], 3000)
    flow = flowed(similar, sources)
    alone = (cut(similar, sources, flow, None, 0) == truth).mean()
    equal = (cut(similar, sources, flow, np.full(10, 0.1), 20) == truth).mean()
    assert alone > 0.8
    assert equal > alone
