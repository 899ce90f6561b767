"""Exact neighbours in pools of many samples: blocks of a matrix product, each row of which keeps its smallest."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from activate_va.compiled import compiled
from activate_va.cores import cores
from activate_va.pool.neighbours import Neighbours

ROWS, COLUMNS = 1024, 1024
"""Of a block: 4 MB."""
AT_ONCE = 16
"""Values looked at together: only where the smallest of them is small enough, each is."""
SPARE = 16
"""Candidates beyond k, so that what single precision confuses is still among them."""


def nearest_of_many(features: NDArray[np.float32], k: int) -> Neighbours:
    """The k < n nearest other rows of each row of float32 (n, d) by Euclidean distance, nearest first.

    Candidates are found in single precision, and measured and put in order in double.
    """
    centred = features - features.mean(axis=0)
    halves = np.square(centred, dtype=np.float64).sum(axis=1, keepdims=True) / 2
    # Half a squared distance, less what is the same in all of a row: |y|^2 / 2 - xy.
    left = np.hstack([-centred, np.ones_like(centred[:, :1])])
    right = np.hstack([centred, halves.astype(np.float32)])
    work = partial(_of_rows, features, left, right, k)
    with threadpool_limits(1, "blas"), ThreadPoolExecutor(cores()) as pool:
        found = list(pool.map(work, range(0, len(features), ROWS)))
    rows, distances = zip(*found, strict=True)
    return Neighbours(np.concatenate(rows), np.concatenate(distances))


def _of_rows(
    features: NDArray[np.float32], left: NDArray[np.float32], right: NDArray[np.float32], k: int, start: int
) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """Of a block's rows, (m, k) each."""
    mine = left[start : start + ROWS]
    shape = len(mine), min(k + SPARE, len(features) - 1)
    best, rows = np.full(shape, np.inf, np.float32), np.zeros(shape, np.int32)
    keep = compiled(_keep_nearest)
    for column in range(0, len(right), COLUMNS):
        keep(mine @ right[column : column + COLUMNS].T, start, column, best, rows)
    distances = _measured(features, start, rows)
    order = np.argsort(distances, axis=1, kind="stable")[:, :k]
    return np.take_along_axis(rows, order, 1), np.take_along_axis(distances, order, 1).astype(np.float32)


def _measured(features: NDArray[np.float32], start: int, rows: NDArray[np.int32]) -> NDArray[np.float64]:
    """Distances (m, c) of the samples from `start` on to their candidates."""
    mine = features[start : start + len(rows)].astype(np.float64)
    others = features[rows].astype(np.float64)
    products = np.einsum("id,ikd->ik", mine, others)
    squares = np.einsum("id,id->i", mine, mine)[:, None] + np.einsum("ikd,ikd->ik", others, others)
    distances: NDArray[np.float64] = np.sqrt(np.maximum(squares - 2 * products, 0))
    return distances


def _keep_nearest(values: Any, first_row: int, first_column: int, best: Any, rows: Any) -> None:
    """Put each of `values` (m, c) into its row of `best` (m, k), smallest first, where it is small enough."""
    last = best.shape[1] - 1
    for i in range(len(values)):
        line, own = values[i], first_row + i - first_column
        for start in range(0, len(line), AT_ONCE):
            stop = min(start + AT_ONCE, len(line))
            lowest = np.float32(np.inf)
            for j in range(start, stop):
                lowest = min(lowest, line[j])
            if lowest >= best[i, last]:
                continue
            for j in range(start, stop):
                if line[j] < best[i, last] and j != own:
                    at = last
                    while at > 0 and best[i, at - 1] > line[j]:
                        best[i, at], rows[i, at] = best[i, at - 1], rows[i, at - 1]
                        at -= 1
                    best[i, at], rows[i, at] = line[j], first_column + j
