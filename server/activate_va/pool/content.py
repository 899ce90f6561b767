"""What a pool's samples alone tell: features, their principal components, and the graph of nearest neighbours."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from activate_va.datasets import Dataset
from activate_va.pool.dear_features import features_of
from activate_va.pool.features import COMPONENTS, nearest_others, principal_components
from activate_va.pool.graph import NEIGHBOURS, graph_key, load_graph, store_graph
from activate_va.pool.neighbours import Neighbours
from activate_va.recent import Recent

logger = logging.getLogger(__name__)

HELD = 2
"""Pools in memory, those used last: some 200 MB for MNIST once all has been asked for."""


class PoolCache(NamedTuple):
    """Where the graph of a pool is kept: by the digest of its dataset, in a folder."""

    digest: str
    folder: Path


@dataclass(frozen=True, eq=False)
class Later:
    """Features of n samples that are computed when somebody asks for them."""

    n: int
    compute: Callable[[], NDArray[Any]]

    def __len__(self) -> int:
        return self.n


@dataclass(frozen=True, eq=False)
class PoolContent:
    """Features (n, d), n >= 2, or how they are had, and the seed; what is dear is computed when first asked for.

    Features are uint8, or float32 and then directions already: they are their own rescaled features and components.

    `cache`: where the neighbour graph is looked for first, and left for the next; None: it is computed here.
    `count_words`: gives the words of the samples when they are first asked for; None: there are none.
    """

    given: NDArray[np.uint8] | NDArray[np.float32] | Later
    seed: int = 0
    cache: PoolCache | None = None
    count_words: Callable[[], Any] | None = None

    def __len__(self) -> int:
        return len(self.given)

    @cached_property
    def features(self) -> NDArray[np.uint8] | NDArray[np.float32]:
        """Features (n, d), as they were given or computed."""
        return self.given.compute() if isinstance(self.given, Later) else self.given

    @cached_property
    def rescaled(self) -> NDArray[np.float32]:
        """Features (n, d), bytes in [0, 1]."""
        if self.features.dtype != np.uint8:
            return self.features.astype(np.float32, copy=False)
        scaled = self.features.astype(np.float32)
        scaled /= 255
        return scaled

    @cached_property
    def components(self) -> NDArray[np.float32]:
        """Scores (n, 50) on the first principal components, fewer in small pools."""
        if self.features.dtype != np.uint8:
            return self.features.astype(np.float32, copy=False)
        return principal_components(self.features, COMPONENTS, self.seed)

    @cached_property
    def words(self) -> Any:
        """CSR counts (n, v) of the words of each sample; None where samples have none."""
        return None if self.count_words is None else self.count_words()

    def neighbours(self, k: int) -> Neighbours:
        """The exact k nearest others, n - 1 in a smaller pool, by Euclidean distance between components."""
        most = min(k, len(self) - 1)
        return self._graph.nearest(most) if k <= NEIGHBOURS else nearest_others(self.components, most)

    @cached_property
    def _graph(self) -> Neighbours:
        if self.cache is None:
            return self._computed()
        key = graph_key(self.cache.digest, self.seed)
        return load_graph(key, self.cache.folder) or self._left_for_the_next(key, self.cache.folder)

    def _computed(self) -> Neighbours:
        return nearest_others(self.components, min(NEIGHBOURS, len(self) - 1))

    def _left_for_the_next(self, key: str, folder: Path) -> Neighbours:
        """Where the folder cannot be written, as on a worker of another machine, the log says so."""
        graph = self._computed()
        try:
            store_graph(key, graph, folder)
        except OSError as error:
            logger.warning("a neighbour graph could not be kept in %s: %s", folder, error)
        return graph


_held: Recent[PoolCache, PoolContent] = Recent(HELD)


def content_of(dataset: Dataset, folder: Path) -> PoolContent:
    """The content of a dataset's pool, held in the process by the dataset's digest; its graph is kept in `folder`."""
    cache = PoolCache(dataset.digest, folder)
    content = _held.get(cache)
    if content is None:
        words = partial(dataset.kind.words, dataset.pool.items)
        content = PoolContent(
            Later(len(dataset.pool), partial(features_of, dataset, folder)), cache=cache, count_words=words
        )
        _held.put(cache, content)
    return content
