"""Classifiers: class probabilities from images, trained in seconds."""

from activate_va.classifiers.base import Classifier, FittedClassifier, Report
from activate_va.classifiers.errors import ClassifierOfAnotherKind, UnknownPrecision
from activate_va.classifiers.registry import check_fine_tuning, classifier_for, classifiers

__all__ = [
    "Classifier",
    "ClassifierOfAnotherKind",
    "FittedClassifier",
    "Report",
    "UnknownPrecision",
    "check_fine_tuning",
    "classifier_for",
    "classifiers",
]
