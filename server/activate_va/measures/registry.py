"""Measures by name, and the one call that gives the values of all."""

from __future__ import annotations

from math import isfinite

from activate_va.measures.accuracy import Accuracy, accuracy_bounds
from activate_va.measures.base import Evaluation, Measured
from activate_va.measures.calibration import CalibratedError, CalibrationError
from activate_va.measures.errors import MeasureBroken
from activate_va.measures.f_score import ClassF1, MacroF1
from activate_va.measures.rare_classes import ClassAuc, bounds_of_rare_classes
from activate_va.registry import Registry

measures: Registry[Measured] = Registry("measure", "activate_va.measures")
for _measure in (
    Accuracy(),
    MacroF1(),
    CalibrationError(),
    CalibratedError(),
    *accuracy_bounds(),
    ClassF1(),
    ClassAuc(),
    *bounds_of_rare_classes(),
):
    measures.register(_measure)


def measured(evaluation: Evaluation) -> dict[str, float | None]:
    """The values of all measures, in the order of the registry. Raises MeasureBroken."""
    found: dict[str, float | None] = {}
    for measure in measures:
        values = {name: None if value is None else float(value) for name, value in measure.values(evaluation).items()}
        _expect_sound(measure, values, evaluation.classes)
        found |= values
    return found


def headlines() -> list[Measured]:
    """The measures that every table shows."""
    return [measure for measure in measures if measure.headline and not measure.per_class]


def _expect_sound(measure: Measured, values: dict[str, float | None], classes: int) -> None:
    if tuple(values) != measure.keys(classes):
        raise MeasureBroken(f"measure {measure.name!r} names {list(values)}, not {list(measure.keys(classes))}")
    for name, value in values.items():
        if value is not None and not isfinite(value):
            raise MeasureBroken(f"measure {name!r} gave {value}, which is neither a finite number nor None")
