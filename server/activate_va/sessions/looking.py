"""Samples that a person may want to see next to one another: those like one, and those between two classes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from activate_va.pool import Need, Needs
from activate_va.selection.distances import squared_distances
from activate_va.sessions.commands import check_class, check_in_pool
from activate_va.sessions.state import SessionState
from activate_va.sessions.views import Views


class Found(NamedTuple):
    """Samples that are not on the board, in order; `how` says in words by what, `note` what stood in and why."""

    sample_ids: list[int]
    how: str
    note: str | None


@dataclass(frozen=True)
class _Look:
    """What is looked at, as a scheme declares it."""

    name: str
    needs: Needs
    n_neighbours: int = 0


LIKENESS = _Look("looking for samples like one", frozenset({Need.COORDINATES}))
HESITATION = _Look("looking for samples between two classes", frozenset({Need.PROBABILITIES}))


class Looking:
    """Looks through the samples of a session's pool that are not on its board."""

    def __init__(self, views: Views) -> None:
        self.views = views

    def like(self, state: SessionState, sample_id: int, count: int) -> Found:
        """The nearest in the session's feature space, nearest first; of equally near ones the lowest id.

        Raises SampleNotInPool, InputMissing, ProjectionNotReady.
        """
        view = self.views.of(state)
        check_in_pool([sample_id], len(view.content))
        view.expect(LIKENESS)
        points = view.inputs(LIKENESS)[Need.COORDINATES.value]
        gaps = squared_distances(points, np.asarray(points[sample_id]))
        free = _free(state, len(gaps))
        free[sample_id] = False
        return Found(_least(gaps, free, count), view.space.phrase, view.note)

    def between(self, state: SessionState, first: int, second: int, count: int, n_classes: int) -> Found:
        """Those of which the less probable of two classes is most probable, by the model that predicts.

        Raises ClassOutOfRange, InputMissing.
        """
        for class_index in (first, second):
            check_class(state, class_index, n_classes)
        view = self.views.of(state)
        view.expect(HESITATION)
        probabilities = np.asarray(view.inputs(HESITATION)[Need.PROBABILITIES.value])
        doubt = np.minimum(probabilities[:, first], probabilities[:, second])
        return Found(_least(-doubt, _free(state, len(doubt)), count), "by the newest model", None)


def _free(state: SessionState, n: int) -> NDArray[np.bool_]:
    free = np.ones(n, dtype=bool)
    free[list(state.board)] = False
    return free


def _least(values: NDArray[np.float32], free: NDArray[np.bool_], count: int) -> list[int]:
    rows = np.flatnonzero(free)
    found: list[int] = rows[np.argsort(values[rows], kind="stable")[:count]].tolist()
    return found
