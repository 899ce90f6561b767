"""A label for each sample of the pool, as a scheme inferred it or a model predicts it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

NO_LABEL = -1


class PoolLabels(NamedTuple):
    """classes int64 (n,): -1 where there is none. certainties float32 (n,) in [0, 1], 0 where there is none."""

    classes: NDArray[np.int64]
    certainties: NDArray[np.float32]

    @classmethod
    def none(cls, n: int) -> PoolLabels:
        """Of none of n samples."""
        return cls(np.full(n, NO_LABEL, np.int64), np.zeros(n, np.float32))
