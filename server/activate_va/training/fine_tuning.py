"""How a classifier goes on from a network that the pool has taught, with labels that are mostly inferred."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from activate_va.pool import Encoder


@dataclass(eq=False)
class Journal:
    """What is written while a model learns; nothing is decided by it.

    items, labels: samples that nothing is fitted on, -1: no label. `course`: seconds of learning, of one model after
    another where a scheme looks again, and the share of those samples that the model had right then. `note`: in words,
    why it ended before its steps did.
    """

    items: NDArray[Any]
    labels: NDArray[np.int64]
    course: list[tuple[float, float]] = field(default_factory=list)
    note: str | None = None


@dataclass(frozen=True, eq=False)
class FineTuning:
    """Of a training set: where a model starts from, which labels are people's, and for how long it learns.

    encoder: what training starts from.
    positions: int64 (k,), of people's labels in the training set; confidences: float32 (k,), how much each counts.
    steps: of the optimiser, in all. seconds: after which it ends at the latest, its learning rate brought down in time;
    0: whenever its steps are done, so that the same seed gives the same bytes.
    journal: to be written; None: nobody reads it.
    """

    encoder: Encoder
    positions: NDArray[np.int64]
    confidences: NDArray[np.float32]
    steps: int
    seconds: float
    journal: Journal | None = None
