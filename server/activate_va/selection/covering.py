"""Cold start: samples that stand for as much of the pool as they can, before there is anything to doubt."""

from __future__ import annotations

from typing import Annotated

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from activate_va.options import Options
from activate_va.pool import Need, given
from activate_va.selection.base import SelectionContext, SelectionScheme
from activate_va.selection.clusters import Clusters, Points, cluster

FEWEST_SEEN = 20
"""Samples for each cluster, however few are to be seen."""
SHORTEST = 1e-9


class CoveringOptions(Options):
    samples_seen: Annotated[
        int, Field(ge=100, le=1_000_000, description="samples that clusters are found from; all are put into them")
    ] = 3000
    most_clusters: Annotated[int, Field(ge=2, le=10_000, description="clusters at most, labelled ones included")] = 500


class ClusterCentres(SelectionScheme):
    """The sample nearest the centre of each of the largest clusters in which nothing is selected yet.

    k-means in `coordinates`, of as many clusters as there are selected samples and wanted ones together; found from a
    random part of the pool, `samples_seen` or 20 for each cluster, so that a query takes little. Nguyen and Smeulders
    2004, "Active Learning Using Pre-clustering". Where clusters without a selected sample do not suffice, the largest
    give another. Largest cluster first, ties to the lowest; ties within one go to the lowest sample id.
    """

    name = "KC"
    title = "Cluster centres"
    description = "N samples, each nearest the centre of a cluster in which nothing is selected yet, the largest first."
    needs = frozenset({Need.COORDINATES})
    options = CoveringOptions

    def select(self, context: SelectionContext, count: int, rng: np.random.Generator) -> NDArray[np.int64]:
        found = self._clusters(context, count, rng)
        ranks = self._ranks(context, found)[context.available]
        by_cluster = found.of_sample[context.available]
        # Within each cluster the best first, so that the k-th of a cluster is known by where it stands.
        order = np.lexsort((context.available, ranks, by_cluster))
        sorted_clusters = by_cluster[order]
        starts = np.searchsorted(sorted_clusters, np.arange(len(found.centres)))
        turn = np.arange(len(order)) - starts[sorted_clusters]
        taken = np.bincount(found.of_sample[context.selected], minlength=len(found.centres))
        sizes = np.bincount(found.of_sample, minlength=len(found.centres))
        load = turn + taken[sorted_clusters]
        first = np.flatnonzero(load <= np.partition(load, count - 1)[count - 1])
        near = sorted_clusters[first]
        return context.available[order[first[np.lexsort((near, -sizes[near], load[first]))[:count]]]]

    def _clusters(self, context: SelectionContext, count: int, rng: np.random.Generator) -> Clusters:
        chosen = context.chosen(CoveringOptions)
        k = min(len(context.selected) + count, chosen.most_clusters)
        seen = max(chosen.samples_seen, FEWEST_SEEN * k)
        return cluster(self._points(context, k), k, seen, rng)

    def _points(self, context: SelectionContext, k: int) -> Points:
        """What k clusters are found in (n, d)."""
        return given(context.coordinates, Need.COORDINATES)

    def _ranks(self, context: SelectionContext, found: Clusters) -> NDArray[np.floating]:
        """For each sample (n,) how far it is from being asked about in its cluster: lower means "query first"."""
        return found.gaps


class Typical(ClusterCentres):
    """TypiClust: the most typical sample of each of the largest clusters in which nothing is selected yet.

    Hacohen, Dekel and Weinshall 2022, "Active Learning on a Budget". Typicality is the inverse of the mean distance to
    the 15 nearest others, in the space of the neighbour graph; the paper's looks at 20 of the same cluster. Clusters as
    of cluster centres; the paper's are found from the whole pool, 500 at most.
    """

    name = "TC"
    title = "Typical samples of clusters"
    description = "N samples, each among the closest neighbours of a cluster in which nothing is selected yet."
    needs = frozenset({Need.COORDINATES, Need.NEIGHBOURS})
    fallback = "KC"

    def _ranks(self, context: SelectionContext, found: Clusters) -> NDArray[np.floating]:
        return np.asarray(given(context.neighbours, Need.NEIGHBOURS).distances.mean(axis=1))


class SpectralClusters(Typical):
    """Typical samples, as of TC, of clusters of the neighbour graph rather than of points.

    Ng, Jordan and Weiss 2002, "On Spectral Clustering": k-means of the rows of the first k eigenvectors of the graph's
    normalised similarities, each row scaled to one length. So a class that lies along a winding band is one cluster,
    which k-means of the points cuts into several. More clusters than there are eigenvectors are found by all of these.
    Decision 0034 has figures.
    """

    name = "SC"
    title = "Typical samples of spectral clusters"
    description = "N samples, each among the closest neighbours of a part of the graph where nothing is selected yet."
    needs = frozenset({Need.SPECTRUM, Need.NEIGHBOURS})
    fallback = "TC"

    def _points(self, context: SelectionContext, k: int) -> Points:
        rows = given(context.spectrum, Need.SPECTRUM)[:, :k]
        scaled: Points = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), SHORTEST)
        return scaled
