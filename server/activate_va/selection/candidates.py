"""Candidate rules: random, and furthest point first. Legg et al. 2019, "Machine-driven sample selection"."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from activate_va.pool import Need, given
from activate_va.selection.base import SelectionContext
from activate_va.selection.distances import FEW_DIMENSIONS, Points, squared_distances, squared_gaps
from activate_va.selection.front import Front

MANY = 500
"""From this many furthest points on, a tree that finds the neighbours of each pays for being built."""
FEW_SELECTED = 30
TAKEN = np.float32(-1)


def random_candidates(context: SelectionContext, count: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """`count` available sample ids, each set equally likely, in random order."""
    return rng.choice(context.available, count, replace=False)


def furthest_points(context: SelectionContext, count: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """Each in turn the available point furthest from all selected so far, those just chosen included.

    Euclidean distance to the nearest selected point, compared in float32; ties go to the lowest
    sample id. With nothing selected the first point is drawn from `rng`.
    """
    coordinates = given(context.coordinates, Need.COORDINATES)
    if coordinates.shape[1] > FEW_DIMENSIONS:
        return context.available[_furthest_of_many_dimensions(context, coordinates, count, rng)]
    points = np.asfortranarray(coordinates[context.available], dtype=np.float32)
    if len(context.selected) == 0:
        gaps = np.full(len(points), np.inf, np.float32)
        first = int(rng.integers(len(points)))
    else:
        gaps = squared_gaps(points, np.asarray(coordinates[context.selected], np.float32))
        first = int(gaps.argmax())
    return context.available[_furthest_first(points, gaps, first, count)]


def _furthest_of_many_dimensions(
    context: SelectionContext, coordinates: Points, count: int, rng: np.random.Generator
) -> list[int]:
    points = np.ascontiguousarray(coordinates[context.available], dtype=np.float32)
    if len(context.selected):
        gaps = squared_gaps(points, np.asarray(coordinates[context.selected], np.float32))
        first = int(gaps.argmax())
    else:
        gaps = np.full(len(points), np.inf, np.float32)
        first = int(rng.integers(len(points)))
    # The first few points narrow nearly every gap, so that a front would not stay small.
    begun = _furthest_first(points, gaps, first, min(count, max(1, FEW_SELECTED - len(context.selected))))
    if len(begun) == count:
        return begun
    _note_selected(points, gaps, begun[-1], None)
    front = Front(points, gaps)
    return [*begun, *(front.take() for _ in range(count - len(begun)))]


def _furthest_first(points: Points, gaps: Points, first: int, count: int) -> list[int]:
    tree = cKDTree(points) if count >= MANY else None
    chosen = [first]
    while len(chosen) < count:
        _note_selected(points, gaps, chosen[-1], tree)
        chosen.append(int(gaps.argmax()))
    return chosen


def _note_selected(points: Points, gaps: Points, newest: int, tree: cKDTree | None) -> None:
    """Shrink the gaps that `newest` closes; as it had the widest, none of them is further from it than that."""
    widest = float(gaps[newest])
    if tree is None or np.isinf(widest):
        np.minimum(gaps, squared_distances(points, points[newest]), out=gaps)
    else:
        near = np.asarray(tree.query_ball_point(points[newest], np.sqrt(widest) * 1.0001), np.int64)
        gaps[near] = np.minimum(gaps[near], squared_distances(points[near], points[newest]))
    gaps[newest] = TAKEN
