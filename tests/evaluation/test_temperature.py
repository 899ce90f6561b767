"""Temperature scaling finds how much too sure a model is, and changes nothing but that."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.special import softmax

from activate_va.evaluation import at_temperature, expected_calibration_error, fitted_temperature


def drawn(sureness: float, n: int = 20_000, classes: int = 5) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Classes drawn by probabilities, and what a model says that is surer than these by that factor."""
    rng = np.random.default_rng(0)
    logits = rng.normal(scale=2, size=(n, classes))
    truth = softmax(logits, axis=1).cumsum(axis=1)
    actual = (rng.random((n, 1)) > truth).sum(axis=1).clip(max=classes - 1)
    return actual, softmax(sureness * logits, axis=1).astype(np.float32)


@pytest.mark.parametrize("sureness", [0.5, 1.0, 1.7, 4.0])
def test_what_is_too_sure_or_not_sure_enough_is_brought_back(sureness: float) -> None:
    actual, said = drawn(sureness)
    temperature = fitted_temperature(actual, said)
    assert temperature == pytest.approx(sureness, rel=0.05)
    assert expected_calibration_error(actual, at_temperature(said, temperature)) < 0.015
    if sureness != 1:
        assert expected_calibration_error(actual, said) > 0.05


def test_no_other_temperature_makes_the_samples_likelier() -> None:
    actual, said = drawn(2.0, n=200)

    def loss(temperature: float) -> float:
        return -float(np.log(at_temperature(said, temperature)[np.arange(200), actual]).mean())

    found = fitted_temperature(actual, said)
    assert loss(found) <= min(loss(factor * found) for factor in (0.5, 0.9, 0.99, 1.01, 1.1, 2)) + 1e-6


def test_a_class_that_the_model_holds_for_impossible_does_not_decide_alone() -> None:
    actual, said = drawn(1.0, n=1000)
    said = said.copy()
    said[:5] = np.eye(5, dtype=np.float32)[(actual[:5] + 1) % 5]
    assert 1 < fitted_temperature(actual, said) < 1.5


@given(st.floats(0.05, 20), st.integers(0, 2**32 - 1))
def test_the_order_of_classes_stays_and_heights_fall_with_the_temperature(temperature: float, seed: int) -> None:
    rng = np.random.default_rng(seed)
    said = rng.dirichlet(np.full(4, 0.3), 20).astype(np.float32)
    said[3] = [0, 1, 0, 0]
    scaled = at_temperature(said, temperature)
    assert scaled.sum(axis=1) == pytest.approx(1, abs=1e-5)
    assert scaled[3].tolist() == [0, 1, 0, 0]
    rows = np.arange(20)
    assert np.array_equal(scaled[rows, said.argmax(axis=1)], scaled.max(axis=1))
    assert at_temperature(said, 1.0) == pytest.approx(said, abs=1e-6)
    cooler = at_temperature(said, temperature / 2)
    assert (cooler.max(axis=1) >= scaled.max(axis=1) - 1e-6).all()


def test_without_samples_there_is_none() -> None:
    for actual, said in (([], np.empty((0, 3))), ([0, 1], np.full((1, 3), 1 / 3))):
        with pytest.raises(ValueError, match="do not fit"):
            fitted_temperature(np.array(actual, int), said)
