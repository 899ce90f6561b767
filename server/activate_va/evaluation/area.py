"""Area under the learning curve: one number for how high, and how soon, accuracy rose."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

import numpy as np

BUDGET = 100


class AreaConvention(StrEnum):
    """Which area: Legg et al. 2019 print one without saying how it was taken, so both usual ones are offered."""

    MEAN_HEIGHT = "mean_height"
    """Trapezoids over the labelled range, divided by its width: the curve's mean height, in [0, 1]."""

    FROM_ORIGIN = "from_origin"
    """The point (0, 0) goes first, and the area is divided by 100 labels, the paper's budget."""


def area_under_curve(
    labels: Sequence[int], accuracies: Sequence[float], convention: AreaConvention | str = AreaConvention.MEAN_HEIGHT
) -> float:
    """Area under accuracy (in [0, 1]) over the number of labels, by the trapezoidal rule.

    `labels` never falls from one point to the next. Where it does not rise at all, the mean height
    is the plain mean. ValueError for no points, unequal lengths, or falling labels.
    """
    x, y = np.asarray(labels, float), np.asarray(accuracies, float)
    if x.shape != y.shape or x.ndim != 1 or len(x) == 0:
        raise ValueError(f"{x.shape} label counts and {y.shape} accuracies: there must be as many, and one at least")
    if np.any(np.diff(x) < 0) or x[0] < 0:
        raise ValueError(f"label counts must not fall: {list(labels)}")
    if AreaConvention(convention) is AreaConvention.FROM_ORIGIN:
        return float(np.trapezoid(np.append(0.0, y), np.append(0.0, x)) / BUDGET)
    width = x[-1] - x[0]
    return float(np.trapezoid(y, x) / width) if width else float(y.mean())
