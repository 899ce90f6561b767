"""SSL begins with what ILS or IPL infer, says which labels are people's, and looks again once a model has learnt."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from activate_va.kinds import Views
from activate_va.options import options_of
from activate_va.pool import Encoder
from activate_va.testing.pool import nearest
from activate_va.training import LabelSet, Seen, TrainingContext, TrainingSet, schemes
from activate_va.training.refining import learnt

POINTS = np.random.default_rng(0).normal(size=(60, 2)).astype(np.float32) + np.repeat([[0, 0], [9, 9]], 30, axis=0)
ENCODER = Encoder(4, 8, (), Views(rotation=3))


def assembled(name: str, labels: LabelSet, **chosen: float | str) -> TrainingSet:
    options = options_of(schemes, name, {f"training.{name}": chosen})
    context = TrainingContext(
        len(POINTS), neighbours=nearest(POINTS.astype(np.float32), 10), encoder=ENCODER, options=options
    )
    return schemes[name].assemble(labels, context, np.random.default_rng(0))


@pytest.mark.parametrize(("inference", "scheme"), [("spreading", "ILS"), ("poisson", "IPL")])
def test_the_pool_is_labelled_as_the_scheme_does_that_is_chosen(inference: str, scheme: str) -> None:
    labels = LabelSet(np.array([40, 3]), np.array([1, 0]), np.array([1.0, 0.5]))
    own, other = assembled("SSL", labels, inference=inference), assembled(scheme, labels)
    assert np.array_equal(own.indices, other.indices)
    assert np.array_equal(own.labels, other.labels)
    assert own.weights is None
    plan = own.fine_tuning
    assert plan is not None
    assert plan.encoder is ENCODER
    assert own.indices[plan.positions].tolist() == [40, 3]
    assert plan.confidences.tolist() == [1.0, 0.5]


def test_steps_and_seconds_are_options() -> None:
    labels = LabelSet(np.array([40, 3]), np.array([1, 0]), np.array([1.0, 1.0]))
    plan = assembled("SSL", labels, steps=7, seconds=2.5, refinements=4).fine_tuning
    assert plan is not None
    assert (plan.steps, plan.seconds) == (7, 0.5)


class Believer:
    """A learner whose models see samples where `sees` has them."""

    def __init__(self, sees: NDArray[np.float32]) -> None:
        self.sees = sees
        self.fitted: list[TrainingSet] = []

    def fit(self, training_set: TrainingSet) -> Encoder:
        self.fitted.append(training_set)
        return Encoder(4, 8, (np.array([len(self.fitted)], np.float32),))

    def look(self, fitted: Encoder) -> Seen:
        return Seen(self.sees, fitted)


def test_labels_are_inferred_anew_by_what_the_model_sees_and_it_goes_on_from_where_it_stands() -> None:
    """The two halves of each cloud are one to the eye; the model tells them apart."""
    halves = np.tile([0, 1], 30)
    sees = np.stack([1 + 9 * halves, 10 - 9 * halves], axis=1) + np.random.default_rng(1).normal(size=(60, 2))
    labels = LabelSet(np.array([0, 1, 30, 31]), np.array([0, 1, 0, 1]), np.ones(4))
    options = options_of(schemes, "SSL", {"training.SSL": {"refinements": 2}})
    points = POINTS.astype(np.float32)
    context = TrainingContext(
        60, neighbours=nearest(points, 10), representation=points, encoder=ENCODER, options=options
    )
    learner = Believer(sees.astype(np.float32))
    made, fitted = learnt(schemes["SSL"], labels, context, np.random.default_rng(0), learner)
    first, *later = learner.fitted
    assert [int(plan.encoder.weights[0][0]) for each in later if (plan := each.fine_tuning)] == [1, 2]
    assert all(plan.encoder.views == ENCODER.views for each in later if (plan := each.fine_tuning))
    assert np.mean(made.labels == halves) > np.mean(first.labels == halves)
    assert np.array_equal(made.labels, halves)
    assert int(fitted.weights[0][0]) == 3


def test_without_a_network_to_start_from_it_says_so() -> None:
    context = TrainingContext(len(POINTS), neighbours=nearest(POINTS.astype(np.float32), 10))
    labels = LabelSet(np.array([40, 3]), np.array([1, 0]), np.array([1.0, 1.0]))
    with pytest.raises(ValueError, match="no encoder here"):
        schemes["SSL"].assemble(labels, context, np.random.default_rng(0))
