"""A number over seeds."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence

from activate_va.value import Value


class Spread(Value):
    """Mean over seeds, and standard deviation (n - 1); the deviation is null for one seed, which has no spread."""

    mean: float
    deviation: float | None
    seeds: int

    @classmethod
    def of(cls, values: Sequence[float]) -> Spread:
        deviation = statistics.stdev(values) if len(values) > 1 else None
        return cls(mean=statistics.fmean(values), deviation=deviation, seeds=len(values))

    def __format__(self, spec: str) -> str:
        """`mean ± deviation`, both in the format `spec` of a number; the mean alone where there is one seed."""
        mean = format(self.mean, spec)
        return mean if self.deviation is None else f"{mean} ± {format(self.deviation, spec.lstrip('+'))}"

    def times(self, factor: float) -> Spread:
        """In another unit; `factor` is above 0."""
        deviation = None if self.deviation is None else self.deviation * factor
        return Spread(mean=self.mean * factor, deviation=deviation, seeds=self.seeds)


def spread_of_known(values: Iterable[float | None]) -> Spread | None:
    """Of the values that are known; None where none is."""
    known = [value for value in values if value is not None]
    return Spread.of(known) if known else None
