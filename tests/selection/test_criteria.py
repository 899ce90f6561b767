"""Scores and the shared choice of the highest, against loops."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from activate_va.selection.criteria import entropy, highest, least_confidence, marginal_confidence


def probabilities(rows: list[list[int]]) -> NDArray[np.float32]:
    weights = np.array(rows, np.float64) + np.array([1, 0, 0, 0])
    return np.asarray(weights / weights.sum(axis=1, keepdims=True), np.float32)


rows = st.lists(st.lists(st.integers(0, 4), min_size=4, max_size=4), min_size=1, max_size=30).map(probabilities)


@given(rows)
def test_scores_are_what_the_paper_says(p: NDArray[np.float32]) -> None:
    for row, least, margin, spread in zip(
        p.tolist(), least_confidence(p), marginal_confidence(p), entropy(p), strict=True
    ):
        ordered = sorted(row)
        assert least == -ordered[-1]
        assert margin == ordered[-2] - ordered[-1]
        assert spread == pytest.approx(-math.fsum(q * math.log(q) for q in row if q > 0), abs=1e-12)


@given(rows)
def test_the_order_of_classes_does_not_matter(p: NDArray[np.float32]) -> None:
    for score in (least_confidence, marginal_confidence, entropy):
        assert np.array_equal(score(p), score(np.ascontiguousarray(p[:, ::-1])))


@given(st.lists(st.integers(0, 3), min_size=1, max_size=40), st.data())
def test_highest_is_repeatedly_taking_the_best(scores: list[int], data: st.DataObject) -> None:
    ids = data.draw(st.permutations(range(len(scores))))
    count = data.draw(st.integers(1, len(scores)))
    left, expected = dict(zip(ids, scores, strict=True)), []
    for _ in range(count):
        best = min(left, key=lambda sample_id: (-left[sample_id], sample_id))
        expected.append(best)
        del left[best]
    assert highest(np.array(ids), np.array(scores, float), count).tolist() == expected
