"""Every registered classifier keeps to the contract."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from activate_va.classifiers import Classifier, classifiers
from activate_va.kinds.text import texts
from activate_va.testing import ClassifierContract

OF_IMAGES = [classifier for classifier in classifiers if "image" in classifier.kinds]


class TestEveryClassifier(ClassifierContract):
    @pytest.fixture(autouse=True, params=OF_IMAGES, ids=lambda classifier: classifier.name)
    def _classifier(self, request: pytest.FixtureRequest) -> None:
        self.classifier: Classifier = request.param


class TestColourImages(ClassifierContract):
    classifier = classifiers["cnn"]
    shape = (9, 14, 3)


class TestTexts(ClassifierContract):
    classifier = classifiers["text_logistic_regression"]
    draws = False

    def images(self, n: int = 96) -> NDArray[np.str_]:
        words = ("river hill stone bridge", "engine wheel brake road")
        rng = np.random.default_rng(0)
        return texts([" ".join(rng.choice(words[row % 2].split(), 3)) + f" number {row}" for row in range(n)])


def test_both_of_the_papers() -> None:
    assert {"cnn", "logistic_regression"} <= set(classifiers.names())
