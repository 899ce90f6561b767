"""What a training set that covers the pool says of each sample."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from activate_va.pool.pool_labels import NO_LABEL
from activate_va.training.base import TrainingSet


def inferred_of(training_set: TrainingSet, pool_size: int) -> NDArray[np.int64]:
    """Classes by pool row (n,), -1 where no label reached."""
    inferred = np.full(pool_size, NO_LABEL, np.int64)
    inferred[training_set.indices] = training_set.labels
    return inferred
