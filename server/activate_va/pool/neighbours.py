"""The nearest others of every sample."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Neighbours(NamedTuple):
    """The k nearest others of each pool sample: rows int32 (n, k) and distances float32 (n, k), nearest first."""

    rows: NDArray[np.int32]
    distances: NDArray[np.float32]

    def nearest(self, k: int) -> Neighbours:
        """The first k of each, or all, if fewer."""
        return Neighbours(self.rows[:, :k], self.distances[:, :k])
