"""Spreading for all classes side by side: what a query can wait for, where nobody needs the last digits."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from activate_va.pool import LabelSet, Neighbours
from activate_va.training.graph import solved, system


def class_shares(neighbours: Neighbours, labels: LabelSet) -> NDArray[np.float32]:
    """Shares (n, c) of the classes in each sample, as `spread` gives them to five digits; c is one more than the
    largest class index. Every class spreads the same mass; a row adds up to 1, or is zero where no label reaches it."""
    classes, columns = np.unique(labels.class_indices, return_inverse=True)
    given = np.zeros((len(neighbours.rows), len(classes)))
    given[labels.sample_ids, columns] = 1
    mass = np.maximum(solved(system(neighbours), given), 0)
    mass /= np.maximum(mass.sum(axis=0), np.finfo(np.float64).tiny)
    totals = mass.sum(axis=1, keepdims=True)
    shares = np.zeros((len(mass), int(classes.max()) + 1), np.float32)
    shares[:, classes] = mass / np.where(totals > 0, totals, 1)
    return shares
