"""The neighbour graph of a pool, kept by content beside its projections, which are laid out from it."""

from __future__ import annotations

import hashlib
import json
import logging
import zipfile
from pathlib import Path

import numpy as np

from activate_va.atomic import write_atomically
from activate_va.pool.features import COMPONENTS
from activate_va.pool.neighbours import Neighbours

NEIGHBOURS = 15
"""As many of each sample as t-SNE asks for; UMAP and the spreading of labels make do with the nearest of them."""
VERSION = 1

logger = logging.getLogger(__name__)


def graph_key(digest: str, seed: int = 0) -> str:
    """What a graph is kept under: the dataset's digest, all that shapes the graph, and the seed."""
    content = [digest, "neighbours", VERSION, NEIGHBOURS, COMPONENTS, seed]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()


def load_graph(key: str, folder: Path) -> Neighbours | None:
    """The graph under `key` in `folder`; None where there is none.

    A damaged file counts as none, with a warning in the log, so that it is computed again.
    """
    path = _path(key, folder)
    if not path.is_file():
        return None
    try:
        with path.open("rb") as stream, np.load(stream, allow_pickle=False) as kept:
            rows, distances = kept["rows"], kept["distances"]
    except (OSError, ValueError, EOFError, KeyError, TypeError, AttributeError, zipfile.BadZipFile) as error:
        logger.warning("%s is damaged and will be computed again: %s", path, error)
        return None
    if rows.dtype != np.int32 or distances.dtype != np.float32 or rows.ndim != 2 or rows.shape != distances.shape:
        logger.warning("%s holds no neighbours and will be computed again", path)
        return None
    return Neighbours(rows, distances)


def store_graph(key: str, graph: Neighbours, folder: Path) -> Path:
    """Keep a graph in `folder`; a reader finds the whole file or none."""
    rows, distances = graph
    path = _path(key, folder)
    write_atomically(path, lambda stream: np.savez(stream, rows=rows, distances=distances))
    return path


def _path(key: str, folder: Path) -> Path:
    return folder / f"{key}.neighbours.npz"
