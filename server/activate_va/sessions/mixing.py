"""Models that predict together: the weighted mean of their probabilities."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from activate_va.classifiers import FittedClassifier
from activate_va.classifiers.base import Report

Weights = Mapping[str, float]
"""By training scheme, none negative, of sum 1."""


def mixed(weights: Weights, probabilities: Mapping[str, NDArray[np.float32]]) -> NDArray[np.float32]:
    """The weighted mean of the schemes' probabilities (n, c). Where one weighs 1 it is that scheme's, to the bit."""
    parts = [(weight, probabilities[name]) for name, weight in weights.items() if weight > 0]
    if len(parts) == 1:
        return parts[0][1]
    return np.asarray(sum(np.float32(weight) * part for weight, part in parts), np.float32)


def mixed_temperature(weights: Weights, temperatures: Mapping[str, float | None]) -> float | None:
    """The weighted mean of the schemes' temperatures; None where one of them has none."""
    values = [(weight, temperatures[name]) for name, weight in weights.items() if weight > 0]
    known = [(weight, value) for weight, value in values if value is not None]
    return sum(weight * value for weight, value in known) if len(known) == len(values) else None


@dataclass(frozen=True)
class MixedClassifier(FittedClassifier):
    """Fitted classifiers that predict together. It has no file of its own: each of them has."""

    weights: Weights
    parts: Mapping[str, FittedClassifier]

    def predict_proba(self, items: NDArray[Any], report: Report | None = None) -> NDArray[np.float32]:
        return mixed(self.weights, {name: part.predict_proba(items) for name, part in self.parts.items()})

    def to_bytes(self) -> bytes:
        raise TypeError("a mixture is kept as the models that it is of")
