"""The original space, for distances that are not to be measured in the projection."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from activate_va.datasets import Dataset


@lru_cache(maxsize=1)
def flat_pixels(dataset: Dataset) -> NDArray[np.float32]:
    """The pool's images as rows of pixels in [0, 1], (n, h * w * c); kept for the last dataset asked for."""
    flat = dataset.pool.images.reshape(len(dataset.pool), -1).astype(np.float32)
    flat /= 255
    return flat
