"""How many test samples are predicted right, and how sure that is."""

from __future__ import annotations

from math import sqrt

import numpy as np

from activate_va.evaluation import accuracy
from activate_va.measures.base import Evaluation, Measure

NORMAL_975 = 1.959963984540054
"""The 97.5 % point of the normal distribution: 95 % of it lie within as much of its mean to either side."""


class Accuracy(Measure):
    """In [0, 1]; None where there are no samples."""

    name = "accuracy"
    title = "Accuracy"
    description = "share of the test samples that are predicted right"

    def value(self, evaluation: Evaluation) -> float | None:
        return accuracy(evaluation.confusion) if len(evaluation.actual) else None


class WilsonBound(Measure):
    """An end of Wilson's 95 % score interval of accuracy, in [0, 1]; None where there are no samples.

    It holds for the model that was trained, over test samples that might have been drawn; what other seeds would have
    given, it does not say. Wilson 1927, "Probable inference, the law of succession, and statistical inference".
    """

    headline = False

    def __init__(self, name: str, title: str, description: str, sign: int) -> None:
        self.name, self.title, self.description, self.sign = name, title, description, sign

    def value(self, evaluation: Evaluation) -> float | None:
        right, samples = int(np.trace(evaluation.confusion)), int(evaluation.confusion.sum())
        return wilson_bound(right, samples, self.sign) if samples else None


def wilson_bound(right: int, samples: int, sign: int) -> float:
    """The lower (`sign` -1) or upper (1) end of Wilson's 95 % interval for `right` of at least one sample."""
    squared = NORMAL_975**2
    half = NORMAL_975 * sqrt(right * (samples - right) / samples + squared / 4)
    return min(max((right + squared / 2 + sign * half) / (samples + squared), 0.0), 1.0)


def accuracy_bounds() -> tuple[WilsonBound, WilsonBound]:
    return (
        WilsonBound(
            "accuracy_lower", "Accuracy, at least", "lower end of Wilson’s 95 % interval over the test samples", -1
        ),
        WilsonBound(
            "accuracy_upper", "Accuracy, at most", "upper end of Wilson’s 95 % interval over the test samples", 1
        ),
    )
