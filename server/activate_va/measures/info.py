"""What readers of numbers are told of a measure."""

from __future__ import annotations

from typing import Self

from activate_va.measures.base import Direction, Measured
from activate_va.value import Value


class MeasureInfo(Value):
    """`unit` follows the title; `digits` is how many decimals are shown of a value times `scale`.

    A measure that is `per_class` gives a value for each class, named `f1:3`. Tables show a `headline` unasked.
    """

    name: str
    title: str
    description: str
    unit: str
    better: Direction
    digits: int
    scale: int
    per_class: bool
    headline: bool

    @classmethod
    def of(cls, measure: Measured) -> Self:
        return cls(**{name: getattr(measure, name) for name in cls.model_fields})
