"""Classifiers: class probabilities from images, trained in seconds."""

from activate_va.classifiers.base import Classifier, FittedClassifier, Report
from activate_va.classifiers.errors import UnknownPrecision
from activate_va.classifiers.registry import classifiers

__all__ = ["Classifier", "FittedClassifier", "Report", "UnknownPrecision", "classifiers"]
