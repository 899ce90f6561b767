"""The numbers that the text of Legg et al. (2019) gives, beside those of a study that repeats its protocol."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from activate_va.evaluation import AreaConvention
from activate_va.studies.report.summary import Comparison, Line, Spread

LABELS = 100
ROUNDS = 10


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
CONFIDENCE_RELABELS = (61, 75)
RELABELS: dict[str, tuple[int, int]] = {
    "RS": (41, 41),
    "ECRS": (68, 68),
    "user": (37, 37),
    "collaborative": (48, 48),
    **dict.fromkeys(("LCRS", "LCDS", "MCRS", "MCDS", "ECDS"), CONFIDENCE_RELABELS),
}


class Beside(NamedTuple):
    """One number of the paper, ours, and how far ours lies from it; 0 within a range that the paper gives."""

    what: str
    paper: str
    ours: Spread
    difference: float


def comparable(comparison: Comparison) -> bool:
    """Whether the protocol is the paper's: MNIST, a CNN, ten rounds of ten."""
    group = comparison.group
    same_rounds = all(len(line.labels) == ROUNDS and line.labels[-1] == LABELS for line in comparison.lines)
    return (group.dataset, group.classifier) == ("mnist", "cnn") and same_rounds


def beside(comparison: Comparison) -> list[Beside]:
    """Every number of the text whose condition the study has."""
    return [entry for line in comparison.lines for entry in _of_line(line)] + list(_of_effort(comparison))


def _of_line(line: Line) -> Iterator[Beside]:
    stated = STATED.get((line.policy, line.training_scheme))
    if stated is None:
        return
    name = f"{line.policy}, {line.training_scheme}"
    yield Beside(f"{name}: accuracy", str(stated.accuracy), line.accuracy, line.accuracy.mean - stated.accuracy)
    if stated.area is not None:
        for convention, title in (
            (AreaConvention.MEAN_HEIGHT, "AUC (mean height)"),
            (AreaConvention.FROM_ORIGIN, "AUC (from the origin)"),
        ):
            ours = line.areas[convention]
            yield Beside(f"{name}: {title}", f"{stated.area:.2f}", ours, ours.mean - stated.area)


def _of_effort(comparison: Comparison) -> Iterator[Beside]:
    for policy, effort in comparison.efforts.items():
        if policy not in RELABELS:
            continue
        low, high = RELABELS[policy]
        mean = effort.both.mean
        text = str(low) if low == high else f"{low} to {high}"
        yield Beside(f"{policy}: relabels", text, effort.both, min(mean - low, 0.0) + max(mean - high, 0.0))
