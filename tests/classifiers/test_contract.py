"""Every registered classifier keeps to the contract."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from activate_va.classifiers import Classifier, classifiers
from activate_va.kinds.text import texts
from activate_va.testing import ClassifierContract

OF_IMAGES = [each for each in classifiers if "image" in each.kinds and not each.takes_embeddings]


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


class TestNetworkOnWords(TestTexts):
    classifier = classifiers["text_mlp"]
    draws = True


class OfVectors(ClassifierContract):
    augments = False

    def images(self, n: int = 96) -> NDArray[np.float32]:
        """Far from the origin, and longer in what tells nothing: what is standardised tells."""
        vectors = np.random.default_rng(0).normal(50, 3, (n, 20)).astype(np.float32)
        vectors[:, 0] = np.arange(n) % 2 * 0.1
        return vectors


class TestLogisticRegressionOnVectors(OfVectors):
    classifier = classifiers["embedding_logistic_regression"]
    draws = False


class TestNetworkOnVectors(OfVectors):
    classifier = classifiers["embedding_mlp"]


def test_both_of_the_papers() -> None:
    assert {"cnn", "logistic_regression"} <= set(classifiers.names())
