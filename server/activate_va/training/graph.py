"""What flows along the neighbour graph."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from activate_va.pool import Neighbours
from activate_va.pool.similarities import normalised

ALPHA = 0.99
"""How much of a sample's label comes from its neighbours; the rest is its own. The value of Zhou et al. 2004."""
TOLERANCE = 1e-5
MOST_STEPS = 2000


def system(neighbours: Neighbours) -> Any:
    """I - alpha S, with S the similarities divided by the roots of both samples' sums."""
    from scipy.sparse import eye_array

    return (eye_array(len(neighbours.rows)) - ALPHA * normalised(neighbours)).tocsr()


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
