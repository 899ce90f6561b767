"""Options of the networks are of effect, and a network that was kept before there were any is read as it was."""

from __future__ import annotations

import pickle
from dataclasses import replace

import numpy as np
import pytest

from activate_va.classifiers import FittedClassifier, classifiers
from activate_va.classifiers.architectures import CNN, Architecture
from activate_va.classifiers.neural import CnnOptions, FittedNetwork, RegressionOptions
from activate_va.options import Options
from activate_va.training import TrainingSet

IMAGES = np.random.default_rng(0).integers(0, 256, (64, 8, 8), dtype=np.uint8)
ROWS = np.arange(64)
LABELS = TrainingSet(ROWS, ROWS % 3)
LONG_ENOUGH_FOR_DROPOUT = 25


def fit(name: str, options: Options | None = None) -> FittedNetwork:
    fitted = classifiers[name].fit(
        IMAGES, LABELS, 3, epochs=LONG_ENOUGH_FOR_DROPOUT, seed=0, options=options, precision="float32"
    )
    assert isinstance(fitted, FittedNetwork)
    return fitted


def size(fitted: FittedNetwork) -> float:
    return float(np.sqrt(sum(np.square(weight).sum() for weight in fitted.weights if weight.ndim > 1)))


def differ(one: FittedClassifier, other: FittedClassifier) -> bool:
    return not np.allclose(one.predict_proba(IMAGES), other.predict_proba(IMAGES), atol=1e-3)


def test_each_option_of_the_cnn_changes_what_is_learnt() -> None:
    plain = fit("cnn")
    for option in ({"learning_rate": 0.02}, {"dropout": 0.0}, {"weight_decay": 0.5}):
        assert differ(plain, fit("cnn", CnnOptions(**option)))


@pytest.mark.parametrize(("name", "kind"), [("cnn", CnnOptions), ("logistic_regression", RegressionOptions)])
def test_weights_shrink_as_they_decay(name: str, kind: type[Options]) -> None:
    assert size(fit(name, kind.model_validate({"weight_decay": 1.0}))) < 0.9 * size(fit(name))


def test_those_of_another_classifier_are_refused() -> None:
    with pytest.raises(TypeError, match="CnnOptions is no RegressionOptions"):
        fit("logistic_regression", CnnOptions())


def test_a_network_that_was_kept_before_there_were_options_is_one_with_the_defaults() -> None:
    """A pickle of then holds fewer fields of its architecture."""
    fields = {name: value for name, value in vars(CNN).items() if name not in ("dropout", "weight_decay")}
    older = Architecture.__new__(Architecture)
    vars(older).update(fields)
    fitted = fit("cnn")
    again = pickle.loads(pickle.dumps(replace(fitted, architecture=older)))  # noqa: S301 - our own bytes
    assert again.architecture == fitted.architecture
    assert np.array_equal(again.predict_proba(IMAGES), fitted.predict_proba(IMAGES))
