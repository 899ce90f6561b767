"""Cards on which nobody has acted go where the newest model would place them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

import numpy as np
from numpy.typing import NDArray

from activate_va.datasets.held_out import PoolSubset
from activate_va.sessions.events import Predictor, SamplesPredicted
from activate_va.sessions.log import EventLog
from activate_va.sessions.placement import Placement, Status
from activate_va.sessions.predictions import predictor_in, predictor_of, temperature_of
from activate_va.sessions.selecting import with_predictions
from activate_va.sessions.state import Round, SessionState

MACHINE = "machine"


class NothingOutdated(Exception):
    """No card stands where an older model placed it."""


def has_outdated(state: SessionState, predictor: Predictor) -> bool:
    """Whether a card stands where a model before this one placed it."""
    return bool(_outdated(state, predictor))


def place_anew(
    log: EventLog, session_id: str, predictor: Predictor, probabilities: NDArray[np.float32], kept: PoolSubset
) -> None:
    """Write where this model places what older ones placed; nothing where there is none.

    The probabilities (m, c) are of the samples `kept`.
    """

    def decide(state: SessionState) -> SamplesPredicted:
        sample_ids = _outdated(state, predictor)
        if not sample_ids or predictor not in _newest(state):
            raise NothingOutdated
        samples = with_predictions(sample_ids, probabilities, temperature_of(state, predictor), kept)
        return SamplesPredicted(samples=samples, predicted_by=predictor)

    with suppress(NothingOutdated):
        log.append(session_id, decide, actor=MACHINE)


def _newest(state: SessionState) -> Iterator[Predictor | None]:
    """The newest that predicts of finished rounds; and that of the running one, once it is trained."""
    yield predictor_of(state)
    if state.running is not None:
        yield predictor_in(state.running, state.running.config)


def _outdated(state: SessionState, predictor: Predictor) -> list[int]:
    trained = state.round(predictor.round)
    return [i for i, placement in state.board.items() if _is_older(placement, trained)]


def _is_older(placement: Placement, trained: Round) -> bool:
    """By a model of a round before; or of one of the same number, which was cancelled."""
    by = placement.predicted_by
    if placement.status is not Status.PREDICTED or by is None:
        return False
    return by.round < trained.round or placement.changed_at < trained.started_at
