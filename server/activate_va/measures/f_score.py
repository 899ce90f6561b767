"""F1: precision and recall in one number, over all classes or of one."""

from __future__ import annotations

from activate_va.evaluation import macro_f1
from activate_va.measures.base import ClassMeasure, Evaluation, Measure


class MacroF1(Measure):
    """In [0, 1]; None where there are no samples."""

    name = "macro_f1"
    title = "Macro F1"
    description = "mean over classes"

    def value(self, evaluation: Evaluation) -> float | None:
        return macro_f1(evaluation.confusion) if len(evaluation.actual) else None


class ClassF1(ClassMeasure):
    """F1 = 2 right / (actual + predicted), in [0, 1]; None for a class that neither is nor is predicted anywhere.

    Van Rijsbergen 1979, "Information Retrieval", chapter 7.
    """

    name = "f1"
    title = "F1"
    description = "harmonic mean of the class’s precision and recall"

    def value(self, evaluation: Evaluation, class_index: int) -> float | None:
        confusion = evaluation.confusion
        present = int(confusion[class_index].sum() + confusion[:, class_index].sum())
        return 2 * int(confusion[class_index, class_index]) / present if present else None
