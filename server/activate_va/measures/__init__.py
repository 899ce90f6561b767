"""Measures: how good a trained model is on the test split, each a number with a name, a unit and a better end."""

from activate_va.measures.base import ClassMeasure, Direction, Evaluation, Measure, Measured
from activate_va.measures.errors import MeasureBroken
from activate_va.measures.info import MeasureInfo
from activate_va.measures.registry import headlines, measured, measures

__all__ = [
    "ClassMeasure",
    "Direction",
    "Evaluation",
    "Measure",
    "MeasureBroken",
    "MeasureInfo",
    "Measured",
    "headlines",
    "measured",
    "measures",
]
