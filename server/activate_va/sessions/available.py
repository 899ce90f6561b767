"""What a session's pool still offers to selection schemes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from activate_va.datasets.held_out import PoolSubset
from activate_va.options import Chosen, options_of
from activate_va.pool import Need, PoolView
from activate_va.selection import SelectionContext, SelectionScheme, schemes
from activate_va.sessions.state import SessionState


@dataclass(frozen=True, eq=False)
class Available:
    """A session's pool without what is held out, and the rows of it that are not on the board: what a scheme's inputs
    are had of."""

    view: PoolView
    options: Chosen
    available: NDArray[np.int64]
    selected: NDArray[np.int64]

    @classmethod
    def of(cls, state: SessionState, view: PoolView, kept: PoolSubset) -> Available:
        selected = sorted(i for i, placement in state.board.items() if placement.held_out_for is None)
        rows = kept.rows(np.array(selected, dtype=np.int64))
        free = np.ones(len(view.content), dtype=bool)
        free[rows] = False
        return cls(view, state.config.options, np.flatnonzero(free), rows)

    def missing(self, need: Need) -> str | None:
        return self.view.missing(need)

    def context(self, scheme: SelectionScheme) -> SelectionContext:
        """Raises ProjectionNotReady."""
        options = options_of(schemes, scheme.name, self.options)
        return SelectionContext(self.available, self.selected, options=options, **self.view.inputs(scheme))
