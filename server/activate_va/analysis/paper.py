"""The numbers that the text of Legg et al. (2019) gives, beside those of a study that repeats its protocol."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import sqrt
from typing import NamedTuple

from activate_va.analysis.runs import Group
from activate_va.analysis.summary import SchemeSummary, Spread, StudySummary

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


class Beside(NamedTuple):
    """One number of the paper, ours in the same unit, and how far ours lies from it.

    `difference` is 0 within a range that the paper gives. `usual` says whether the paper's number, one session's, is
    one that another session of ours might well give (95 % prediction interval); None with one seed. Those of ours
    that the same number of the paper may mean have the same `subject`.
    """

    subject: str
    what: str
    paper: str
    ours: Spread
    difference: float
    usual: bool | None


def comparable(summary: StudySummary, group: Group, epochs: int) -> bool:
    """Whether the protocol is the paper's: MNIST, a CNN, ten rounds of ten, five epochs."""
    own = [curve for curve in summary.curves if curve.group == group]
    same_rounds = all(len(curve.labels) == ROUNDS and curve.labels[-1] == LABELS for curve in own)
    return (group.dataset, group.classifier, epochs) == ("mnist", "cnn", EPOCHS) and same_rounds


def beside(summary: StudySummary, group: Group) -> list[Beside]:
    """Every number of the text whose condition the study has, in the order of the study."""
    rows = [row for row in summary.rows if row.group == group]
    efforts = {row.policy: row.relabels for row in rows}
    early = [
        _number("user, IL: accuracy after 10 labels", USER_IL_FIRST_ROUND, curve.accuracy[0], "about ")
        for curve in summary.curves
        if curve.group == group and (curve.policy, curve.training_scheme) == ("user", "IL")
    ]
    return [entry for row in rows for entry in _of_row(row)] + early + list(_of_efforts(efforts))


def cba_above_ida(summary: StudySummary, group: Group) -> dict[str, int] | None:
    """In how many of the machine's schemes CBA is above IDA on average, by accuracy and by area; the text says in
    5 of 8 by either. None where the study has not all of them."""
    rows = {(row.policy, row.training_scheme): row for row in summary.rows if row.group == group}
    pairs = [(rows.get((name, "CBA")), rows.get((name, "IDA"))) for name in MACHINE_SCHEMES]
    both = [(cba, ida) for cba, ida in pairs if cba and ida]
    if len(both) < len(MACHINE_SCHEMES):
        return None
    return {
        "accuracy": sum(cba.accuracy.mean > ida.accuracy.mean for cba, ida in both),
        "area_mean_height": sum(cba.area_mean_height.mean > ida.area_mean_height.mean for cba, ida in both),
    }


def _of_row(row: SchemeSummary) -> Iterator[Beside]:
    stated = STATED.get((row.policy, row.training_scheme))
    if stated is None:
        return
    name = f"{row.policy}, {row.training_scheme}"
    yield _number(f"{name}: accuracy", stated.accuracy, row.accuracy)
    if stated.area is not None:
        for ours, convention in ((row.area_mean_height, "mean height"), (row.area_from_origin, "from the origin")):
            yield _number(f"{name}: AUC", stated.area, ours, convention=f" ({convention})")


def _number(subject: str, paper: float, ours: Spread, about: str = "", convention: str = "") -> Beside:
    percent = ours.times(100)
    text = f"{about}{paper}" if isinstance(paper, int) else f"{paper:.2f}"
    margin = ROUNDED if isinstance(paper, int) else 0.0
    within = usual(percent, (paper - margin, paper + margin))
    return Beside(subject, subject + convention, text, percent, percent.mean - paper, within)


def _of_efforts(efforts: dict[str, Spread]) -> Iterator[Beside]:
    for policy, ours in efforts.items():
        if policy in RELABELS:
            low, high = RELABELS[policy]
            text = f"{low}" if low == high else f"{low} to {high}"
            difference = min(ours.mean - low, 0.0) + max(ours.mean - high, 0.0)
            what = f"{policy}: relabels"
            yield Beside(what, what, text, ours, difference, usual(ours, (low, high)))


def usual(ours: Spread, bounds: Sequence[float]) -> bool | None:
    """Whether the range meets the interval in which one more of our sessions falls with 95 %; None with one seed."""
    from scipy.stats import t

    if ours.deviation is None:
        return None
    reach = float(t.ppf(0.975, ours.seeds - 1)) * ours.deviation * sqrt(1 + 1 / ours.seeds)
    return bounds[0] <= ours.mean + reach and bounds[1] >= ours.mean - reach
