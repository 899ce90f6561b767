"""SSL begins with what Poisson learning infers, and says which labels are people's."""

from __future__ import annotations

import numpy as np
import pytest

from activate_va.options import options_of
from activate_va.pool import Encoder
from activate_va.testing.pool import nearest
from activate_va.training import LabelSet, TrainingContext, TrainingSet, schemes

POINTS = np.random.default_rng(0).normal(size=(60, 2)).astype(np.float32) + np.repeat([[0, 0], [9, 9]], 30, axis=0)
ENCODER = Encoder(4, 8, ())


def assembled(name: str, labels: LabelSet, **chosen: float) -> TrainingSet:
    options = options_of(schemes, name, {f"training.{name}": chosen})
    context = TrainingContext(
        len(POINTS), neighbours=nearest(POINTS.astype(np.float32), 10), encoder=ENCODER, options=options
    )
    return schemes[name].assemble(labels, context, np.random.default_rng(0))


def test_the_pool_is_labelled_as_poisson_learning_does() -> None:
    labels = LabelSet(np.array([40, 3]), np.array([1, 0]), np.array([1.0, 0.5]))
    own, poisson = assembled("SSL", labels), assembled("IPL", labels)
    assert np.array_equal(own.indices, poisson.indices)
    assert np.array_equal(own.labels, poisson.labels)
    plan = own.fine_tuning
    assert plan is not None
    assert plan.encoder is ENCODER
    assert own.indices[plan.positions].tolist() == [40, 3]
    assert plan.confidences.tolist() == [1.0, 0.5]


def test_steps_and_seconds_are_options() -> None:
    labels = LabelSet(np.array([40, 3]), np.array([1, 0]), np.array([1.0, 1.0]))
    plan = assembled("SSL", labels, steps=7, seconds=2.5).fine_tuning
    assert plan is not None
    assert (plan.steps, plan.seconds) == (7, 2.5)


def test_without_a_network_to_start_from_it_says_so() -> None:
    context = TrainingContext(len(POINTS), neighbours=nearest(POINTS.astype(np.float32), 10))
    labels = LabelSet(np.array([40, 3]), np.array([1, 0]), np.array([1.0, 1.0]))
    with pytest.raises(ValueError, match="no encoder here"):
        schemes["SSL"].assemble(labels, context, np.random.default_rng(0))
