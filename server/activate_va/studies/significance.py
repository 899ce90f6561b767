"""Which of a study's differences are more than chance: policies within a training scheme, and the other way round."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from typing import Literal

from activate_va.sessions.events import Value
from activate_va.studies.design import BASELINE_SCHEME
from activate_va.studies.measures import Group, Run, final_accuracy, mean_height
from activate_va.studies.rows import Row
from activate_va.studies.statistics import Blocks, TreatmentComparison, compare_treatments

Factor = Literal["policy", "training_scheme"]
Measure = Literal["accuracy", "area_mean_height"]


class SchemeTest(Value):
    """Treatments of one kind (`compared`) compared in one `measure`, while one `held` of the other kind stays.

    A block is a group and a seed. Random selection is the baseline among policies.
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
    runs: defaultdict[tuple[str, str, Hashable], Run] = defaultdict(list)
    for row in rows:
        runs[row["policy"], row["training_scheme"], (Group.of(row), row["seed"])].append(row)
    found = [_tests(compared, measure, runs) for compared in OTHER for measure in MEASURES]
    return tuple(test for tests in found for test in tests)


def _tests(compared: Factor, measure: Measure, runs: dict[tuple[str, str, Hashable], Run]) -> list[SchemeTest]:
    scored: dict[str, dict[str, dict[Hashable, float]]] = {}
    for (policy, scheme, block), run in runs.items():
        treatment, held = (policy, scheme) if compared == "policy" else (scheme, policy)
        scored.setdefault(held, {}).setdefault(treatment, {})[block] = MEASURES[measure](run)
    return [
        SchemeTest(
            compared=compared,
            held=held,
            measure=measure,
            comparison=compare_treatments(Blocks.of(by_treatment), BASELINE_SCHEME),
        )
        for held, by_treatment in scored.items()
        if len(by_treatment) > 1
    ]
