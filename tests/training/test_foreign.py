"""A pool of which a fifth is of no class that anybody labels: each is given one all the same, with little certainty."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import mannwhitneyu

from activate_va.datasets import open_dataset
from activate_va.options import Options
from activate_va.pool import LabelSet, Neighbours, PoolContent
from activate_va.training import TrainingContext, TrainingSet, schemes
from activate_va.training.poisson import PoissonOptions

SAMPLES, KNOWN, LABELS_OF_EACH = 4000, 8, 5
SEEDS = (0, 1, 2)


class Pool(NamedTuple):
    """`truth` is a class of 0 to 7, or, for eights and nines, foreign: none of these."""

    truth: NDArray[np.int64]
    graph: Neighbours

    @property
    def known(self) -> NDArray[np.bool_]:
        return self.truth < KNOWN


@cache
def digits(foreign: bool) -> Pool:
    pool = open_dataset("mnist").pool.part(slice(0, SAMPLES))
    assert pool.labels is not None
    rows = np.flatnonzero((pool.labels < KNOWN) | foreign)
    content = PoolContent(pool.items[rows].reshape(len(rows), -1))
    return Pool(pool.labels[rows], content.neighbours(10))


def inferred(pool: Pool, name: str, seed: int, options: Options | None = None) -> TrainingSet:
    rng = np.random.default_rng(seed)
    chosen = np.concatenate(
        [rng.choice(np.flatnonzero(pool.truth == index), LABELS_OF_EACH, replace=False) for index in range(KNOWN)]
    )
    scheme = schemes[name]
    context = TrainingContext(
        len(pool.truth), neighbours=pool.graph.nearest(scheme.n_neighbours), options=options or scheme.options()
    )
    labels = LabelSet(chosen, pool.truth[chosen], np.ones(len(chosen)))
    return scheme.assemble(labels, context, np.random.default_rng(0))


def right(pool: Pool, name: str, options: Options | None = None) -> float:
    """Of the samples that have one of the classes the share that is given it, over all seeds."""
    shares = []
    for seed in SEEDS:
        made = inferred(pool, name, seed, options)
        told = np.full(len(pool.truth), -1)
        told[made.indices] = made.labels
        shares.append(np.mean(told[pool.known] == pool.truth[pool.known]))
    return float(np.mean(shares))


def test_a_fifth_is_foreign_and_all_of_it_is_given_a_class() -> None:
    pool = digits(foreign=True)
    assert 1 - pool.known.mean() == pytest.approx(0.2, abs=0.01)
    for name in ("ILS", "IPL"):
        assert len(inferred(pool, name, 0)) == SAMPLES


def test_estimated_sizes_bear_it_and_equal_ones_less() -> None:
    """Eights and nines count to the classes that they look like, which equal sizes then cut down."""
    estimated, equal = (PoissonOptions(class_sizes=sizes) for sizes in ("estimated", "equal"))
    with_foreign, without = digits(foreign=True), digits(foreign=False)
    assert right(without, "IPL", estimated) > 0.92
    assert right(with_foreign, "IPL", estimated) > right(without, "IPL", estimated) - 0.025
    assert right(with_foreign, "IPL", equal) < right(with_foreign, "IPL", estimated) - 0.02


def test_spreading_is_less_sure_of_what_is_foreign() -> None:
    pool = digits(foreign=True)
    for seed in SEEDS:
        made = inferred(pool, "ILS", seed)
        assert made.weights is not None
        known = pool.known[made.indices]
        ranked = mannwhitneyu(made.weights[known], made.weights[~known]).statistic
        assert ranked / known.sum() / (~known).sum() > 0.8
