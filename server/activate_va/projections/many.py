"""UMAP's layout of pools of many samples: umap-learn's steps and schedule, in single precision and one loop."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from activate_va.compiled import compiled
from activate_va.projections.base import Report

NEGATIVES = 5
"""Samples drawn at random that one is pushed away from each time that it is drawn to a neighbour; umap-learn's."""
PASSES_BETWEEN_REPORTS = 5


def laid_out(
    graph: Any, start: NDArray[np.float32], curve: tuple[float, float], epochs: int, seed: int, report: Report
) -> NDArray[np.float32]:
    """Coordinates (n, 2) from `start` (n, 2), by the weights of a symmetric sparse graph (n, n).

    `curve`: a and b of the similarity 1 / (1 + a d^2b) of two points. `report` hears "layout" and the share done.
    """
    edges = graph.tocsr()
    edges.data[edges.data < edges.data.max() / epochs] = 0
    edges.eliminate_zeros()
    every = (edges.data.max() / edges.data).astype(np.float32)
    due = every.copy()
    points: NDArray[np.float32] = (10 * (start - start.min(axis=0)) / np.ptp(start, axis=0)).astype(np.float32)
    a, b = np.float32(curve[0]), np.float32(curve[1])
    one_pass = compiled(_pass)
    for epoch in range(epochs):
        if epoch % PASSES_BETWEEN_REPORTS == 0:
            report("layout", epoch / epochs)
        rate = np.float32(1 - epoch / epochs)
        draws = np.random.default_rng([seed, epoch]).integers(2**63, dtype=np.uint64)
        one_pass(points, edges.indptr, edges.indices, every, due, np.float32(epoch), rate, a, b, draws)
    return points


def _pass(
    points: Any,
    starts: Any,
    others: Any,
    every: Any,
    due: Any,
    epoch: float,
    rate: float,
    a: float,
    b: float,
    state: Any,
) -> None:
    """One pass over the edges (CSR) that are due: both ends move, and the first away from samples drawn at random.

    Lots are drawn by SplitMix64 (Steele, Lea and Flood 2014) from `state`.
    """
    one, two, near, most = np.float32(1), np.float32(2), np.float32(0.001), np.float32(4)
    n = np.uint64(len(points))
    for i in range(len(points)):
        for edge in range(starts[i], starts[i + 1]):
            if due[edge] > epoch:
                continue
            due[edge] += every[edge]
            j = others[edge]
            dx, dy = points[i, 0] - points[j, 0], points[i, 1] - points[j, 1]
            squared = dx * dx + dy * dy
            if squared > 0:
                power = squared**b
                pull = -two * a * b * power / (squared * (one + a * power))
                mx, my = rate * min(max(pull * dx, -most), most), rate * min(max(pull * dy, -most), most)
                points[i, 0] += mx
                points[i, 1] += my
                points[j, 0] -= mx
                points[j, 1] -= my
            for _ in range(NEGATIVES):
                state += np.uint64(0x9E3779B97F4A7C15)
                bits = (state ^ (state >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
                bits = (bits ^ (bits >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
                bits ^= bits >> np.uint64(31)
                j = (bits >> np.uint64(32)) * n >> np.uint64(32)
                dx, dy = points[i, 0] - points[j, 0], points[i, 1] - points[j, 1]
                squared = dx * dx + dy * dy
                if squared > 0:
                    push = two * b / ((near + squared) * (one + a * squared**b))
                    points[i, 0] += rate * min(max(push * dx, -most), most)
                    points[i, 1] += rate * min(max(push * dy, -most), most)
