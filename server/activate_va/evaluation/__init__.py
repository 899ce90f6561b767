"""Evaluation: confusion matrix, accuracy, calibration, and the area under the learning curve."""

from activate_va.evaluation.area import AreaConvention, area_under_curve
from activate_va.evaluation.calibration import expected_calibration_error
from activate_va.evaluation.confusion import accuracy, class_accuracies, confusion_matrix, macro_f1
from activate_va.evaluation.temperature import at_temperature, fitted_temperature

__all__ = [
    "AreaConvention",
    "accuracy",
    "area_under_curve",
    "at_temperature",
    "class_accuracies",
    "confusion_matrix",
    "expected_calibration_error",
    "fitted_temperature",
    "macro_f1",
]
