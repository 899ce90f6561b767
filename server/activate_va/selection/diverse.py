"""Diverse mini-batches: the uncertain samples, shared out over the map so that no two ask the same question."""

from __future__ import annotations

import warnings
from typing import Annotated

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from activate_va.options import Options
from activate_va.pool import Need, given
from activate_va.selection.base import SelectionContext, SelectionScheme
from activate_va.selection.criteria import highest, marginal_confidence

LEAST_WEIGHT = 1e-6
"""A prediction without any doubt still counts for something, or a cluster could have no weight at all."""


class DiverseOptions(Options):
    shortlist_factor: Annotated[
        int,
        Field(ge=1, le=1000, description="the paper's beta: how many uncertain candidates there are for each sample"),
    ] = 10


class DiverseMiniBatch(SelectionScheme):
    """Of the 10N most uncertain samples, or as many as its options say, one from each of N clusters.

    Zhdanov 2019, "Diverse mini-batch Active Learning".
    Uncertainty is marginal confidence; k-means in `coordinates` is weighted with it, in [0, 1]. Each
    cluster gives the sample nearest its centre, ties to the lowest sample id. Where samples coincide
    there are only as many clusters as distinct points, and the most uncertain of the rest fill up.
    All that is available needs no clusters. The answer is ordered by uncertainty, highest first.
    Before there is a classifier RS stands in: the paper begins with a random batch as well.
    """

    name = "DMB"
    title = "Diverse mini-batch selection"
    description = "Of the 10N samples whose two top probabilities are closest, one from each of N clusters."
    needs = frozenset({Need.PROBABILITIES, Need.COORDINATES})
    fallback = "RS"
    options = DiverseOptions

    def select(self, context: SelectionContext, count: int, rng: np.random.Generator) -> NDArray[np.int64]:
        coordinates = given(context.coordinates, Need.COORDINATES)
        factor = context.chosen(DiverseOptions).shortlist_factor
        scores = self._scores(context)
        ranked = highest(np.arange(len(scores)), scores, factor * count)
        if count == len(scores):
            return context.available[ranked]
        shortlist = np.sort(ranked)
        points = np.asarray(coordinates[context.available[shortlist]], np.float64)
        central = shortlist[_central(points, 1 + scores[shortlist], count, rng)]
        left = ranked[~np.isin(ranked, central)]
        chosen = np.concatenate([central, left[: count - len(central)]])
        return context.available[highest(chosen, scores[chosen], count)]

    def _scores(self, context: SelectionContext) -> NDArray[np.float64]:
        """How uncertain each available sample is (m,), from -1 to 0."""
        probabilities = given(context.probabilities, Need.PROBABILITIES)
        return marginal_confidence(np.asarray(probabilities[context.available]))


def _central(
    points: NDArray[np.float64], weights: NDArray[np.float64], k: int, rng: np.random.Generator
) -> NDArray[np.int64]:
    """For each of at most k clusters the row of `points` (m, d) nearest its centre, ties to the lowest row."""
    centres, clusters = _clusters(points, np.maximum(weights, LEAST_WEIGHT), k, rng)
    gaps = np.square(points - centres[clusters]).sum(axis=1)
    ordered = np.lexsort((np.arange(len(points)), gaps, clusters))
    return ordered[np.unique(clusters[ordered], return_index=True)[1]]


def _clusters(
    points: NDArray[np.float64], weights: NDArray[np.float64], k: int, rng: np.random.Generator
) -> tuple[NDArray[np.float64], NDArray[np.int32]]:
    """Centres (j, d) and the cluster of each point (m,), j the smaller of k and the number of distinct points."""
    from sklearn.cluster import KMeans
    from sklearn.exceptions import ConvergenceWarning
    from threadpoolctl import threadpool_limits

    wanted = min(k, len(np.unique(points, axis=0)))
    means = KMeans(wanted, n_init=1, random_state=int(rng.integers(2**31)))
    # One thread: several would add up a cluster in whatever order they finish, and the last bit would vary.
    with threadpool_limits(1), warnings.catch_warnings():
        # Points all but coinciding may leave a cluster empty; who calls fills up.
        warnings.simplefilter("ignore", ConvergenceWarning)
        means.fit(points, sample_weight=weights)
    return means.cluster_centers_, means.labels_
