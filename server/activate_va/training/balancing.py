"""Balanced classes: of a class with many labels, only some are trained on."""

from __future__ import annotations

from typing import Annotated

import numpy as np
from pydantic import Field

from activate_va.number import AS_NUMBER
from activate_va.options import Options
from activate_va.pool import LabelSet
from activate_va.training.base import TrainingContext

ALL = 0


class BalancedOptions(Options):
    at_most_per_class: Annotated[
        int,
        AS_NUMBER,
        Field(ge=0, le=1_000_000, description="labels of a class that it trains on at most, drawn by lot; 0: all"),
    ] = ALL


def balanced(labels: LabelSet, context: TrainingContext, rng: np.random.Generator) -> LabelSet:
    """The labels in their order, of each class as many as the scheme's options say at most, drawn anew in each round.

    Where they say nothing, the very labels, and nothing is drawn.
    """
    most = context.chosen(BalancedOptions).at_most_per_class
    if most == ALL:
        return labels
    kept = np.zeros(len(labels), bool)
    for index in np.unique(labels.class_indices):
        rows = np.flatnonzero(labels.class_indices == index)
        kept[rows if len(rows) <= most else rng.choice(rows, most, replace=False)] = True
    return LabelSet(labels.sample_ids[kept], labels.class_indices[kept], labels.confidences[kept])
