"""Points of several spaces in one, so that samples are near which all of these find alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

LOOKED_AT = 1000
NEAR = 10
"""How far apart near samples are: the distance to the tenth nearest, the middle one of a thousand rows drawn by lot."""


def side_by_side(parts: Sequence[NDArray[Any]], seed: int = 0) -> NDArray[np.float32]:
    """Points (n, sum of d) of parts (n, d), each scaled so that near samples are one apart there."""
    numbers = [np.asarray(part, np.float32) for part in parts]
    return np.hstack([part / _apart(part, seed) for part in numbers])


def _apart(points: NDArray[np.float32], seed: int) -> float:
    """How far apart near ones of points (n, d) are; 1 where they coincide."""
    some = np.random.default_rng(seed).permutation(len(points))[:LOOKED_AT]
    squares = (points**2).sum(axis=1)
    between = squares[some, None] + squares - 2 * points[some] @ points.T
    near = min(NEAR, len(points) - 1)
    nearest = np.partition(between, near, axis=1)[:, near]
    return float(np.median(np.sqrt(np.maximum(nearest, 0)))) or 1.0
