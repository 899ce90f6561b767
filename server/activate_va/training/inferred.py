"""What a training set that covers the pool says of each sample."""

from __future__ import annotations

from activate_va.pool.pool_labels import PoolLabels
from activate_va.training.base import TrainingSet


def inferred_of(training_set: TrainingSet, pool_size: int) -> PoolLabels:
    """By pool row; certainties are how much each label counts in training, 1 where the scheme weighs none."""
    inferred = PoolLabels.none(pool_size)
    inferred.classes[training_set.indices] = training_set.labels
    inferred.certainties[training_set.indices] = 1 if training_set.weights is None else training_set.weights
    return inferred
