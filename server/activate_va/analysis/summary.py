"""What a study found, from its tables: Table 1, learning curves and tests, for the report and for browsers alike."""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from typing import Any

from activate_va.analysis.runs import (
    BASELINE_SCHEME,
    CURVE,
    Group,
    Row,
    Run,
    area,
    final_accuracy,
    mean_height,
    recorded,
)
from activate_va.analysis.significance import SchemeTest, tests_of
from activate_va.evaluation import AreaConvention
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

    def times(self, factor: float) -> Spread:
        """In another unit; `factor` is above 0."""
        deviation = None if self.deviation is None else self.deviation * factor
        return Spread(mean=self.mean * factor, deviation=deviation, seeds=self.seeds)


class SchemeSummary(Value):
    """A row of Table 1: one policy with one training scheme, after the last round, over seeds.

    `measures` has those that are known and in the tables, by name, `f1:3` being of class 3; null where no session
    recorded one. Areas are in [0, 1]. `gain` is the paired difference in accuracy to random selection; null for that
    itself, or without it. An entry of `class_accuracy` is null where a class has no test samples. Effort is that of
    the session, whose training schemes share it: labels that were not simply confirmed, `relabels` being both kinds
    together.
    """

    group: Group
    policy: str
    training_scheme: str
    seeds: tuple[int, ...]
    labels: int
    measures: dict[str, Spread | None]
    gain: Spread | None
    area_mean_height: Spread
    area_from_origin: Spread
    class_accuracy: tuple[Spread | None, ...]
    corrected: Spread
    hand_labelled: Spread
    relabels: Spread

    @property
    def accuracy(self) -> Spread:
        """What learning curves, gains and the paper's numbers are of; no session is without it."""
        spread = self.measures[CURVE]
        assert spread is not None  # noqa: S101 - `final_accuracy` has been taken of every run; this tells the type checker
        return spread


class SeedCurve(Value):
    """One session: accuracy by round in [0, 1], and labels given by hand or corrected so far.

    `session_id` is null where the table of times does not name the session.
    """

    seed: int
    session_id: str | None
    accuracy: tuple[float, ...]
    relabelled: tuple[int, ...]


class Curve(Value):
    """A learning curve: accuracy (mean, deviation) over the number of labels, and mean relabelling so far."""

    group: Group
    policy: str
    training_scheme: str
    labels: tuple[int, ...]
    accuracy: tuple[Spread, ...]
    relabelled: tuple[float, ...]
    runs: tuple[SeedCurve, ...]


class StudySummary(Value):
    """Rows and curves in the order of the tables: by group, policy, training scheme; and the tests over them."""

    sessions: int
    groups: tuple[Group, ...]
    rows: tuple[SchemeSummary, ...]
    curves: tuple[Curve, ...]
    tests: tuple[SchemeTest, ...]


def summarise(rounds: Iterable[Row], times: Iterable[Row] = ()) -> StudySummary:
    """From the rows of `rounds.parquet` and, to name the sessions, `times.parquet`; rounds ascend in each session.

    An empty table gives an empty summary.
    """
    rows = list(rounds)
    runs = _runs(rows)
    sessions = {_session(row): row["session_id"] for row in times}
    return StudySummary(
        sessions=len({_session(row) for row in rows}),
        groups=tuple(dict.fromkeys(group for group, _, _ in runs)),
        rows=tuple(_row(*place, own, runs) for place, own in runs.items()),
        curves=tuple(_curve(*place, own, sessions) for place, own in runs.items()),
        tests=tests_of(rows),
    )


Place = tuple[Group, str, str]
Runs = dict[Place, dict[int, Run]]


def _runs(rows: Iterable[Row]) -> Runs:
    runs: defaultdict[Place, dict[int, Run]] = defaultdict(dict)
    for row in rows:
        runs[Group.of(row), row["policy"], row["training_scheme"]].setdefault(row["seed"], []).append(row)
    return {place: dict(sorted(own.items())) for place, own in runs.items()}


def _session(row: Row) -> tuple[Any, ...]:
    return tuple(row[name] for name in (*Group.model_fields, "policy", "seed"))


def _row(group: Group, policy: str, scheme: str, by_seed: dict[int, Run], runs: Runs) -> SchemeSummary:
    own = list(by_seed.values())
    corrected, by_hand = ([sum(row[kind] for row in run) for run in own] for kind in ("corrected", "hand_labelled"))
    return SchemeSummary(
        group=group,
        policy=policy,
        training_scheme=scheme,
        seeds=tuple(by_seed),
        labels=own[0][-1]["labels"],
        measures=_measures([dict(recorded(run[-1])) for run in own]),
        gain=_gain(policy, by_seed, runs.get((group, BASELINE_SCHEME, scheme), {})),
        area_mean_height=Spread.of([mean_height(run) for run in own]),
        area_from_origin=Spread.of([area(run, AreaConvention.FROM_ORIGIN) for run in own]),
        class_accuracy=tuple(map(_spread, zip(*(run[-1]["class_accuracy"] for run in own), strict=True))),
        corrected=Spread.of(corrected),
        hand_labelled=Spread.of(by_hand),
        relabels=Spread.of([a + b for a, b in zip(corrected, by_hand, strict=True)]),
    )


def _measures(last: Sequence[Mapping[str, float | None]]) -> dict[str, Spread | None]:
    names = dict.fromkeys(name for values in last for name in values)
    return {name: _spread(values.get(name) for values in last) for name in names}


def _spread(values: Iterable[float | None]) -> Spread | None:
    known = [value for value in values if value is not None]
    return Spread.of(known) if known else None


def _gain(policy: str, by_seed: dict[int, Run], baseline: dict[int, Run]) -> Spread | None:
    if policy == BASELINE_SCHEME:
        return None
    return _spread(
        final_accuracy(run) - final_accuracy(baseline[seed]) for seed, run in by_seed.items() if seed in baseline
    )


def _curve(group: Group, policy: str, scheme: str, by_seed: dict[int, Run], sessions: dict[Any, str]) -> Curve:
    runs = tuple(_seed_curve(seed, run, sessions) for seed, run in by_seed.items())
    return Curve(
        group=group,
        policy=policy,
        training_scheme=scheme,
        labels=tuple(row["labels"] for row in next(iter(by_seed.values()))),
        accuracy=tuple(Spread.of(at) for at in zip(*(run.accuracy for run in runs), strict=True)),
        relabelled=tuple(statistics.fmean(at) for at in zip(*(run.relabelled for run in runs), strict=True)),
        runs=runs,
    )


def _seed_curve(seed: int, run: Run, sessions: dict[Any, str]) -> SeedCurve:
    return SeedCurve(
        seed=seed,
        session_id=sessions.get(_session(run[0])),
        accuracy=tuple(row[CURVE] for row in run),
        relabelled=tuple(accumulate(row["corrected"] + row["hand_labelled"] for row in run)),
    )
