"""The neighbour graph as matrices, and what flows along it."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from activate_va.pool import Neighbours

ALPHA = 0.99
"""How much of a sample's label comes from its neighbours; the rest is its own. The value of Zhou et al. 2004."""
TOLERANCE = 1e-5
MOST_STEPS = 2000


def similarities(neighbours: Neighbours) -> Any:
    """A sparse symmetric matrix (n, n): a Gaussian of distance, halved where only one is the other's neighbour.

    Its width is the median distance to the last neighbour.
    """
    from scipy.sparse import csr_array

    rows, distances = neighbours.rows, neighbours.distances.astype(np.float64)
    width = float(np.median(distances[:, -1])) or 1.0
    values = np.exp(-np.square(distances / width))
    starts = np.arange(0, rows.size + 1, rows.shape[1])
    directed = csr_array((values.ravel(), rows.ravel(), starts), (len(rows), len(rows)))
    return (directed + directed.T) / 2


def system(neighbours: Neighbours) -> Any:
    """I - alpha S, with S the similarities divided by the roots of both samples' sums."""
    from scipy.sparse import diags_array, eye_array

    similar = similarities(neighbours)
    sums = np.asarray(similar.sum(axis=1)).ravel()
    roots = diags_array(1 / np.sqrt(np.where(sums > 0, sums, 1)))
    return (eye_array(len(sums)) - ALPHA * (roots @ similar @ roots)).tocsr()


def solved(matrix: Any, right: NDArray[np.float64], tolerance: float = TOLERANCE) -> NDArray[np.float64]:
    """x of matrix x = right, columns (n, c) side by side by conjugate gradients, for one reading of the matrix a step.

    `tolerance`: how much of a column may be left over. Raises ArithmeticError where one has not come to rest.
    """
    x, rest = np.zeros_like(right), right.copy()
    way, size = right.copy(), np.einsum("ij,ij->j", right, right)
    enough = tolerance**2 * size
    for _ in range(MOST_STEPS):
        if np.all(size <= enough):
            return x
        across = matrix @ way
        reach = np.einsum("ij,ij->j", way, across)
        step = np.divide(size, reach, out=np.zeros_like(size), where=(size > enough) & (reach > 0))
        x += step * way
        rest -= step * across
        before, size = size, np.einsum("ij,ij->j", rest, rest)
        way *= np.divide(size, before, out=np.zeros_like(size), where=before > 0)
        way += rest
    raise ArithmeticError(f"the flow did not settle in {MOST_STEPS} steps")
