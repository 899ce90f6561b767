"""Where layouts start."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def layout_start(features: NDArray[np.float32], seed: int) -> NDArray[np.float64]:
    """Where a layout starts (n, 2): the first two components in [0, 1], with a trace of noise to part duplicates."""
    start = np.zeros((len(features), 2))
    columns = features[:, :2].astype(np.float64)
    span = np.ptp(columns, axis=0)
    start[:, : columns.shape[1]] = (columns - columns.min(axis=0)) / np.where(span > 0, span, 1)
    return start + np.random.default_rng(seed).normal(scale=1e-4, size=start.shape)
