"""The area under the ROC curve of one class against all others, and how sure it is."""

from __future__ import annotations

from math import sqrt

import numpy as np
from numpy.typing import NDArray


def area_under_roc(positive: NDArray[np.bool_], scores: NDArray[np.floating]) -> float | None:
    """The probability that a positive sample (n,) scores above a negative one, ties counting a half; in [0, 1].

    None where one of the two is missing. Hanley and McNeil 1982, "The meaning and use of the area under a receiver
    operating characteristic (ROC) curve".
    """
    from scipy.stats import rankdata

    n_positive = int(positive.sum())
    n_negative = len(positive) - n_positive
    if not n_positive or not n_negative:
        return None
    ranks = rankdata(scores)[positive].sum()
    return float((ranks - n_positive * (n_positive + 1) / 2) / (n_positive * n_negative))


def standard_error_of_area(area: float, positives: int, negatives: int) -> float:
    """Hanley and McNeil's, from the area and both counts, each at least one."""
    twice_positive, twice_negative = area / (2 - area), 2 * area**2 / (1 + area)
    variance = area * (1 - area)
    variance += (positives - 1) * (twice_positive - area**2) + (negatives - 1) * (twice_negative - area**2)
    return sqrt(max(variance, 0.0) / (positives * negatives))
