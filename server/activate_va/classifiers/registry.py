"""Classifiers by name."""

from __future__ import annotations

from activate_va.classifiers.base import Classifier
from activate_va.classifiers.neural import cnn, logistic_regression
from activate_va.registry import Registry

classifiers: Registry[Classifier] = Registry("classifier", "activate_va.classifiers")
classifiers.register(cnn)
classifiers.register(logistic_regression)
