"""The rows of Table 1: what a policy with a training scheme reached after the last round."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from activate_va.analysis.runs import (
    BASELINE_SCHEME,
    CURVE,
    Group,
    Place,
    Run,
    Runs,
    area,
    final_accuracy,
    mean_height,
    recorded,
)
from activate_va.analysis.spread import Spread, spread_of_known
from activate_va.evaluation import AreaConvention
from activate_va.value import Value


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


def scheme_summary(place: Place, runs: Runs) -> SchemeSummary:
    """The row of one policy and training scheme of a group, whose runs are among `runs`."""
    (group, policy, scheme), by_seed = place, runs[place]
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
        class_accuracy=tuple(map(spread_of_known, zip(*(run[-1]["class_accuracy"] for run in own), strict=True))),
        corrected=Spread.of(corrected),
        hand_labelled=Spread.of(by_hand),
        relabels=Spread.of([a + b for a, b in zip(corrected, by_hand, strict=True)]),
    )


def _measures(last: Sequence[Mapping[str, float | None]]) -> dict[str, Spread | None]:
    names = dict.fromkeys(name for values in last for name in values)
    return {name: spread_of_known(values.get(name) for values in last) for name in names}


def _gain(policy: str, by_seed: dict[int, Run], baseline: dict[int, Run]) -> Spread | None:
    if policy == BASELINE_SCHEME:
        return None
    return spread_of_known(
        final_accuracy(run) - final_accuracy(baseline[seed]) for seed, run in by_seed.items() if seed in baseline
    )
