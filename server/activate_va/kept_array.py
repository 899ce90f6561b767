"""Arrays kept in files, of which a damaged one is as good as none: it is computed again."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

logger = logging.getLogger(__name__)


def kept_array(path: Path, fits: Callable[[NDArray[Any]], bool], what: str) -> NDArray[Any] | None:
    """The array at `path`; None where there is no file, it is damaged, or holds what does not fit.

    Both of these are warned of in the log, where `what` says what the file should hold.
    """
    if not path.is_file():
        return None
    try:
        found: NDArray[Any] = np.load(path, allow_pickle=False)
    except (OSError, ValueError, EOFError) as error:
        logger.warning("%s is damaged and will be computed again: %s", path, error)
        return None
    if not isinstance(found, np.ndarray) or not fits(found):
        logger.warning("%s holds no %s and will be computed again", path, what)
        return None
    return found


def rows_of(kind: type[np.generic], width: int | None = None) -> Callable[[NDArray[Any]], bool]:
    """Whether an array is one of rows (n, width) of such numbers; of any width where none is said."""
    return lambda found: found.dtype == kind and found.ndim == 2 and width in (None, found.shape[1])
