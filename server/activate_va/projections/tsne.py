"""t-SNE (van der Maaten and Hinton 2008) by openTSNE, on 50 principal components."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from activate_va.projections.base import Projection, Report
from activate_va.projections.features import COMPONENTS, layout_start, neighbours, principal_components

ITERATIONS_BETWEEN_REPORTS = 10


class TSNE(Projection):
    """Perplexity is lowered to (n - 1) / 3 for small pools."""

    name = "tsne"
    title = "t-SNE"
    description = "Keeps neighbours together: clusters stand out, the distances between them mean little."

    def __init__(self, perplexity: int = 30, early_iterations: int = 250, iterations: int = 500) -> None:
        self.parameters = {
            "components": COMPONENTS,
            "perplexity": perplexity,
            "early_iterations": early_iterations,
            "iterations": iterations,
        }

    def lay_out(self, pixels: NDArray[np.uint8], seed: int, report: Report) -> NDArray[np.floating]:
        import openTSNE

        report("principal components", 0.01)
        features = principal_components(pixels, COMPONENTS, seed)
        report("neighbours", 0.03)
        perplexity = min(int(self.parameters["perplexity"]), (len(features) - 1) / 3)
        nearest = neighbours(features, min(len(features) - 1, int(3 * perplexity)))
        report("affinities", 0.1)
        index = openTSNE.nearest_neighbors.PrecomputedNeighbors(*nearest)
        affinities = openTSNE.affinity.PerplexityBasedNN(perplexity=perplexity, knn_index=index, n_jobs=-1)
        start = openTSNE.initialization.rescale(layout_start(features, seed))
        embedding = openTSNE.TSNEEmbedding(start, affinities, n_jobs=-1, random_state=seed)
        return self._optimize(embedding, report)

    def _optimize(self, embedding: NDArray[np.floating], report: Report) -> NDArray[np.floating]:
        early, late = int(self.parameters["early_iterations"]), int(self.parameters["iterations"])
        embedding = embedding.optimize(  # type: ignore[attr-defined]
            early, exaggeration=12, **_callbacks(report, 0, early + late)
        )
        embedding = embedding.optimize(late, **_callbacks(report, early, early + late))  # type: ignore[attr-defined]
        return np.asarray(embedding)


def _callbacks(report: Report, before: int, total: int) -> dict[str, int | Callable[..., None]]:
    def heard(iteration: int, error: float, embedding: NDArray[np.floating]) -> None:
        report("layout", 0.12 + 0.88 * (before + iteration) / total)

    return {"callbacks": heard, "callbacks_every_iters": ITERATIONS_BETWEEN_REPORTS}
