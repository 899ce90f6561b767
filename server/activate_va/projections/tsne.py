"""t-SNE (van der Maaten and Hinton 2008) by openTSNE, on 50 principal components."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from activate_va.number import AS_NUMBER
from activate_va.options import Options
from activate_va.pool.content import PoolContent
from activate_va.pool.features import COMPONENTS
from activate_va.projections.base import Projection, Report
from activate_va.projections.layout import layout_start

ITERATIONS_BETWEEN_REPORTS = 10
EARLY, LATE = 250, 500


class TsneOptions(Options):
    n_neighbors: Annotated[
        int,
        AS_NUMBER,
        Field(
            ge=2, le=150, description="samples that each is drawn alike to: about half of what a perplexity would be"
        ),
    ] = 15


class TSNE(Projection):
    """Each sample is drawn alike to its `n_neighbors` nearest, n - 1 in small pools, in place of a perplexity.

    Maps come out as with perplexity 30 (Böhm, Berens and Kobak 2022, "Attraction-repulsion spectra along
    neighbor embeddings") for a sixth of the affinities. `interval`: width of the grid that repulsion is
    interpolated on (Linderman et al. 2019), in units of the map; the library's is 1.
    """

    name = "tsne"
    title = "t-SNE"
    description = "Keeps neighbours together: clusters stand out, the distances between them mean little."
    options = TsneOptions

    def __init__(self, n_neighbors: int = 15, interval: float = 1.5) -> None:
        self.parameters = {
            "components": COMPONENTS,
            "n_neighbors": n_neighbors,
            "interval": interval,
            "early_iterations": EARLY,
            "iterations": LATE,
        }

    def lay_out(self, content: PoolContent, report: Report) -> NDArray[np.floating]:
        import openTSNE

        report("principal components", 0.01)
        features, seed = content.components, content.seed
        report("neighbours", 0.03)
        nearest = content.neighbours(int(self.parameters["n_neighbors"]))
        report("affinities", 0.1)
        index = openTSNE.nearest_neighbors.PrecomputedNeighbors(*nearest)
        affinities = openTSNE.affinity.Uniform(knn_index=index, symmetrize="mean")
        start = openTSNE.initialization.rescale(layout_start(features, seed))
        interval = float(self.parameters["interval"])
        # A second thread gains nothing here, and where other work runs the two wait for each other.
        embedding = openTSNE.TSNEEmbedding(start, affinities, n_jobs=1, random_state=seed, ints_in_interval=interval)
        return self._optimize(embedding, report)

    def _optimize(self, embedding: NDArray[np.floating], report: Report) -> NDArray[np.floating]:
        embedding = embedding.optimize(  # type: ignore[attr-defined]
            EARLY, exaggeration=12, **_callbacks(report, 0)
        )
        embedding = embedding.optimize(LATE, **_callbacks(report, EARLY))  # type: ignore[attr-defined]
        return np.asarray(embedding)


def _callbacks(report: Report, before: int) -> dict[str, int | Callable[..., None]]:
    def heard(iteration: int, error: float, embedding: NDArray[np.floating]) -> None:
        report("layout", 0.12 + 0.88 * (before + iteration) / (EARLY + LATE))

    return {"callbacks": heard, "callbacks_every_iters": ITERATIONS_BETWEEN_REPORTS}
