"""The number of labels that may be of another class, of clouds of which it is known."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from activate_va.evaluation.label_issues import likely_wrong
from activate_va.evaluation.out_of_fold import out_of_fold

CLASSES = 5
GIVEN = np.array([0, 2, 4])
"""Between them are classes that nobody has used."""


def clouds(each: int, seed: int) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    labels = np.repeat(GIVEN, each)
    return np.random.default_rng(seed).normal(size=(len(labels), 2)) + 3.0 * labels[:, None], labels


@pytest.mark.parametrize("wrong", [0, 10, 40])
def test_about_as_many_are_counted_as_there_are(wrong: int) -> None:
    found = []
    for seed in range(5):
        points, labels = clouds(120, seed)
        chosen = np.random.default_rng(seed).choice(len(labels), wrong, replace=False)
        labels[chosen] = (labels[chosen] + 2) % 6
        by_others = out_of_fold(points, labels, CLASSES)
        assert by_others is not None
        found.append(likely_wrong(by_others, labels))
    counted = [count for count in found if count is not None]
    assert len(counted) == 5
    assert np.mean(counted) == pytest.approx(wrong, abs=3 + wrong / 4)


def test_none_are_counted_by_few_labels_of_a_class() -> None:
    points, labels = clouds(30, 0)
    rows = np.flatnonzero(np.arange(len(labels)) >= 11)  # 19 are left of the first class.
    few = out_of_fold(points[rows], labels[rows], CLASSES)
    assert few is not None
    assert likely_wrong(few, labels[rows]) is None
    alone = np.append(labels, 3)
    one_more = out_of_fold(np.append(points, [[9.0, 9.0]], axis=0), alone, CLASSES)
    assert one_more is not None
    assert likely_wrong(one_more, alone) is None
