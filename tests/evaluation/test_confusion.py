"""Confusion matrix and its readings, against counting by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from activate_va.evaluation import accuracy, class_accuracies, confusion_matrix, macro_f1

pairs = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=60)


@given(pairs)
def test_every_cell_counts_its_pairs(pairs: list[tuple[int, int]]) -> None:
    actual, predicted = np.array(pairs).T
    confusion = confusion_matrix(actual, predicted, 4)
    for row in range(4):
        for column in range(4):
            assert confusion[row, column] == sum(pair == (row, column) for pair in pairs)
    assert accuracy(confusion) == pytest.approx(sum(a == p for a, p in pairs) / len(pairs))


@given(pairs)
def test_f1_is_the_mean_of_harmonic_means(pairs: list[tuple[int, int]]) -> None:
    scores = []
    for label in range(4):
        right = sum(a == p == label for a, p in pairs)
        n_actual, n_predicted = (sum(pair[side] == label for pair in pairs) for side in (0, 1))
        if n_actual + n_predicted == 0:
            continue
        recall, precision = right / n_actual if n_actual else 0, right / n_predicted if n_predicted else 0
        scores.append(2 * recall * precision / (recall + precision) if right else 0)
    actual, predicted = np.array(pairs).T
    assert macro_f1(confusion_matrix(actual, predicted, 4)) == pytest.approx(sum(scores) / len(scores))


def test_class_accuracies_and_empty_classes() -> None:
    shares = class_accuracies(confusion_matrix(np.array([0, 0, 1]), np.array([0, 2, 1]), 3))
    assert shares[:2].tolist() == [0.5, 1.0]
    assert math.isnan(shares[2])


def test_no_samples_have_no_accuracy() -> None:
    empty = confusion_matrix(np.array([], int), np.array([], int), 3)
    assert accuracy(empty) == 0.0
    assert macro_f1(empty) == 0.0


def test_indices_out_of_range_are_refused() -> None:
    with pytest.raises(ValueError, match="predicted"):
        confusion_matrix(np.array([0, 1]), np.array([0, 3]), 3)
    with pytest.raises(ValueError, match="actual"):
        confusion_matrix(np.array([-1, 1]), np.array([0, 1]), 3)
    with pytest.raises(ValueError, match="alike"):
        confusion_matrix(np.array([0, 1]), np.array([0]), 3)
