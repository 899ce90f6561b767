"""The neighbour graph of a dataset's pool, computed once and kept, for schemes that spread labels along it."""

from __future__ import annotations

import logging
from functools import lru_cache
from pathlib import Path

from activate_va.datasets import Dataset
from activate_va.projections import graph_key, load_graph, neighbour_graph, store_graph
from activate_va.training import Neighbours

logger = logging.getLogger(__name__)


@lru_cache(maxsize=1)
def neighbours_of(dataset: Dataset, folder: Path) -> Neighbours:
    """From `folder`, or computed now and left there; kept in the process for the last dataset asked for.

    Where `folder` cannot be written, as on a worker of another machine, the log says so.
    """
    key = graph_key(dataset.digest)
    kept = load_graph(key, folder)
    if kept is None:
        kept = neighbour_graph(dataset.pool.images)
        try:
            store_graph(key, kept, folder)
        except OSError as error:
            logger.warning("the neighbours of %s could not be kept: %s", dataset.name, error)
    return Neighbours(*kept)
