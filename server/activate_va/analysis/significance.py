"""Tests of significance: policies compared within a training scheme, and training schemes within a policy."""

from __future__ import annotations

import statistics
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Literal

from activate_va.analysis.runs import BASELINE_SCHEME, Group, Row, Run, final_accuracy, mean_height
from activate_va.analysis.statistics import Blocks, TreatmentComparison, compare_treatments
from activate_va.value import Value

Factor = Literal["policy", "training_scheme"]
Repetition = tuple[Group, int]
"""A group and a seed."""
Measure = Literal["accuracy", "area_mean_height"]


class SchemeTest(Value):
    """Treatments of one kind (`compared`) compared in one `measure`, while one `held` of the other kind stays.

    A block is a dataset and a seed, its score the mean over classifiers, projections and labellers: what these share
    they repeat (LCRS labels the same samples on every map), and repetition is no evidence. A block in which one is
    missing counts for nothing. Random selection is the baseline among policies.
    """

    compared: Factor
    held: str
    measure: Measure
    comparison: TreatmentComparison


MEASURES: dict[Measure, Callable[[Run], float]] = {"accuracy": final_accuracy, "area_mean_height": mean_height}
OTHER: dict[Factor, Factor] = {"policy": "training_scheme", "training_scheme": "policy"}


def tests_of(rows: Iterable[Row]) -> tuple[SchemeTest, ...]:
    """All tests over the rows of `rounds.parquet`: policies first, each kind by what is held, then by measure.

    A kind of which there is only one is not compared.
    """
    runs: defaultdict[tuple[str, str, Repetition], Run] = defaultdict(list)
    for row in rows:
        runs[row["policy"], row["training_scheme"], (Group.of(row), row["seed"])].append(row)
    found = [_tests(compared, measure, runs) for compared in OTHER for measure in MEASURES]
    return tuple(test for tests in found for test in tests)


def _tests(compared: Factor, measure: Measure, runs: Mapping[tuple[str, str, Repetition], Run]) -> list[SchemeTest]:
    scored: dict[str, dict[str, dict[Repetition, float]]] = {}
    for (policy, scheme, repetition), run in runs.items():
        treatment, held = (policy, scheme) if compared == "policy" else (scheme, policy)
        scored.setdefault(held, {}).setdefault(treatment, {})[repetition] = MEASURES[measure](run)
    groups = Counter(group.dataset for group in {group for _, _, (group, _) in runs})
    return [
        SchemeTest(compared=compared, held=held, measure=measure, comparison=_compared(by_treatment, groups))
        for held, by_treatment in scored.items()
        if len(by_treatment) > 1
    ]


def _compared(by_treatment: Mapping[str, Mapping[Repetition, float]], groups: Mapping[str, int]) -> TreatmentComparison:
    blocks = {treatment: _by_block(scores, groups) for treatment, scores in by_treatment.items()}
    return compare_treatments(Blocks.of(blocks), BASELINE_SCHEME)


def _by_block(scores: Mapping[Repetition, float], groups: Mapping[str, int]) -> dict[Hashable, float]:
    """The mean of each dataset and seed that has been run in all of the dataset's `groups`."""
    found: defaultdict[tuple[str, int], list[float]] = defaultdict(list)
    for (group, seed), score in scores.items():
        found[group.dataset, seed].append(score)
    return {block: statistics.fmean(own) for block, own in found.items() if len(own) == groups[block[0]]}
