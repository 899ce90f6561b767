"""Furthest points where a distance is dear: gaps are kept up only for the points that may be furthest."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from activate_va.selection.distances import Points, squared_distances

SMALLEST = 1024


class Front:
    """The points of widest gap. Selecting only narrows gaps, so those behind the front are upper bounds as they stand.

    points: float32 (n, d). gaps: float32 (n,), squared, exact when the front is made, -1 for what is
    selected already; changed in place. smallest: how many points the front holds at first.
    """

    def __init__(self, points: Points, gaps: Points, smallest: int = SMALLEST) -> None:
        self.points = points
        self.gaps = gaps
        self.smallest = smallest
        self.chosen: list[int] = []
        self._members: NDArray[np.intp] = np.empty(0, np.intp)
        self._floor = np.inf
        """Every point whose gap may be this wide is a member."""
        self._widen()

    def take(self) -> int:
        """Select the point of the widest gap, of several the lowest."""
        while (widest := self._widest()) is None:
            self._widen()
        self.chosen.append(widest)
        self._narrow(self._near, self._members, widest)
        self.gaps[widest] = -1
        return widest

    def _widest(self) -> int | None:
        best = int(self._members[self.gaps[self._members].argmax()])
        return best if self.gaps[best] >= self._floor else None

    def _narrow(self, points: Points, rows: NDArray[np.intp], selected: int) -> None:
        self.gaps[rows] = np.minimum(self.gaps[rows], squared_distances(points, self.points[selected]))

    def _widen(self) -> None:
        """Take in four times as many, and make up for what was selected while they stood behind."""
        size = min(len(self.gaps), max(self.smallest, 4 * len(self._members)))
        self._floor = float(np.partition(self.gaps, -size)[-size])
        members = np.flatnonzero(self.gaps >= self._floor)
        fresh = np.setdiff1d(members, self._members, assume_unique=True)
        for selected in self.chosen:
            self._narrow(self.points[fresh], fresh, selected)
        self._members, self._near = members, self.points[members]
