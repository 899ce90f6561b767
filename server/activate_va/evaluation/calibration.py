"""Whether a classifier is as often right as it says it is."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

BINS = 15


def expected_calibration_error(
    actual: NDArray[np.integer], probabilities: NDArray[np.floating], bins: int = BINS
) -> float:
    """Mean gap, in [0, 1], between the confidence of the predicted class and how often it is right (Guo et al. 2017).

    `actual`: class indices (n,); `probabilities` (n, c), rows summing to 1. Samples are put by their highest
    probability into `bins` intervals of equal width, each closed above; the gap of each bin counts by
    its samples. 0 where there are no samples. ValueError where the lengths differ.
    """
    if probabilities.ndim != 2 or len(actual) != len(probabilities):
        raise ValueError(f"{len(actual)} classes do not fit probabilities of shape {probabilities.shape}")
    if not len(actual):
        return 0.0
    confidence = probabilities.max(axis=1).astype(np.float64)
    right = probabilities.argmax(axis=1) == actual
    places = np.clip(np.ceil(confidence * bins) - 1, 0, bins - 1).astype(np.int64)
    gaps = np.bincount(places, weights=confidence - right, minlength=bins)
    return float(np.abs(gaps).sum() / len(actual))
