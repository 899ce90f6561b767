"""The selection schemes in NumPy: candidates, a score over them, and sorting; DMB with scikit-learn's k-means."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

REFERENCED = frozenset({"RS", "DS", "LCRS", "LCDS", "MCRS", "MCDS", "ECRS", "ECDS", "DMB"})


def select(
    scheme: str,
    available: NDArray[np.int64],
    selected: NDArray[np.int64],
    coordinates: NDArray[np.float32],
    probabilities: NDArray[np.float32],
    count: int,
) -> NDArray[np.int64]:
    if scheme == "DMB":
        return diverse(available, coordinates, probabilities, count)
    wanted = count if scheme in ("RS", "DS") else count**2
    if scheme.endswith("RS"):
        candidates = np.random.default_rng().choice(available, wanted, replace=False)
    else:
        candidates = furthest(available, selected, coordinates, wanted)
    if scheme in ("RS", "DS"):
        return candidates
    return candidates[np.argsort(uncertainty(scheme[:2], probabilities[candidates]))[::-1][:count]]


def diverse(
    available: NDArray[np.int64], coordinates: NDArray[np.float32], probabilities: NDArray[np.float32], count: int
) -> NDArray[np.int64]:
    """Zhdanov 2019: of the 10N most uncertain those nearest the centres of N clusters, weighted by uncertainty."""
    from sklearn.cluster import KMeans

    scores = uncertainty("MC", probabilities[available])
    shortlist = np.argsort(scores)[::-1][: 10 * count]
    points = coordinates[available[shortlist]]
    means = KMeans(count).fit(points, sample_weight=scores[shortlist])
    nearest = means.transform(points).argmin(axis=0)
    return available[shortlist[nearest]]


def furthest(
    available: NDArray[np.int64], selected: NDArray[np.int64], coordinates: NDArray[np.float32], count: int
) -> NDArray[np.int64]:
    points = coordinates[available]
    nearest = np.full(len(points), np.inf)
    for sample_id in selected:
        nearest = np.minimum(nearest, np.linalg.norm(points - coordinates[sample_id], axis=1))
    chosen = []
    for _ in range(count):
        best = int(np.argmax(nearest))
        chosen.append(best)
        nearest = np.minimum(nearest, np.linalg.norm(points - points[best], axis=1))
    return available[chosen]


def uncertainty(criterion: str, p: NDArray[np.float32]) -> NDArray[np.floating]:
    if criterion == "LC":
        return 1 - p.max(axis=1)
    if criterion == "MC":
        ordered = np.sort(p, axis=1)
        return 1 - (ordered[:, -1] - ordered[:, -2])
    return -np.sum(p * np.log(p + 1e-12), axis=1)
