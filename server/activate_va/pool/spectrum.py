"""How a neighbour graph falls apart: eigenvectors of its similarities, kept by content beside it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from activate_va.atomic import write_atomically
from activate_va.digest import json_digest
from activate_va.kept_array import kept_array, rows_of
from activate_va.pool.neighbours import Neighbours
from activate_va.pool.similarities import normalised

DIRECTIONS = 50
"""As many eigenvectors, fewer in small pools."""
FEW = 500
"""Samples up to which all eigenvectors are found, and the first are kept."""
TOLERANCE, SEED, VERSION = 1e-3, 0, 1


def spectrum(neighbours: Neighbours) -> NDArray[np.float32]:
    """Eigenvectors (n, q) of the normalised similarities, those of the largest eigenvalues first.

    Ng, Jordan and Weiss 2002, "On Spectral Clustering". By Lanczos' method, which finds only some of the eigenvectors
    where more groups than those are not connected with each other.
    """
    matrix = normalised(neighbours)
    wanted = min(DIRECTIONS, matrix.shape[0])
    if matrix.shape[0] <= FEW:
        vectors = np.linalg.eigh(matrix.toarray())[1]
    else:
        vectors = _lanczos(matrix.astype(np.float32), wanted)
    return np.ascontiguousarray(vectors[:, ::-1][:, :wanted], np.float32)


def _lanczos(matrix: Any, wanted: int) -> NDArray[np.float32]:
    """Eigenvectors (n, wanted), those of the largest eigenvalues last; on one thread, so that bytes repeat."""
    from scipy.sparse.linalg import eigsh
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1, "blas"):
        begin = np.random.default_rng(SEED).standard_normal(matrix.shape[0]).astype(np.float32)
        vectors: NDArray[np.float32] = eigsh(matrix, k=wanted, which="LA", tol=TOLERANCE, v0=begin)[1]
    return vectors


def spectrum_key(graph: str) -> str:
    """What the eigenvectors of the graph under that key are kept under."""
    return json_digest([graph, "spectrum", VERSION, DIRECTIONS])


def load_spectrum(key: str, folder: Path) -> NDArray[np.float32] | None:
    """The eigenvectors (n, q) under `key` in `folder`; None where there are none.

    A damaged file counts as none, with a warning in the log, so that it is computed again.
    """
    return kept_array(_path(key, folder), rows_of(np.float32), "eigenvectors")


def store_spectrum(key: str, vectors: NDArray[np.float32], folder: Path) -> Path:
    """Keep eigenvectors (n, q) in `folder`; a reader finds the whole file or none."""
    path = _path(key, folder)
    write_atomically(path, lambda stream: np.save(stream, vectors))
    return path


def _path(key: str, folder: Path) -> Path:
    return folder / f"{key}.spectrum.npy"
