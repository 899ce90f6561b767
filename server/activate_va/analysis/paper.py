"""The numbers that the text of Legg et al. (2019) gives, beside those of a study that repeats its protocol."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import sqrt
from typing import NamedTuple

from activate_va.analysis.curves import Curve
from activate_va.analysis.runs import Group
from activate_va.analysis.spread import Spread
from activate_va.analysis.table import SchemeSummary
from activate_va.value import Value

LABELS = 100
ROUNDS = 10
EPOCHS = 5
ROUNDED = 0.5
"""Accuracies and relabels are printed as whole numbers."""


class Stated(NamedTuple):
    """What the text states: accuracy and area by (policy, training scheme), in percent; None where it states none."""

    accuracy: int
    area: float | None


STATED = {
    ("LCRS", "IL"): Stated(94, 77.85),
    ("ECRS", "CBA"): Stated(94, 73.40),
    ("ECRS", "IDA"): Stated(94, 73.20),
    ("user", "IL"): Stated(96, None),
    ("user", "IDA"): Stated(89, None),
    ("user", "CBA"): Stated(88, None),
    ("collaborative", "IL"): Stated(95, None),
    ("collaborative", "CBA"): Stated(94, 74.80),
    ("collaborative", "IDA"): Stated(90, None),
}
USER_IL_FIRST_ROUND = 90
MACHINE_SCHEMES = ("RS", "DS", "LCRS", "LCDS", "MCRS", "MCDS", "ECRS", "ECDS")
CBA_ABOVE_IDA = 5
"""Of the eight, by accuracy and by area."""
CONFIDENCE_RELABELS = (61, 75)
RELABELS: dict[str, tuple[int, int]] = {
    "RS": (41, 41),
    "ECRS": (68, 68),
    "user": (37, 37),
    "collaborative": (48, 48),
    **dict.fromkeys(("LCRS", "LCDS", "MCRS", "MCDS", "ECDS"), CONFIDENCE_RELABELS),
}


class PaperNumber(Value):
    """One number of the paper, ours in the same unit, and how far ours lies from it.

    `difference` is 0 within a range that the paper gives. `usual` says whether the paper's number, one session's, is
    one that another session of ours might well give (95 % prediction interval); null with one seed. Those of ours
    that the same number of the paper may mean have the same `subject`.
    """

    subject: str
    what: str
    paper: str
    ours: Spread
    difference: float
    usual: bool | None


class AboveIda(Value):
    """In how many of the machine's schemes CBA is above IDA, by the mean of accuracy and of area: ours and, `stated`,
    the paper's by either."""

    schemes: int
    stated: int
    accuracy: int
    area_mean_height: int


class PaperComparison(Value):
    """Every number of the text whose condition the group has, in the order of the study.

    `cba_above_ida` is null where the group has not all of the machine's schemes.
    """

    group: Group
    numbers: tuple[PaperNumber, ...]
    cba_above_ida: AboveIda | None


def beside_the_paper(
    groups: Sequence[Group], rows: Sequence[SchemeSummary], curves: Sequence[Curve], epochs: int | None
) -> tuple[PaperComparison, ...]:
    """For each group that repeats the paper's protocol and has one of its conditions."""
    same = [group for group in groups if _comparable(group, [c for c in curves if c.group == group], epochs)]
    found = [_comparison(group, rows, curves) for group in same]
    return tuple(comparison for comparison in found if comparison.numbers)


def _comparable(group: Group, curves: Sequence[Curve], epochs: int | None) -> bool:
    """Whether the protocol is the paper's: MNIST, a CNN, ten rounds of ten, five epochs."""
    same_rounds = all(len(curve.labels) == ROUNDS and curve.labels[-1] == LABELS for curve in curves)
    return (group.dataset, group.classifier, epochs) == ("mnist", "cnn", EPOCHS) and same_rounds


def _comparison(group: Group, rows: Sequence[SchemeSummary], curves: Sequence[Curve]) -> PaperComparison:
    own = [row for row in rows if row.group == group]
    efforts = {row.policy: row.relabels for row in own}
    early = [
        _number("user, IL: accuracy after 10 labels", USER_IL_FIRST_ROUND, curve.accuracy[0], "about ")
        for curve in curves
        if curve.group == group and (curve.policy, curve.training_scheme) == ("user", "IL")
    ]
    numbers = [*(number for row in own for number in _of_row(row)), *early, *_of_efforts(efforts)]
    return PaperComparison(group=group, numbers=tuple(numbers), cba_above_ida=_cba_above_ida(own))


def _cba_above_ida(rows: Sequence[SchemeSummary]) -> AboveIda | None:
    by_condition = {(row.policy, row.training_scheme): row for row in rows}
    pairs = [(by_condition.get((name, "CBA")), by_condition.get((name, "IDA"))) for name in MACHINE_SCHEMES]
    both = [(cba, ida) for cba, ida in pairs if cba and ida]
    if len(both) < len(MACHINE_SCHEMES):
        return None
    return AboveIda(
        schemes=len(both),
        stated=CBA_ABOVE_IDA,
        accuracy=sum(cba.accuracy.mean > ida.accuracy.mean for cba, ida in both),
        area_mean_height=sum(cba.area_mean_height.mean > ida.area_mean_height.mean for cba, ida in both),
    )


def _of_row(row: SchemeSummary) -> Iterator[PaperNumber]:
    stated = STATED.get((row.policy, row.training_scheme))
    if stated is None:
        return
    name = f"{row.policy}, {row.training_scheme}"
    yield _number(f"{name}: accuracy", stated.accuracy, row.accuracy)
    if stated.area is not None:
        for ours, convention in ((row.area_mean_height, "mean height"), (row.area_from_origin, "from the origin")):
            yield _number(f"{name}: ALC", stated.area, ours, convention=f" ({convention})")


def _number(subject: str, paper: float, ours: Spread, about: str = "", convention: str = "") -> PaperNumber:
    percent = ours.times(100)
    text = f"{about}{paper}" if isinstance(paper, int) else f"{paper:.2f}"
    margin = ROUNDED if isinstance(paper, int) else 0.0
    within = usual(percent, (paper - margin, paper + margin))
    return PaperNumber(
        subject=subject,
        what=subject + convention,
        paper=text,
        ours=percent,
        difference=percent.mean - paper,
        usual=within,
    )


def _of_efforts(efforts: dict[str, Spread]) -> Iterator[PaperNumber]:
    for policy, ours in efforts.items():
        if policy in RELABELS:
            low, high = RELABELS[policy]
            text = f"{low}" if low == high else f"{low} to {high}"
            difference = min(ours.mean - low, 0.0) + max(ours.mean - high, 0.0)
            what = f"{policy}: relabels"
            yield PaperNumber(
                subject=what, what=what, paper=text, ours=ours, difference=difference, usual=usual(ours, (low, high))
            )


def usual(ours: Spread, bounds: Sequence[float]) -> bool | None:
    """Whether the range meets the interval in which one more of our sessions falls with 95 %; None with one seed."""
    from scipy.stats import t

    if ours.deviation is None:
        return None
    reach = float(t.ppf(0.975, ours.seeds - 1)) * ours.deviation * sqrt(1 + 1 / ours.seeds)
    return bounds[0] <= ours.mean + reach and bounds[1] >= ours.mean - reach
