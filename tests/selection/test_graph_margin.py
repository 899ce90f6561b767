"""Graph margin asks where labels that spread meet, and not where nothing else is near."""

from __future__ import annotations

import numpy as np
import pytest

from activate_va.pool import LabelSet
from activate_va.selection import SelectionContext, schemes, select
from activate_va.testing.pool import nearest
from activate_va.training.shares_spread import ROUGHLY, spread

GM = schemes["GM"]


@pytest.mark.parametrize("seed", range(5))
def test_on_digits_rough_shares_are_those_of_spreading(seed: int) -> None:
    from sklearn.datasets import load_digits

    digits = load_digits()
    rng = np.random.default_rng(seed)
    chosen = rng.choice(len(digits.target), 10 * (seed + 1), replace=False)
    neighbours = nearest(digits.data.astype(np.float32), 7)
    exact = spread(neighbours, chosen, digits.target[chosen])
    rough = spread(neighbours, chosen, digits.target[chosen], tolerance=ROUGHLY)
    np.testing.assert_allclose(rough, exact, atol=2e-3)


def where(available: np.ndarray, points: np.ndarray, labels: LabelSet) -> SelectionContext:
    neighbours = nearest(points, 5)
    shares = spread(neighbours, labels.sample_ids, labels.class_indices, tolerance=ROUGHLY).astype(np.float32)
    return SelectionContext(
        available, labels.sample_ids, coordinates=points, neighbours=neighbours, labels=labels, shares=shares
    )


def test_it_asks_between_the_labels_and_once_at_each_border() -> None:
    """Two strips of dots, each with a label of either class at its ends."""
    strip = np.arange(40, dtype=np.float32)
    points = np.stack([np.tile(strip, 2), np.repeat([0, 100], 40)], axis=1).astype(np.float32)
    labels = LabelSet(np.array([0, 39, 40, 79]), np.array([0, 1, 0, 1]), np.ones(4))
    chosen = select("GM", where(np.setdiff1d(np.arange(80), labels.sample_ids), points, labels), 2, _rng())
    assert chosen.effective_scheme == "GM"
    assert sorted(sample // 40 for sample in chosen.sample_ids) == [0, 1]
    assert all(10 <= sample % 40 <= 29 for sample in chosen.sample_ids)


def test_of_doubts_that_are_alike_the_denser_comes_first() -> None:
    points = np.random.default_rng(0).normal(size=(60, 2)).astype(np.float32)
    points[30:] = 50 + 10 * points[30:]
    shares = np.full((60, 2), 0.5, np.float32)
    context = SelectionContext(
        np.arange(60), np.arange(0), coordinates=points, neighbours=nearest(points, 5), shares=shares
    )
    assert (GM.select(context, 3, _rng()) < 30).all()


def test_labels_of_one_class_leave_density_to_decide() -> None:
    points = np.random.default_rng(0).normal(size=(30, 2)).astype(np.float32)
    labels = LabelSet(np.array([0]), np.array([0]), np.ones(1))
    assert len(GM.select(where(np.arange(1, 30), points, labels), 4, _rng())) == 4


def test_before_there_are_labels_it_covers() -> None:
    context = SelectionContext(np.arange(30), np.arange(0), coordinates=np.zeros((30, 2), np.float32))
    found = select("GM", context, 3, _rng())
    assert found.effective_scheme == "KC"
    assert found.reason == "there are no neighbours here, so KC stands in for GM"


def _rng() -> np.random.Generator:
    return np.random.default_rng(0)
