"""From the table of rounds to what the report says: means and spreads over seeds, by condition."""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from activate_va.evaluation import AreaConvention, area_under_curve
from activate_va.studies.design import BASELINE_SCHEME
from activate_va.studies.rows import Row


class Spread(NamedTuple):
    """Mean over seeds, and standard deviation (n - 1); None for one seed, which has no spread."""

    mean: float
    deviation: float | None

    @classmethod
    def of(cls, values: Sequence[float]) -> Spread:
        return cls(statistics.fmean(values), statistics.stdev(values) if len(values) > 1 else None)


class Group(NamedTuple):
    """What is held while policies are compared."""

    dataset: str
    classifier: str
    projection: str
    labeller: str


Curve = list[Row]
"""The rows of one session and training scheme, by round."""


@dataclass(frozen=True)
class Line:
    """One policy with one training scheme, over seeds; accuracies and areas in percent.

    `gain` is the paired difference in accuracy to random selection; None for that itself, or without it.
    """

    policy: str
    training_scheme: str
    accuracy: Spread
    areas: dict[AreaConvention, Spread]
    gain: Spread | None
    labels: list[int]
    curve: list[Spread]


@dataclass(frozen=True)
class Effort:
    """Relabelling of one policy over a whole session, over seeds; `relabelled` is its running sum by round."""

    corrected: Spread
    hand_labelled: Spread
    both: Spread
    relabelled: list[float]


@dataclass(frozen=True)
class Comparison:
    """All policies of a group: lines in the order of the table, efforts by policy."""

    group: Group
    sessions: int
    seeds: list[int]
    lines: list[Line]
    efforts: dict[str, Effort]

    def policies(self) -> list[str]:
        return list(self.efforts)

    def lines_of(self, policy: str) -> list[Line]:
        return [line for line in self.lines if line.policy == policy]


def compare(rows: Iterable[Row]) -> list[Comparison]:
    """One comparison for each group, in the order of the rows."""
    groups: defaultdict[Group, list[Row]] = defaultdict(list)
    for row in rows:
        groups[Group(row["dataset"], row["classifier"], row["projection"], row["labeller"])].append(row)
    return [_comparison(group, own) for group, own in groups.items()]


def _comparison(group: Group, rows: list[Row]) -> Comparison:
    curves: defaultdict[tuple[str, str], dict[int, Curve]] = defaultdict(dict)
    for row in rows:
        curves[row["policy"], row["training_scheme"]].setdefault(row["seed"], []).append(row)
    lines = [
        _line(policy, scheme, own, curves.get((BASELINE_SCHEME, scheme))) for (policy, scheme), own in curves.items()
    ]
    efforts = {policy: _effort(own) for (policy, _), own in curves.items()}
    sessions = len({(row["policy"], row["seed"]) for row in rows})
    return Comparison(group, sessions, sorted({row["seed"] for row in rows}), lines, efforts)


def _line(policy: str, scheme: str, by_seed: dict[int, Curve], baseline: dict[int, Curve] | None) -> Line:
    curves = list(by_seed.values())
    return Line(
        policy=policy,
        training_scheme=scheme,
        accuracy=Spread.of([_last(curve) for curve in curves]),
        areas={convention: Spread.of([_area(curve, convention) for curve in curves]) for convention in AreaConvention},
        gain=_gain(by_seed, baseline) if policy != BASELINE_SCHEME and baseline else None,
        labels=[row["labels"] for row in curves[0]],
        curve=[Spread.of([100 * row["accuracy"] for row in at]) for at in zip(*curves, strict=True)],
    )


def _gain(by_seed: dict[int, Curve], baseline: dict[int, Curve]) -> Spread | None:
    paired = [_last(curve) - _last(baseline[seed]) for seed, curve in by_seed.items() if seed in baseline]
    return Spread.of(paired) if paired else None


def _last(curve: Curve) -> float:
    return 100 * float(curve[-1]["accuracy"])


def _area(curve: Curve, convention: AreaConvention) -> float:
    return 100 * area_under_curve([row["labels"] for row in curve], [row["accuracy"] for row in curve], convention)


def _effort(by_seed: dict[int, Curve]) -> Effort:
    curves = list(by_seed.values())
    corrected = [sum(row["corrected"] for row in curve) for curve in curves]
    by_hand = [sum(row["hand_labelled"] for row in curve) for curve in curves]
    each = [statistics.fmean(row["corrected"] + row["hand_labelled"] for row in at) for at in zip(*curves, strict=True)]
    return Effort(
        corrected=Spread.of(corrected),
        hand_labelled=Spread.of(by_hand),
        both=Spread.of([a + b for a, b in zip(corrected, by_hand, strict=True)]),
        relabelled=[sum(each[: count + 1]) for count in range(len(each))],
    )
