"""What one session with one training scheme comes to, from its rows of `rounds.parquet` in order of round."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, Self

from activate_va.evaluation import AreaConvention, area_under_curve
from activate_va.measures import measures
from activate_va.value import Value

Row = dict[str, Any]
"""A row of a table, by column."""

Run = list[Row]
"""The rows of one session and training scheme, by round."""


BASELINE_SCHEME = "RS"
"""Random selection, which the others are compared with."""

CURVE = "accuracy"
"""Learning curves, their areas, gains and tests are of accuracy as such, as the paper's are."""


class Held(Value):
    """Columns whose values are held while others are compared."""

    @classmethod
    def of(cls, row: Row) -> Self:
        return cls(**{name: row[name] for name in cls.model_fields})


class Group(Held):
    """What is held while policies and training schemes are compared."""

    dataset: str
    classifier: str
    projection: str
    labeller: str


def recorded(row: Row) -> Iterator[tuple[str, float | None]]:
    """The values of all known measures that the row has a column for, by name; those of a class as `f1:3`."""
    for measure in measures:
        if measure.name in row:
            cell = row[measure.name]
            values = (cell or ()) if measure.per_class else (cell,)
            yield from zip(measure.keys(len(values)), values, strict=True)


def final_accuracy(run: Run) -> float:
    """Accuracy after the last round, in [0, 1]."""
    return float(run[-1][CURVE])


def area(run: Run, convention: AreaConvention) -> float:
    """Area under the learning curve, in [0, 1] for up to 100 labels."""
    return area_under_curve([row["labels"] for row in run], [row[CURVE] for row in run], convention)


def mean_height(run: Run) -> float:
    """The area by its first convention."""
    return area(run, AreaConvention.MEAN_HEIGHT)


Place = tuple[Group, str, str]
"""A group, a policy and a training scheme."""
Runs = dict[Place, dict[int, Run]]
"""Runs by seed, ascending, for each place."""


def runs_of(rows: Iterable[Row]) -> Runs:
    """The rows of `rounds.parquet`, which ascend by round in each session, in the order of the tables."""
    runs: defaultdict[Place, dict[int, Run]] = defaultdict(dict)
    for row in rows:
        runs[Group.of(row), row["policy"], row["training_scheme"]].setdefault(row["seed"], []).append(row)
    return {place: dict(sorted(own.items())) for place, own in runs.items()}


def session_of(row: Row) -> tuple[Any, ...]:
    """What tells the session of a row from every other of the study."""
    return tuple(row[name] for name in (*Group.model_fields, "policy", "seed"))
