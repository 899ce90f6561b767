"""How well a class is told from all others, where it is so rare that accuracy says nothing; each with its interval."""

from __future__ import annotations

from activate_va.evaluation.roc import area_under_roc, standard_error_of_area
from activate_va.measures.accuracy import NORMAL_975, wilson_bound
from activate_va.measures.base import ClassMeasure, Evaluation

MOST_CLASSES = 100
"""Of more there is no area: a sort of the test samples for each would take longer than many a training."""


class ClassAuc(ClassMeasure):
    """Area under the ROC curve of the class against all others, ties counting a half, in [0, 1].

    None for a class without samples, or with all of them; and where there are more than 100 classes.
    """

    name = "auc"
    title = "AUC"
    description = "chance that a sample of the class is given more of it than one of another class"

    def value(self, evaluation: Evaluation, class_index: int) -> float | None:
        if evaluation.classes > MOST_CLASSES:
            return None
        return area_under_roc(evaluation.actual == class_index, evaluation.probabilities[:, class_index])


class AucBound(ClassMeasure):
    """An end of its 95 % interval, by the standard error of Hanley and McNeil 1982, within [0, 1]."""

    def __init__(self, name: str, title: str, description: str, sign: int) -> None:
        self.name, self.title, self.description, self.sign = name, title, description, sign

    def value(self, evaluation: Evaluation, class_index: int) -> float | None:
        area = ClassAuc().value(evaluation, class_index)
        if area is None:
            return None
        positives = int((evaluation.actual == class_index).sum())
        error = standard_error_of_area(area, positives, len(evaluation.actual) - positives)
        return min(max(area + self.sign * NORMAL_975 * error, 0.0), 1.0)


class F1Bound(ClassMeasure):
    """An end of a 95 % interval of F1, in [0, 1]; None where F1 is.

    F1 is 2 J / (1 + J) of the share J of right ones among the samples that are of the class or are predicted to be: the
    ends are those of Wilson's interval of J, for as many such samples.
    """

    def __init__(self, name: str, title: str, description: str, sign: int) -> None:
        self.name, self.title, self.description, self.sign = name, title, description, sign

    def value(self, evaluation: Evaluation, class_index: int) -> float | None:
        confusion = evaluation.confusion
        right = int(confusion[class_index, class_index])
        concerned = int(confusion[class_index].sum() + confusion[:, class_index].sum()) - right
        if not concerned:
            return None
        share = wilson_bound(right, concerned, self.sign)
        return 2 * share / (1 + share)


def bounds_of_rare_classes() -> tuple[ClassMeasure, ...]:
    interval = "of a 95 % interval over the test samples"
    return (
        F1Bound("f1_lower", "F1, at least", f"lower end {interval}", -1),
        F1Bound("f1_upper", "F1, at most", f"upper end {interval}", 1),
        AucBound("auc_lower", "AUC, at least", f"lower end {interval}", -1),
        AucBound("auc_upper", "AUC, at most", f"upper end {interval}", 1),
    )
