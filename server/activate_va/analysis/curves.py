"""Learning curves: accuracy over the number of labels, and the relabelling that it took."""

from __future__ import annotations

import statistics
from collections.abc import Mapping
from itertools import accumulate
from typing import Any

from activate_va.analysis.runs import CURVE, Group, Place, Run, session_of
from activate_va.analysis.spread import Spread
from activate_va.value import Value


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


def curve_of(place: Place, by_seed: Mapping[int, Run], sessions: Mapping[Any, str]) -> Curve:
    """The curve of one policy and training scheme; `sessions` names sessions by `session_of`."""
    group, policy, scheme = place
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


def _seed_curve(seed: int, run: Run, sessions: Mapping[Any, str]) -> SeedCurve:
    return SeedCurve(
        seed=seed,
        session_id=sessions.get(session_of(run[0])),
        accuracy=tuple(row[CURVE] for row in run),
        relabelled=tuple(accumulate(row["corrected"] + row["hand_labelled"] for row in run)),
    )
