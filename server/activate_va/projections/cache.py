"""Coordinates kept under their key: those shipped with a dataset, and those computed here."""

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


def load(key: str, folder: Path) -> NDArray[np.float32] | None:
    """The coordinates (n, 2) under `key`, shipped or in `folder`; None where there are none.

    A damaged file counts as none, with a warning in the log, so that it is computed again.
    """
    for path in (_shipped().get(key), folder / f"{key}.npy"):
        if path is not None and path.is_file():
            coordinates = _read(path)
            if coordinates is not None:
                return coordinates
    return None


def store(key: str, coordinates: NDArray[np.float32], folder: Path) -> Path:
    """Keep coordinates (n, 2) in `folder`; a reader finds the whole file or none."""
    path = folder / f"{key}.npy"
    write_atomically(path, lambda stream: np.save(stream, np.asarray(coordinates, np.float32)))
    return path


def _read(path: Path) -> NDArray[np.float32] | None:
    try:
        coordinates = np.load(path, allow_pickle=False)
    except (OSError, ValueError, EOFError) as error:
        logger.warning("%s is damaged and will be computed again: %s", path, error)
        return None
    if coordinates.dtype != np.float32 or coordinates.ndim != 2 or coordinates.shape[1] != 2:
        logger.warning("%s holds no coordinates and will be computed again", path)
        return None
    return np.asarray(coordinates, np.float32)


@cache
def _shipped() -> dict[str, Path]:
    """Files by key, from the `keys.json` beside them: {file name: key}."""
    found: dict[str, Path] = {}
    for listing in SHIPPED.glob(f"*/projections/{KEYS}"):
        keys = json.loads(listing.read_text(encoding="utf-8"))
        found |= {key: listing.parent / name for name, key in keys.items()}
    return found
