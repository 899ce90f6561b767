"""What a measure is given, and what it must give."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

Direction = Literal["higher", "lower"]
PERCENT = "%"
OF_CLASS = ":"
"""Between the name of a measure of one class and the class index: `f1:3`. No other name holds it."""


@dataclass(frozen=True, eq=False)
class Evaluation:
    """A model on the test split; measures change none of it.

    actual: int (n,), the true class indices.
    probabilities: float (n, c), rows summing to 1. calibrated: the same at the model's temperature; None: it has none.
    confusion: int64 (c, c), counts: a row per actual class, a column per predicted one.
    """

    actual: NDArray[np.integer]
    probabilities: NDArray[np.floating]
    confusion: NDArray[np.int64]
    calibrated: NDArray[np.floating] | None = None

    @property
    def classes(self) -> int:
        return len(self.confusion)


class Measured(ABC):
    """What measures of a model and of one class have in common. Instances have no state of their own.

    `title` heads a column; `unit` follows it. `better` says which end of the scale is. `digits` is how many decimals
    are shown of the value times `scale`. `headline`: shown in every table; the others are shown where somebody asks
    for them by name.
    """

    name: str
    title: str
    description: str
    unit: str = PERCENT
    better: Direction = "higher"
    digits: int = 1
    headline: bool = True
    per_class: ClassVar[bool]

    @property
    def scale(self) -> int:
        """100 for a share in [0, 1] that is shown in percent, else 1."""
        return 100 if self.unit == PERCENT else 1

    @abstractmethod
    def values(self, evaluation: Evaluation) -> Mapping[str, float | None]:
        """What is recorded, by the names in `keys`; None where the measure says nothing about this evaluation."""

    @abstractmethod
    def keys(self, classes: int) -> tuple[str, ...]:
        """The names of the values, for a dataset of so many classes."""


class Measure(Measured):
    """One number for a model."""

    per_class = False

    @abstractmethod
    def value(self, evaluation: Evaluation) -> float | None:
        """A finite number; None where there is none to give, as of a test split without samples that count."""

    def values(self, evaluation: Evaluation) -> Mapping[str, float | None]:
        return {self.name: self.value(evaluation)}

    def keys(self, classes: int) -> tuple[str, ...]:
        return (self.name,)


class ClassMeasure(Measured):
    """One number for each class, named by its index: `f1:3`. A column per class is too many for a headline."""

    per_class = True
    headline = False

    @abstractmethod
    def value(self, evaluation: Evaluation, class_index: int) -> float | None:
        """A finite number; None where there is none to give, as of a class without samples."""

    def values(self, evaluation: Evaluation) -> Mapping[str, float | None]:
        return {key: self.value(evaluation, index) for index, key in enumerate(self.keys(evaluation.classes))}

    def keys(self, classes: int) -> tuple[str, ...]:
        return tuple(f"{self.name}{OF_CLASS}{index}" for index in range(classes))
