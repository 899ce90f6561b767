"""Whether a model is as often right as it says it is."""

from __future__ import annotations

from activate_va.evaluation import expected_calibration_error
from activate_va.measures.base import Evaluation, Measure


class CalibrationError(Measure):
    """Expected calibration error, in [0, 1] (Guo et al. 2017, "On calibration of modern neural networks").

    None where there are no samples.
    """

    name = "calibration_error"
    title = "ECE"
    description = "expected calibration error, 15 bins; lower is better"
    better = "lower"

    def value(self, evaluation: Evaluation) -> float | None:
        if not len(evaluation.actual):
            return None
        return expected_calibration_error(evaluation.actual, evaluation.probabilities)


class CalibratedError(Measure):
    """The same of the probabilities at the model's temperature; None where it has none, or there are no samples."""

    name = "calibrated_error"
    title = "ECE, calibrated"
    description = "expected calibration error at the temperature fitted on the validation split; lower is better"
    better = "lower"
    headline = False

    def value(self, evaluation: Evaluation) -> float | None:
        if evaluation.calibrated is None or not len(evaluation.actual):
            return None
        return expected_calibration_error(evaluation.actual, evaluation.calibrated)
