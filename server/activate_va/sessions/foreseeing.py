"""What the machine selects next, worked out when a round ends, so that nobody waits for it who asks then."""

from __future__ import annotations

from contextlib import suppress

from activate_va.errors import ActivateError
from activate_va.recent import Recent
from activate_va.seeding import Purpose, generator
from activate_va.selection import Selection, select
from activate_va.sessions.available import Available
from activate_va.sessions.state import SessionState
from activate_va.sessions.views import Views
from activate_va.turns import Turns

Asked = tuple[str, int]
"""A selection scheme, and of how many samples."""
REMEMBERED = 100
"""Selections of ten samples or so: some kilobytes."""


class Foreseeing:
    """Selections on states of sessions, each made once: what a state says decides it, whenever it is made."""

    def __init__(self, views: Views) -> None:
        self.views = views
        self._turns = Turns()
        self._asked: Recent[str, Asked] = Recent(REMEMBERED)
        self._known: Recent[tuple[str, int, Asked], Selection] = Recent(REMEMBERED)

    def begin(self, state: SessionState) -> None:
        """Select what was asked for last; where that cannot be done any more, who asks again is told why.

        Nothing where nobody has asked this server yet: inputs might be computed that nobody wants.
        """
        asked = self._asked.get(state.session_id)
        if asked is not None:
            with suppress(ActivateError):
                self._once(state, asked)

    def selection(self, state: SessionState, scheme: str, count: int) -> Selection:
        """Raises CountExceedsPool, UnknownName, ProjectionNotReady."""
        asked = scheme, count
        self._asked.put(state.session_id, asked)
        return self._once(state, asked)

    def _once(self, state: SessionState, asked: Asked) -> Selection:
        key = state.session_id, state.seq, asked
        with self._turns.of(key):  # Who asks while it is being foreseen waits for that.
            known = self._known.get(key)
            if known is None:
                known = self._selected(state, *asked)
                self._known.put(key, known)
            return known

    def _selected(self, state: SessionState, scheme: str, count: int) -> Selection:
        available = Available.of(state, self.views.of(state), self.views.kept(state))
        return select(scheme, available, count, generator(state.seed, Purpose.SELECTION, state.seq))
