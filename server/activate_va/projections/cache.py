"""Coordinates kept under their key: those shipped with a dataset, and those computed here."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from activate_va.atomic import write_atomically
from activate_va.kept_array import kept_array, rows_of

SHIPPED = Path(__file__).parent.parent / "datasets" / "data"
KEYS = "keys.json"


def load(key: str, folder: Path) -> NDArray[np.float32] | None:
    """The coordinates (n, 2) under `key`, shipped or in `folder`; None where there are none.

    A damaged file counts as none, with a warning in the log, so that it is computed again.
    """
    for path in (_shipped().get(key), folder / f"{key}.npy"):
        coordinates = None if path is None else kept_array(path, rows_of(np.float32, 2), "coordinates")
        if coordinates is not None:
            return coordinates
    return None


def store(key: str, coordinates: NDArray[np.float32], folder: Path) -> Path:
    """Keep coordinates (n, 2) in `folder`; a reader finds the whole file or none."""
    path = folder / f"{key}.npy"
    write_atomically(path, lambda stream: np.save(stream, np.asarray(coordinates, np.float32)))
    return path


@cache
def _shipped() -> dict[str, Path]:
    """Files by key, from the `keys.json` beside them: {file name: key}."""
    found: dict[str, Path] = {}
    for listing in SHIPPED.glob(f"*/projections/{KEYS}"):
        keys = json.loads(listing.read_text(encoding="utf-8"))
        found |= {key: listing.parent / name for name, key in keys.items()}
    return found
