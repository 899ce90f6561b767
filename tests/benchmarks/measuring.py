"""A row of the benchmark, and how it is measured."""

from __future__ import annotations

import os
import resource
import statistics
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any

Work = Callable[[], object]


def nothing() -> None:
    """There is nothing to put back."""


@dataclass(frozen=True)
class Pair:
    """Both sides of a row. `between` puts things back after ours and is not timed; `notes` may be filled while running.

    A side that returns a float states its own measurement (in the row's unit); else its time is taken.
    """

    ours: Work
    reference: Work | None = None
    between: Work = nothing
    notes: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Row:
    """What is measured, and what it should reach. `calls`: of ours in each repetition, against one of the other's."""

    name: str
    what: str
    target: float
    setup: Callable[[], AbstractContextManager[Pair]]
    ratio_target: float | None = None
    unit: str = "s"
    percentile: int = 50
    calls: int = 1
    warm: bool = True
    warm_reference: bool = True
    repetitions: int | None = None
    slow_reference: bool = False


@dataclass
class Measured:
    """Single measurements of a row, in its unit; `cpu`: processor seconds of ours."""

    row: Row
    ours: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    reference: list[float] = field(default_factory=list)
    notes: dict[str, Any] = field(default_factory=dict)
    load: float = 0.0

    @property
    def reached(self) -> float:
        return percentile(self.ours, self.row.percentile)

    @property
    def ratio(self) -> float | None:
        """Of the medians."""
        return statistics.median(self.reference) / statistics.median(self.ours) if self.reference else None

    def as_json(self) -> dict[str, Any]:
        row = self.row
        return {
            "name": row.name,
            "what": row.what,
            "unit": row.unit,
            "percentile": row.percentile,
            "target": row.target,
            "ratio_target": row.ratio_target,
            "reached": self.reached,
            "ratio": self.ratio,
            "ours": self.ours,
            "cpu_seconds": self.cpu,
            "reference": self.reference,
            "load_average": self.load,
            "notes": self.notes,
        }


def measure(row: Row, repetitions: int, with_reference: bool, slow: bool) -> Measured:
    """Ours and the reference in turn; a slow reference runs once."""
    measured = Measured(row)
    with row.setup() as pair:
        reference = pair.reference if with_reference and (slow or not row.slow_reference) else None
        if row.warm:
            pair.ours()
            pair.between()
            if reference and row.warm_reference and not row.slow_reference:
                reference()
        for repetition in range(row.repetitions or repetitions):
            _repeat(measured, pair, row.calls)
            if reference and (repetition == 0 or not row.slow_reference):
                measured.reference.append(timed(reference)[0])
        measured.notes = pair.notes
    measured.load = os.getloadavg()[0]
    return measured


def _repeat(measured: Measured, pair: Pair, calls: int) -> None:
    for _ in range(calls):
        value, cpu = timed(pair.ours)
        measured.ours.append(value)
        measured.cpu.append(cpu)
        pair.between()


def timed(work: Work) -> tuple[float, float]:
    """Wall seconds, or what the work states itself, and processor seconds with those of ended children."""
    cpu, begun = processor_seconds(), time.perf_counter()
    stated = work()
    seconds = time.perf_counter() - begun
    return (stated if isinstance(stated, float) else seconds), processor_seconds() - cpu


def processor_seconds() -> float:
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def percentile(values: list[float], percent: int) -> float:
    if len(values) < 2:
        return values[0]
    if percent == 50:
        return statistics.median(values)
    if percent == 100:
        return max(values)
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]
