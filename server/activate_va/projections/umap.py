"""UMAP (McInnes, Healy and Melville 2018) by umap-learn, on 50 principal components."""

from __future__ import annotations

import re
import sys
import warnings
from typing import Annotated, Any

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from activate_va.number import AS_NUMBER
from activate_va.options import Options
from activate_va.pool.content import PoolContent
from activate_va.pool.features import COMPONENTS
from activate_va.pool.neighbours import Neighbours
from activate_va.projections.base import Projection, Report
from activate_va.projections.layout import layout_start

MANY = 10_000
"""Samples; above this umap-learn makes 200 passes in place of 500, and `n_epochs` decides here."""


VERY_MANY = 60_000
"""Samples; above this the layout is ours. Below, as for MNIST, it stays umap-learn's, and maps keep their bytes."""


class UmapOptions(Options):
    n_neighbors: Annotated[
        int,
        AS_NUMBER,
        Field(
            ge=2, le=200, description="of how many samples a neighbourhood is: few show detail, many the large shape"
        ),
    ] = 15
    min_dist: Annotated[
        float,
        AS_NUMBER,
        Field(ge=0, le=1, description="how near to each other points may come: 0 packs clusters tightly"),
    ] = 0.1


class UMAP(Projection):
    """`n_neighbors`, a sample itself among them, is lowered to n - 1 for small pools.

    `n_epochs`: passes over the graph's edges in pools of more than 10,000; smaller ones have the library's 500.
    """

    name = "umap"
    title = "UMAP"
    description = "Keeps neighbours together, and more of the large shape than t-SNE does."
    options = UmapOptions

    def __init__(self, n_neighbors: int = 15, min_dist: float = 0.1, n_epochs: int = 150) -> None:
        self.parameters = {
            "components": COMPONENTS,
            "n_neighbors": n_neighbors,
            "min_dist": min_dist,
            "n_epochs": n_epochs,
        }

    def lay_out(self, content: PoolContent, report: Report) -> NDArray[np.floating]:
        report("principal components", 0.02)
        features = content.components
        report("neighbours", 0.05)
        k = min(int(self.parameters["n_neighbors"]), len(features) - 1)
        nearest = _with_itself(content.neighbours(k - 1))
        report("preparing the layout", 0.25)
        if len(features) > VERY_MANY:
            return self._of_very_many(content, nearest, _last_of(report))
        model = _umap_learn().UMAP(
            n_neighbors=k,
            min_dist=self.parameters["min_dist"],
            n_epochs=self.parameters["n_epochs"] if len(features) > MANY else None,
            init=layout_start(features, content.seed).astype(np.float32),
            precomputed_knn=nearest,
            random_state=content.seed,
            n_jobs=1,
            tqdm_kwds={"file": _ProgressBar(report), "disable": False, "bar_format": "{n_fmt}/{total_fmt}"},
        )
        with warnings.catch_warnings():
            # No index to place new samples with, and none is wanted.
            warnings.filterwarnings("ignore", "precomputed_knn", UserWarning)
            return np.asarray(model.fit_transform(features))

    def _of_very_many(self, content: PoolContent, nearest: Neighbours, report: Report) -> NDArray[np.floating]:
        """umap-learn's graph, laid out by a loop that takes half of its processor time."""
        library, seed = _umap_learn().umap_, content.seed
        rows, distances = nearest
        graph, _, _ = library.fuzzy_simplicial_set(
            content.components, rows.shape[1], seed, "euclidean", knn_indices=rows, knn_dists=distances
        )
        from activate_va.projections.many import laid_out

        start = layout_start(content.components, seed).astype(np.float32)
        curve = library.find_ab_params(1.0, self.parameters["min_dist"])
        return laid_out(graph, start, curve, int(self.parameters["n_epochs"]), seed, report)


class _ProgressBar:
    """The file that umap-learn writes its progress bar to."""

    def __init__(self, report: Report) -> None:
        self.report = report

    def write(self, text: str) -> None:
        if shown := re.search(r"(\d+)/(\d+)", text):
            _last_of(self.report)("layout", int(shown[1]) / int(shown[2]))

    def flush(self) -> None:
        """Nothing is held back."""


def _last_of(report: Report) -> Report:
    """Of the whole's progress what remains after preparing."""
    return lambda stage, share: report(stage, 0.3 + 0.7 * share)


def _with_itself(nearest: Neighbours) -> Neighbours:
    rows, distances = nearest
    own = np.arange(len(rows), dtype=rows.dtype)[:, None]
    return Neighbours(np.hstack([own, rows]), np.hstack([np.zeros_like(distances[:, :1]), distances]))


def _umap_learn() -> Any:
    # Its parametric variant would import TensorFlow: seconds and hundreds of megabytes for nothing.
    sys.modules.setdefault("umap.parametric_umap", None)  # type: ignore[arg-type]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ImportWarning)
        import umap

    return umap
