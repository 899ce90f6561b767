"""Features of a pool; those that take long to compute are kept by content, beside its neighbour graph."""

from __future__ import annotations

import hashlib
import json
import logging
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from activate_va.atomic import write_atomically
from activate_va.datasets import Dataset
from activate_va.kept_array import kept_array

VERSION = 1

logger = logging.getLogger(__name__)


def features_of(dataset: Dataset, folder: Path) -> NDArray[Any]:
    """The features (n, d) of a dataset's pool, by its kind; read from `folder` or left there where they are dear."""
    if not dataset.kind.features_are_dear:
        return dataset.kind.features(dataset.pool.items)
    path = folder / f"{_key(dataset)}.features.npy"
    n = len(dataset.pool)
    found = kept_array(path, lambda rows: rows.ndim == 2 and len(rows) == n, f"features of {n:,} samples")
    return _left_for_the_next(dataset, path) if found is None else found


def _left_for_the_next(dataset: Dataset, path: Path) -> NDArray[Any]:
    """Where the folder cannot be written, as on a worker of another machine, the log says so."""
    features = dataset.kind.features(dataset.pool.items)
    try:
        write_atomically(path, lambda stream: np.save(stream, features))
    except OSError as error:
        logger.warning("features could not be kept in %s: %s", path.parent, error)
    return features


def _key(dataset: Dataset) -> str:
    content = [dataset.digest, "features", VERSION, dataset.modality]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()
