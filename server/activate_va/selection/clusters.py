"""k-means of a pool, quick enough to be run for a query."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float32]
CENTRES_TRIED = 400
FEWEST_STARTS, MOST_STARTS = 3, 20
FIRST_STEPS, STEPS = 5, 15
BLOCK = 4096


@dataclass(frozen=True, eq=False)
class Clusters:
    """`centres` float32 (k, d); of each sample its cluster (n,) and its squared distance to the centre (n,)."""

    centres: Points
    of_sample: NDArray[np.int64]
    gaps: Points


def cluster(points: Points, k: int, seen: int, rng: np.random.Generator) -> Clusters:
    """At most k clusters of points (n, d): found among `seen` of them drawn at random, then joined by all.

    Arthur and Vassilvitskii 2007, "k-means++", then Lloyd's steps: five from each of twenty starts, fewer where
    k is above 20, and fifteen more from the best. Fewer clusters where points coincide. Ties go to the first cluster.
    """
    from threadpoolctl import threadpool_limits

    drawn = points if len(points) <= seen else points[np.sort(rng.choice(len(points), seen, replace=False))]
    drawn = np.ascontiguousarray(drawn, dtype=np.float32)
    # One thread: several would wait for each other in products as small as these.
    with threadpool_limits(1):
        starts = min(max(CENTRES_TRIED // k, FEWEST_STARTS), MOST_STARTS)
        begun = (_settled(drawn, _spread_start(drawn, k, rng), FIRST_STEPS) for _ in range(starts))
        centres, _ = _settled(drawn, min(begun, key=lambda found: found[1])[0], STEPS)
        return Clusters(centres, *_joined(points, centres))


def _spread_start(points: Points, k: int, rng: np.random.Generator) -> Points:
    """Up to k distinct points (j, d), each drawn in proportion to its squared distance from those before."""
    chosen = [int(rng.integers(len(points)))]
    gaps = _squared(points, points[chosen[0]])
    while len(chosen) < k and (total := float(gaps.sum(dtype=np.float64))) > 0:
        reached = np.cumsum(gaps, dtype=np.float64)
        chosen.append(min(int(np.searchsorted(reached, rng.random() * total, side="right")), len(points) - 1))
        np.minimum(gaps, _squared(points, points[chosen[-1]]), out=gaps)
    return points[chosen]


def _settled(points: Points, centres: Points, steps: int) -> tuple[Points, float]:
    """Centres after Lloyd's steps, and the sum of squared distances to those of the last step."""
    gaps = np.zeros(0, np.float32)
    before = np.full(len(points), -1)
    for _ in range(steps):
        nearest, gaps = _joined(points, centres)
        if np.array_equal(nearest, before):
            break
        before = nearest
        centres = _means(points, nearest, centres)
    return centres, float(gaps.sum(dtype=np.float64))


def _means(points: Points, nearest: NDArray[np.int64], centres: Points) -> Points:
    """Of each cluster the mean; one that nothing joined stays where it was."""
    from scipy.sparse import csr_array

    sizes = np.bincount(nearest, minlength=len(centres))
    members = csr_array(
        (np.ones(len(points), np.float32), nearest, np.arange(len(points) + 1)), (len(points), len(centres))
    )
    means = (members.T @ points) / np.maximum(sizes, 1)[:, None]
    return np.asarray(np.where(sizes[:, None] > 0, means, centres), np.float32)


def _joined(points: Points, centres: Points) -> tuple[NDArray[np.int64], Points]:
    """Of each point the nearest centre (n,), and the squared distance to it (n,), 0 at least."""
    norms = np.einsum("ij,ij->i", centres, centres)
    nearest, gaps = np.empty(len(points), np.int64), np.empty(len(points), np.float32)
    for start in range(0, len(points), BLOCK):
        block = np.asarray(points[start : start + BLOCK], np.float32)
        scores = norms - 2 * (block @ centres.T)
        rows = nearest[start : start + BLOCK] = scores.argmin(axis=1)
        gaps[start : start + BLOCK] = np.take_along_axis(scores, rows[:, None], axis=1)[:, 0]
        gaps[start : start + BLOCK] += np.einsum("ij,ij->i", block, block)
    return nearest, np.maximum(gaps, 0)


def _squared(points: Points, centre: Points) -> Points:
    differences = points - centre
    return np.asarray(np.einsum("ij,ij->i", differences, differences), np.float32)
