"""Graph margin: samples on which the labels disagree that spread to them, where many samples are alike."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from activate_va.pool import Need, given
from activate_va.selection.base import SelectionContext
from activate_va.selection.criteria import marginal_confidence
from activate_va.selection.diverse import DiverseMiniBatch


class GraphMargin(DiverseMiniBatch):
    """As DMB, but uncertain is what the spreading of the labels so far is uncertain about, where samples lie densely.

    Uncertainty is one less the gap between the two largest shares of classes, as labels spread over the neighbour graph
    (Zhou et al. 2004); 1 where no label comes to. It is weighted by density (Settles and Craven 2008, "information
    density"): m / (m + d) with d the mean distance to the neighbours and m the median of d over the pool. It needs no
    model. Labels of one class alone leave nothing to doubt, so that density decides. Before there are labels KC stands
    in.
    """

    name = "GM"
    title = "Graph margin"
    description = "Of the 10N densely lying samples on which spreading labels disagree most, one from each cluster."
    needs = frozenset({Need.SHARES, Need.NEIGHBOURS, Need.COORDINATES})
    fallback = "KC"

    def _scores(self, context: SelectionContext) -> NDArray[np.float64]:
        shares, rows = given(context.shares, Need.SHARES), context.available
        distances = given(context.neighbours, Need.NEIGHBOURS).distances.mean(axis=1, dtype=np.float64)
        middle = float(np.median(distances)) or 1.0
        two = shares[rows] if shares.shape[1] > 1 else np.pad(shares[rows], ((0, 0), (0, 1)))
        uncertainty = 1 + marginal_confidence(np.asarray(two))
        return np.asarray(uncertainty * (middle / (middle + distances[rows])) - 1)
