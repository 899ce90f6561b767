"""The four training schemes of Legg et al. 2019, "Training the classifier"."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from activate_va.pool import LabelSet, Need, given
from activate_va.training.balancing import BalancedOptions, balanced
from activate_va.training.base import POOL_BATCH_SIZE, TrainingContext, TrainingScheme, TrainingSet
from activate_va.training.errors import AllConfidencesZero
from activate_va.training.neighbours import nearest_neighbours
from activate_va.training.shares import largest_remainder

COPIES = 32
"""Images per label, on average, that IDA and CBA train on. The paper's value."""


class SingleInstanceLabelling(TrainingScheme):
    """The labels as they are."""

    name = "SIL"
    title = "Single-instance labelling"
    description = "Trains on the labelled samples as they are."
    options = BalancedOptions

    def arrange(self, labels: LabelSet, context: TrainingContext, rng: np.random.Generator) -> TrainingSet:
        labels = balanced(labels, context, rng)
        return TrainingSet(labels.sample_ids, labels.class_indices)


class InferredLabelling(TrainingScheme):
    """Every pool sample, in pool order, with the label of its nearest labelled neighbour in `coordinates`.

    Ties go to the lowest position in the label set; a labelled sample keeps its own label.
    """

    name = "IL"
    title = "Inferred labelling"
    needs = frozenset({Need.COORDINATES})
    covers_pool = True
    description = "Trains on the whole pool, each sample with the label of its nearest labelled neighbour."

    def arrange(self, labels: LabelSet, context: TrainingContext, rng: np.random.Generator) -> TrainingSet:
        coordinates = given(context.coordinates, Need.COORDINATES)
        nearest = nearest_neighbours(coordinates, coordinates[labels.sample_ids])
        inferred = labels.class_indices[nearest]
        inferred[labels.sample_ids] = labels.class_indices
        return TrainingSet(np.arange(context.pool_size), inferred, batch_size=POOL_BATCH_SIZE, stop_when_level=True)


class ImageDataAugmentation(TrainingScheme):
    """Each of N labels 32 times, augmented."""

    name = "IDA"
    title = "Image data augmentation"
    augments = True
    description = f"Trains on {COPIES} randomly transformed copies of each labelled sample."
    options = BalancedOptions

    def arrange(self, labels: LabelSet, context: TrainingContext, rng: np.random.Generator) -> TrainingSet:
        labels = balanced(labels, context, rng)
        return _copies(labels, np.full(len(labels), COPIES, np.int64))


class ConfidenceBasedAugmentation(TrainingScheme):
    """As many copies in all as IDA makes, shared out in proportion to confidence by largest remainder.

    A confidence of zero may leave a label without a copy. Raises AllConfidencesZero (409).
    """

    name = "CBA"
    title = "Confidence-based augmentation"
    augments = True
    description = "Trains on as many copies in all as IDA, more of those labelled with more confidence."
    options = BalancedOptions

    def check(self, labels: LabelSet) -> None:
        super().check(labels)
        if not np.any(labels.confidences > 0):
            raise AllConfidencesZero(f"all {len(labels)} labels have a confidence of zero")

    def arrange(self, labels: LabelSet, context: TrainingContext, rng: np.random.Generator) -> TrainingSet:
        labels = balanced(labels, context, rng)
        self.check(labels)
        return _copies(labels, largest_remainder(COPIES * len(labels), labels.confidences))


def _copies(labels: LabelSet, counts: NDArray[np.int64]) -> TrainingSet:
    return TrainingSet(np.repeat(labels.sample_ids, counts), np.repeat(labels.class_indices, counts), augment=True)
