"""Points kept under their key: those shipped with a dataset, and those computed here."""

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


def load(key: str, folder: Path) -> NDArray[np.int8] | None:
    """The points (n, d) under `key`, shipped or in `folder`; None where there are none.

    A damaged file counts as none, with a warning in the log, so that it is computed again.
    """
    for path in (shipped().get(key), _path(key, folder)):
        points = None if path is None else kept_array(path, rows_of(np.int8), "points")
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


@cache
def shipped() -> dict[str, Path]:
    """Files by key, from the `keys.json` beside them: {file name: key}."""
    found: dict[str, Path] = {}
    for listing in SHIPPED.glob(f"*/representations/{KEYS}"):
        keys = json.loads(listing.read_text(encoding="utf-8"))
        found |= {key: listing.parent / name for name, key in keys.items()}
    return found
