"""A person who picks from the map: a cluster each at first, then where the machine looks confused."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from activate_va.simulation.policies.base import Pick, Policy, View
from activate_va.simulation.policies.clusters import cells_of, visible_clusters

WHIM = 0.2
"""Share of a person's picks that follow no plan."""


class UserPolicy(Policy):
    """Picks as the paper's users told that they did (Legg et al. 2019, "User selection from sample pool").

    First one sample of each cluster that the eye can tell apart, the largest first. Later each pick is,
    by lot, from a place where neighbours on the map are predicted to be of different classes, from the
    pair of classes that the confusion matrix mixes up most, or (one in five) of no plan. Its limits as a
    model: it reads no images and has no memory of where it has looked.
    """

    name = "user"
    title = "User"
    description = "Picks from the map: one sample per visible cluster, then where predictions disagree."
    needs_view = True

    def choose(self, view: View, count: int, rng: np.random.Generator) -> Pick:
        if view.probabilities is None:
            return Pick(_one_per_cluster(view, count, rng))
        return Pick(_where_confused(view, view.probabilities, count, rng))


def _one_per_cluster(view: View, count: int, rng: np.random.Generator) -> tuple[int, ...]:
    """Clusters by size, and again from the largest where there are fewer than `count`."""
    cluster = visible_clusters(view.coordinates)[view.available]
    queues = [rng.permutation(view.available[cluster == rank]) for rank in range(int(cluster.max(initial=-1)) + 1)]
    rest = rng.permutation(view.available[cluster < 0])
    depth = max((len(queue) for queue in queues), default=0)
    turns = (int(queue[turn]) for turn in range(depth) for queue in queues if turn < len(queue))
    picked = [sample for _, sample in zip(range(count), turns, strict=False)]
    return (*picked, *rest[: count - len(picked)].tolist())


def _where_confused(
    view: View, probabilities: NDArray[np.float32], count: int, rng: np.random.Generator
) -> tuple[int, ...]:
    predicted = np.asarray(probabilities).argmax(axis=1)
    plans = [_disagreement(view, predicted), _worst_pair(view, predicted), np.ones(len(predicted))]
    weights = [(1 - WHIM) / 2, (1 - WHIM) / 2, WHIM]
    free = np.zeros(len(predicted), bool)
    free[view.available] = True
    picked: list[int] = []
    for plan in rng.choice(len(plans), count, p=weights):
        picked.append(_draw(plans[int(plan)], free, rng))
        free[picked[-1]] = False
    return tuple(picked)


def _draw(weights: NDArray[np.float64], free: NDArray[np.bool_], rng: np.random.Generator) -> int:
    """A free sample, in proportion to its weight; any one where none that is free weighs anything."""
    left = np.where(free, weights, 0.0)
    left = left if left.sum() > 0 else free.astype(np.float64)
    return int(rng.choice(len(left), p=left / left.sum()))


def _disagreement(view: View, predicted: NDArray[np.int64]) -> NDArray[np.float64]:
    """For each sample the share of its cell on the map that is predicted to be of another class, squared."""
    cells = cells_of(view.coordinates)
    _, cell = np.unique(cells, axis=0, return_inverse=True)
    cell = cell.reshape(-1)
    counts = np.zeros((int(cell.max()) + 1, int(predicted.max()) + 1))
    np.add.at(counts, (cell, predicted), 1.0)
    others = 1.0 - counts[cell, predicted] / counts.sum(axis=1)[cell]
    return np.asarray(others**2)


def _worst_pair(view: View, predicted: NDArray[np.int64]) -> NDArray[np.float64]:
    """1 for samples predicted to be of either class of the pair most often mixed up, else 0; ties: lowest classes."""
    if view.confusion is None:
        return np.zeros(len(predicted))
    mixed = view.confusion + view.confusion.T
    np.fill_diagonal(mixed, 0)
    pair = np.unravel_index(int(mixed.argmax()), mixed.shape)
    return np.isin(predicted, pair).astype(np.float64)
