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

VERSION = 1

logger = logging.getLogger(__name__)


def features_of(dataset: Dataset, folder: Path) -> NDArray[Any]:
    """The features (n, d) of a dataset's pool, by its kind; read from `folder` or left there where they are dear."""
    if not dataset.kind.features_are_dear:
        return dataset.kind.features(dataset.pool.items)
    path = folder / f"{_key(dataset)}.features.npy"
    found = _read(path, len(dataset.pool))
    return _left_for_the_next(dataset, path) if found is None else found


def _read(path: Path, n: int) -> NDArray[Any] | None:
    """None where there is no such file; nor does a damaged one count, with a warning in the log."""
    if not path.is_file():
        return None
    try:
        features: NDArray[Any] = np.load(path, allow_pickle=False)
    except (OSError, ValueError, EOFError) as error:
        logger.warning("%s is damaged and will be computed again: %s", path, error)
        return None
    if features.ndim != 2 or len(features) != n:
        logger.warning("%s holds no features of %d samples and will be computed again", path, n)
        return None
    return features


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
