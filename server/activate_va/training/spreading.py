"""Labels that spread along the neighbours of the labelled samples."""

from __future__ import annotations

from typing import Annotated

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from activate_va.options import Options
from activate_va.pool import LabelSet, Need, given
from activate_va.training.base import POOL_BATCH_SIZE, TrainingContext, TrainingScheme, TrainingSet
from activate_va.training.shares_spread import spread


class SpreadingOptions(Options):
    equal_classes: Annotated[
        bool,
        Field(description="every class spreads the same mass, as if all were about equally frequent; else as labelled"),
    ] = True
    by_certainty: Annotated[bool, Field(description="inferred labels count by how sure they are; else all alike")] = (
        True
    )


class LabelSpreading(TrainingScheme):
    """The pool, in pool order, with labels spread from the labelled samples over the neighbour graph.

    Zhou et al. 2004, "Learning with Local and Global Consistency". Every class spreads the same mass
    (Zhu, Ghahramani and Lafferty 2003, "class mass normalization"), and a sample's label is the class
    of its largest share. It counts by how sure the shares are: one less
    their entropy over that of even shares (Iscen et al. 2019, "Label Propagation for Deep
    Semi-supervised Learning"), in [0, 1]. A labelled sample keeps its label, and counts fully.
    Samples that no label reaches are left out. Equal masses and weights may be switched off. Draws nothing at random.
    """

    name = "ILS"
    title = "Inferred labelling by spreading"
    description = "Trains on the whole pool, with labels spread from neighbour to neighbour, each by its certainty."
    needs = frozenset({Need.NEIGHBOURS})
    n_neighbours = 7
    covers_pool = True
    options = SpreadingOptions

    def arrange(self, labels: LabelSet, context: TrainingContext, rng: np.random.Generator) -> TrainingSet:
        neighbours = given(context.neighbours, Need.NEIGHBOURS)
        chosen = context.chosen(SpreadingOptions)
        shares = spread(neighbours, labels.sample_ids, labels.class_indices, chosen.equal_classes)
        inferred, certainty = shares.argmax(axis=1), _certainty(shares, len(np.unique(labels.class_indices)))
        inferred[labels.sample_ids] = labels.class_indices
        certainty[labels.sample_ids] = 1
        reached = np.flatnonzero(shares.any(axis=1))
        weights = certainty[reached].astype(np.float32) if chosen.by_certainty else None
        return TrainingSet(reached, inferred[reached], weights, batch_size=POOL_BATCH_SIZE, stop_when_level=True)


def _certainty(shares: NDArray[np.float64], n_classes: int) -> NDArray[np.float64]:
    """One less the entropy (n,) of shares (n, c), as a part of that of `n_classes` even shares."""
    logarithms = np.log(shares, out=np.zeros_like(shares), where=shares > 0)
    return np.asarray(np.clip(1 + (shares * logarithms).sum(axis=1) / np.log(n_classes), 0, 1))
