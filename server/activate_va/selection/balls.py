"""ProbCover: samples whose neighbourhoods together hold as much of the pool as they can."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from activate_va.number import AS_NUMBER
from activate_va.options import Options
from activate_va.pool import Need, given
from activate_va.selection.base import SelectionContext, SelectionScheme
from activate_va.selection.clusters import Points, cluster

BLOCK = 1024


class BallOptions(Options):
    purity: Annotated[
        float,
        AS_NUMBER,
        Field(ge=0, le=1, description="share of balls that hold samples of one cluster alone: the more, the smaller"),
    ] = 0.95
    clusters: Annotated[
        int, Field(ge=2, le=1000, description="clusters by which that is judged: as many as there are classes, or so")
    ] = 10
    samples_seen: Annotated[
        int, Field(ge=100, le=20_000, description="samples that may be asked about and that are to be covered, by lot")
    ] = 2500


class ProbCover(SelectionScheme):
    """Each in turn the sample whose ball holds the most samples that no ball of a selected one holds yet.

    Yehuda, Dekel, Hacohen and Weinshall 2022, "Active Learning Through a Covering Lens". All balls have one radius in
    `coordinates`: the largest at which that share of them holds samples of one cluster alone, by k-means. The paper's
    looks at the whole pool; here it is part of it, drawn at random, so that a query takes little. Where all is covered,
    it begins anew with all that is not selected. Ties go to the lowest sample id.
    """

    name = "PC"
    title = "Covering neighbourhoods (ProbCover)"
    description = "N samples, each with the most samples around it that are near nothing selected yet."
    needs = frozenset({Need.COORDINATES})
    options = BallOptions

    def select(self, context: SelectionContext, count: int, rng: np.random.Generator) -> NDArray[np.int64]:
        from threadpoolctl import threadpool_limits

        chosen = context.chosen(BallOptions)
        coordinates = given(context.coordinates, Need.COORDINATES)
        most = min(max(chosen.samples_seen, count), len(context.available))
        seen = np.sort(rng.choice(context.available, most, replace=False))
        points = np.ascontiguousarray(coordinates[seen], dtype=np.float32)
        with threadpool_limits(1):  # One thread: several would wait for each other in products as small as these.
            found = cluster(points, chosen.clusters, len(points), rng)
            squared = squared_gaps(points, points)
            reach = squared_radius(squared, found.of_sample, chosen.purity)
            near_selected = _near(points, np.asarray(coordinates[context.selected], np.float32), reach)
        return seen[Cover(squared <= reach, near_selected).take(count)]


@dataclass(eq=False)
class Cover:
    """`near` (m, m): which samples are in each one's ball, itself included; `covered` (m,): those of selected ones."""

    near: NDArray[np.bool_]
    covered: NDArray[np.bool_]

    def take(self, count: int) -> list[int]:
        """`count` <= m rows, each the one whose ball holds most that is not covered yet."""
        chosen = list[int]()
        gains = self._gains(self.covered)
        while len(chosen) < count:
            if gains.max() == 0:  # Taken ones are below that.
                self.covered = np.zeros_like(self.covered)
                self.covered[chosen] = True
                gains = self._gains(self.covered)
                gains[chosen] = -1
            best = int(gains.argmax())
            newly = np.flatnonzero(self.near[best] & ~self.covered)
            gains -= self.near[newly].sum(axis=0, dtype=np.int64)
            self.covered[newly] = True
            gains[best] = -len(gains)
            chosen.append(best)
        return chosen

    def _gains(self, covered: NDArray[np.bool_]) -> NDArray[np.int64]:
        return np.asarray(self.near[~covered].sum(axis=0, dtype=np.int64))


def squared_radius(squared: Points, clusters: NDArray[np.int64], purity: float) -> float:
    """The largest squared radius at which a share `purity` of balls holds samples of one cluster alone.

    `squared`: distances (m, m) between samples of `clusters` (m,). Infinite where all are of one cluster.
    """
    to_others = np.where(clusters[:, None] == clusters, np.inf, squared).min(axis=1)
    impure = int(np.floor((1 - purity) * len(squared) + 1e-9))
    ranked = np.sort(to_others)
    if impure >= len(ranked):
        return float(ranked[-1])
    return max(0.0, float(np.nextafter(ranked[impure], np.float32(-np.inf), dtype=np.float32)))


def squared_gaps(points: Points, others: Points) -> Points:
    """Squared distances (n, m), 0 at least, and between a point and itself."""
    norms = np.einsum("ij,ij->i", points, points)
    gaps: Points = norms[:, None] + np.einsum("ij,ij->i", others, others) - 2 * (points @ others.T)
    np.maximum(gaps, 0, out=gaps)
    if points is others:
        np.fill_diagonal(gaps, 0)
    return gaps


def _near(points: Points, selected: Points, reach: float) -> NDArray[np.bool_]:
    """Which points (m,) are in the ball of one that is selected."""
    near = np.zeros(len(points), bool)
    for start in range(0, len(selected), BLOCK):
        near |= (squared_gaps(points, selected[start : start + BLOCK]) <= reach).any(axis=1)
    return near
