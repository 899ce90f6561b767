"""Networks kept under the key of their points, beside them: those shipped with a dataset, and those taught here."""

from __future__ import annotations

import logging
import zipfile
from pathlib import Path

import numpy as np

from activate_va.atomic import write_atomically
from activate_va.kinds import Views
from activate_va.pool.encoder import Encoder
from activate_va.representations.cache import shipped

SUFFIX = ".encoder.npz"

logger = logging.getLogger(__name__)


def load_encoder(key: str, folder: Path) -> Encoder | None:
    """The network under `key`, shipped or in `folder`; None where there is none.

    A damaged file counts as none, with a warning in the log, so that it is taught again.
    """
    points = shipped().get(key)
    for path in (points and points.with_suffix(SUFFIX), folder / f"{key}{SUFFIX}"):
        if path is not None and path.is_file():
            found = _read(path)
            if found is not None:
                return found
    return None


def store_encoder(key: str, encoder: Encoder, folder: Path) -> Path:
    """Keep a network in `folder`; a reader finds the whole file or none."""
    path = folder / f"{key}{SUFFIX}"
    sizes, views = np.array([encoder.filters, encoder.units], np.int64), np.array(encoder.views.model_dump_json())
    write_atomically(path, lambda stream: np.savez(stream, sizes, *encoder.weights, views=views))
    return path


def _read(path: Path) -> Encoder | None:
    try:
        with path.open("rb") as stream, np.load(stream, allow_pickle=False) as kept:
            sizes, *weights = (kept[f"arr_{position}"] for position in range(len(kept.files) - 1))
            views = Views.model_validate_json(str(kept["views"]))
        filters, units = (int(size) for size in sizes)
    except (OSError, ValueError, EOFError, KeyError, TypeError, AttributeError, zipfile.BadZipFile) as error:
        logger.warning("%s is damaged and will be computed again: %s", path, error)
        return None
    return Encoder(filters, units, tuple(np.asarray(weight, np.float32) for weight in weights), views)
