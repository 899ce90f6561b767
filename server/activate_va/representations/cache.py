"""Points kept under their key: those shipped with a dataset, and those computed here."""

from __future__ import annotations

import json
import logging
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from activate_va.atomic import write_atomically

SHIPPED = Path(__file__).parent.parent / "datasets" / "data"
KEYS = "keys.json"

logger = logging.getLogger(__name__)


def load(key: str, folder: Path) -> NDArray[np.int8] | None:
    """The points (n, d) under `key`, shipped or in `folder`; None where there are none.

    A damaged file counts as none, with a warning in the log, so that it is computed again.
    """
    for path in (shipped().get(key), _path(key, folder)):
        if path is not None and path.is_file():
            points = _read(path)
            if points is not None:
                return points
    return None


def store(key: str, points: NDArray[np.int8], folder: Path) -> Path:
    """Keep points (n, d) in `folder`; a reader finds the whole file or none."""
    path = _path(key, folder)
    write_atomically(path, lambda stream: np.save(stream, points))
    return path


def _path(key: str, folder: Path) -> Path:
    return folder / f"{key}.points.npy"


def _read(path: Path) -> NDArray[np.int8] | None:
    try:
        points = np.load(path, allow_pickle=False)
    except (OSError, ValueError, EOFError) as error:
        logger.warning("%s is damaged and will be computed again: %s", path, error)
        return None
    if points.dtype != np.int8 or points.ndim != 2:
        logger.warning("%s holds no points and will be computed again", path)
        return None
    return np.asarray(points, np.int8)


@cache
def shipped() -> dict[str, Path]:
    """Files by key, from the `keys.json` beside them: {file name: key}."""
    found: dict[str, Path] = {}
    for listing in SHIPPED.glob(f"*/representations/{KEYS}"):
        keys = json.loads(listing.read_text(encoding="utf-8"))
        found |= {key: listing.parent / name for name, key in keys.items()}
    return found
