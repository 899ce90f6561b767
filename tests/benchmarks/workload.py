"""What both sides are given: MNIST, its UMAP coordinates, and a hundred labels drawn at random."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from activate_va.datasets import Dataset, open_dataset
from activate_va.projections import load, projection_key, projections
from activate_va.training import LabelSet

LABELS = 100
EPOCHS = 5


@cache
def mnist() -> Dataset:
    return open_dataset("mnist")


@cache
def coordinates() -> NDArray[np.float32]:
    """The UMAP that ships with MNIST."""
    from pathlib import Path

    shipped = load(projection_key(mnist().digest, projections["umap"]), Path("bench-results"))
    if shipped is None:
        raise SystemExit("the shipped UMAP of MNIST does not fit its key: compute it anew")
    return shipped


@cache
def labels(seed: int = 0, count: int = LABELS) -> LabelSet:
    rng = np.random.default_rng(seed)
    actual = mnist().pool.labels
    assert actual is not None
    chosen = np.sort(rng.choice(len(actual), count, replace=False))
    return LabelSet(chosen, actual[chosen], rng.uniform(0.5, 1.0, count))
