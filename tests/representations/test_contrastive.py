"""The loss against a plain reckoning, and what a short training makes of real digits."""

from __future__ import annotations

import numpy as np
import pytest

from activate_va.classifiers.backend import backend
from activate_va.datasets import open_dataset
from activate_va.kinds import kinds
from activate_va.pool.features import nearest_others
from activate_va.representations import KindNotRepresented
from activate_va.representations.barlow import barlow_loss
from activate_va.representations.encoder import contrastive_loss
from activate_va.representations.self_supervised import SelfSupervised


def test_the_loss_is_the_cross_entropy_of_finding_the_other_view() -> None:
    first, second = np.random.default_rng(0).normal(size=(2, 6, 3)).astype(np.float32)
    points = np.concatenate([first, second]).astype(float)
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    alike = np.exp(points @ points.T / 0.3)
    np.fill_diagonal(alike, 0)
    other = np.roll(np.arange(12), 6)
    expected = -np.log(alike[np.arange(12), other] / alike.sum(axis=1)).mean()
    tf = backend().tf
    assert float(contrastive_loss(tf.constant(first), tf.constant(second), 0.3)) == pytest.approx(expected, rel=1e-4)


def test_the_other_loss_is_the_distance_of_correlations_from_an_identity() -> None:
    first, second = np.random.default_rng(0).normal(size=(2, 9, 4))
    one, other = ((each - each.mean(axis=0)) / each.std(axis=0) for each in (first, second))
    correlations = one.T @ other / 9
    on = np.square(np.diag(correlations) - 1).sum()
    off = np.square(correlations).sum() - np.square(np.diag(correlations)).sum()
    tf = backend().tf
    found = barlow_loss(tf.constant(first, tf.float32), tf.constant(second, tf.float32), 0.01)
    assert float(found) == pytest.approx((on + 0.01 * off) / 4, rel=1e-3)


def test_a_short_training_makes_neighbours_of_one_class() -> None:
    dataset = open_dataset("mnist")
    items, labels = np.asarray(dataset.pool.items[:2000]), dataset.pool.labels
    assert labels is not None
    points = SelfSupervised(epochs=1, filters=8, fewest_steps=120).compute(items, dataset.kind)
    assert points.shape == (2000, 48)
    nearest = nearest_others(points.astype(np.float32), 1).rows[:, 0]
    pixels = nearest_others(items.reshape(2000, -1).astype(np.float32), 1).rows[:, 0]
    assert (labels[nearest] == labels[:2000]).mean() > (labels[pixels] == labels[:2000]).mean()


def test_what_is_no_image_is_refused() -> None:
    class Sound(type(kinds["image"])):  # type: ignore[misc]
        name = "sound"

    with pytest.raises(KindNotRepresented, match="image, not sound"):
        SelfSupervised().compute(np.zeros((9, 4), np.uint8), Sound())
