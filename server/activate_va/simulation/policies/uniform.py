"""Uniform coverage of the map: as many samples as asked for, each from a cell of its own."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from activate_va.simulation.policies.base import Pick, Policy, View
from activate_va.simulation.policies.clusters import cells_of

FINEST = 4096
"""Cells along an edge; maps of which some cell still lacks its sample hold the same point many times over."""


class UniformPolicy(Policy):
    """Spreads its picks evenly over the area of the map that holds samples, however many a place holds.

    Our reading of "sampling 100 uniform points", "using the projection space to obtain 100 uniform
    samples" (Legg et al. 2019, Figure 3). The map is cut into the coarsest square grid of which `count`
    cells hold samples and none that is on the board; of these, `count` are drawn, and from each one
    sample, both at random. Where no grid has so many (samples on one spot) the rest is drawn from all.
    """

    name = "uniform"
    title = "Uniform"
    description = "Covers the map evenly: one random sample from each of as many cells as samples are wanted."
    needs_view = True

    def choose(self, view: View, count: int, rng: np.random.Generator) -> Pick:
        cells, fresh = _grid(view, count)
        chosen = rng.permutation(fresh)[:count]
        queues = _by_cell(cells[view.available], view.available)
        picked = [int(rng.choice(queues[cell])) for cell in chosen.tolist()]
        rest = rng.permutation(np.setdiff1d(view.available, picked))[: count - len(picked)]
        return Pick((*picked, *rest.tolist()))


def _grid(view: View, count: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The cell of each sample (n,), and the cells that hold samples, none of them on the board, ascending."""
    taken = np.ones(len(view.coordinates), bool)
    taken[view.available] = False
    edge = max(1, int(np.sqrt(count)))
    while True:
        cells = cells_of(view.coordinates, edge) @ np.array([edge, 1])
        fresh = np.setdiff1d(cells, cells[taken])
        if len(fresh) >= count or edge >= FINEST:
            return cells, fresh
        edge += max(1, edge // 20)


def _by_cell(cells: NDArray[np.int64], samples: NDArray[np.int64]) -> dict[int, NDArray[np.int64]]:
    order = np.argsort(cells, kind="stable")
    found, starts = np.unique(cells[order], return_index=True)
    return dict(zip(found.tolist(), np.split(samples[order], starts[1:]), strict=True))
