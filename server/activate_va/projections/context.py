"""The pool as projections see it, and its neighbour graph, which all that ask for neighbours share."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from activate_va.projections.features import COMPONENTS, neighbours, principal_components
from activate_va.projections.graph import NEIGHBOURS, Graph, graph_key, load_graph, store_graph

log = logging.getLogger(__name__)


class Kept(NamedTuple):
    """Where the graph of a pool is kept: by the digest of its dataset, in a folder."""

    digest: str
    folder: Path


@dataclass(frozen=True, eq=False)
class ProjectionContext:
    """Pixels uint8 (n, d), n >= 2, and the seed; what is dear to compute is computed when first asked for.

    `kept`: where the neighbour graph is looked for first, and left for the next; None: it is computed here.
    """

    pixels: NDArray[np.uint8]
    seed: int = 0
    kept: Kept | None = None

    @cached_property
    def components(self) -> NDArray[np.float32]:
        """Scores (n, 50) on the first principal components, fewer in small pools."""
        return principal_components(self.pixels, COMPONENTS, self.seed)

    def neighbours(self, k: int) -> Graph:
        """The exact k nearest others, n - 1 in a smaller pool, by Euclidean distance between components."""
        most = min(k, len(self.pixels) - 1)
        if k > NEIGHBOURS:
            return neighbours(self.components, most)
        rows, distances = self._graph
        return rows[:, :most], distances[:, :most]

    @cached_property
    def _graph(self) -> Graph:
        if self.kept is None:
            return self._computed()
        key = graph_key(self.kept.digest, self.seed)
        return load_graph(key, self.kept.folder) or self._left_for_the_next(key, self.kept.folder)

    def _computed(self) -> Graph:
        return neighbours(self.components, min(NEIGHBOURS, len(self.pixels) - 1))

    def _left_for_the_next(self, key: str, folder: Path) -> Graph:
        """Where the folder cannot be written, as on a worker of another machine, the log says so."""
        graph = self._computed()
        try:
            store_graph(key, graph, folder)
        except OSError as error:
            log.warning("a neighbour graph could not be kept in %s: %s", folder, error)
        return graph
