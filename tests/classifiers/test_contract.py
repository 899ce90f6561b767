"""Every registered classifier keeps to the contract."""

from __future__ import annotations

import pytest

from activate_va.classifiers import Classifier, classifiers
from activate_va.testing import ClassifierContract


class TestEveryClassifier(ClassifierContract):
    @pytest.fixture(autouse=True, params=list(classifiers), ids=lambda classifier: classifier.name)
    def _classifier(self, request: pytest.FixtureRequest) -> None:
        self.classifier: Classifier = request.param


class TestColourImages(ClassifierContract):
    classifier = classifiers["cnn"]
    shape = (9, 14, 3)


def test_both_of_the_papers() -> None:
    assert {"cnn", "logistic_regression"} <= set(classifiers.names())
