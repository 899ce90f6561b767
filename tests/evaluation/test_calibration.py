"""Expected calibration error, against its definition bin by bin."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from activate_va.evaluation import expected_calibration_error

answers = st.lists(st.tuples(st.integers(0, 1), st.floats(0.5, 1.0)), min_size=1, max_size=60)


def both(answers: list[tuple[int, float]]) -> tuple[np.ndarray, np.ndarray]:
    """Truth and probabilities of two classes, of which class 0 is always the one predicted."""
    actual = np.array([truth for truth, _ in answers])
    confident = np.array([confidence for _, confidence in answers])
    return actual, np.column_stack([confident, 1 - confident])


@given(answers, st.integers(1, 20))
def test_it_is_the_mean_gap_over_bins_closed_above(answers: list[tuple[int, float]], bins: int) -> None:
    actual, probabilities = both(answers)
    total = 0.0
    for low in range(bins):
        inside = [
            (truth == 0, confidence)
            for truth, confidence in answers
            if low < confidence * bins <= low + 1 or (low == 0 and confidence == 0)
        ]
        if inside:
            accuracy = sum(right for right, _ in inside) / len(inside)
            confidence = sum(sure for _, sure in inside) / len(inside)
            total += len(inside) / len(answers) * abs(accuracy - confidence)
    assert expected_calibration_error(actual, probabilities, bins) == pytest.approx(total, abs=1e-9)


def test_who_is_sure_and_right_is_calibrated_and_who_is_sure_and_wrong_is_not() -> None:
    sure = np.eye(3)[[0, 1, 2]]
    assert expected_calibration_error(np.array([0, 1, 2]), sure) == 0.0
    assert expected_calibration_error(np.array([1, 2, 0]), sure) == 1.0


def test_no_samples_have_no_error_and_lengths_must_fit() -> None:
    assert expected_calibration_error(np.empty(0, int), np.empty((0, 3))) == 0.0
    with pytest.raises(ValueError, match="2 classes"):
        expected_calibration_error(np.array([0, 1]), np.eye(3))
