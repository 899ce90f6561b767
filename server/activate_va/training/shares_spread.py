"""Shares of classes that spread from labelled samples over the neighbour graph, for training and for queries alike."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from activate_va.pool import Neighbours
from activate_va.training.graph import solved, system

TOLERANCE = 1e-13
"""Of what spreads: far from all labels next to nothing of it arrives, of which shares are to be right, too."""
ROUGHLY = 1e-5
"""What a query can wait for, where nobody needs the last digits."""


def spread(
    neighbours: Neighbours,
    sample_ids: NDArray[np.int64],
    class_indices: NDArray[np.int64],
    equal_classes: bool = True,
    tolerance: float = TOLERANCE,
) -> NDArray[np.float64]:
    """Shares (n, c) of the classes in each sample, c one more than the largest class index.

    A row adds up to 1, or is zero where no label reaches the sample. The solution is positive; where next to nothing
    arrives its last digits may not be.
    """
    classes, columns = np.unique(class_indices, return_inverse=True)
    given = np.zeros((len(neighbours.rows), len(classes)))
    given[sample_ids, columns] = 1
    mass = np.maximum(solved(system(neighbours), given, tolerance), 0)
    if equal_classes:
        mass /= np.maximum(mass.sum(axis=0), np.finfo(np.float64).tiny)
    totals = mass.sum(axis=1, keepdims=True)
    shares = np.zeros((len(mass), int(classes.max()) + 1))
    shares[:, classes] = mass / np.where(totals > 0, totals, 1)
    return shares
