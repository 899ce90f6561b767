"""Cards on which nobody has acted go where the newest model would place them."""

from __future__ import annotations

from contextlib import suppress

import numpy as np
from numpy.typing import NDArray

from activate_va.datasets.held_out import Kept
from activate_va.sessions.events import Predictor, SamplesPredicted
from activate_va.sessions.log import EventLog
from activate_va.sessions.placement import Placement, Status
from activate_va.sessions.predictions import predictor_of, temperature_of
from activate_va.sessions.selecting import with_predictions
from activate_va.sessions.state import SessionState

MACHINE = "machine"


class NothingOutdated(Exception):
    """No card stands where an older model placed it."""


def has_outdated(state: SessionState) -> bool:
    return bool(_outdated(state))


def place_anew(
    log: EventLog, session_id: str, predictor: Predictor, probabilities: NDArray[np.float32], kept: Kept
) -> None:
    """Write where this model places what older ones placed; nothing where there is none.

    The probabilities (m, c) are of the samples `kept`.
    """

    def decide(state: SessionState) -> SamplesPredicted:
        sample_ids = _outdated(state)
        if not sample_ids or predictor_of(state) != predictor:
            raise NothingOutdated
        samples = with_predictions(sample_ids, probabilities, temperature_of(state, predictor), kept)
        return SamplesPredicted(samples=samples, predicted_by=predictor)

    with suppress(NothingOutdated):
        log.append(session_id, decide, actor=MACHINE)


def _outdated(state: SessionState) -> list[int]:
    predictor = predictor_of(state)
    if predictor is None:
        return []
    return [i for i, placement in state.board.items() if _is_older(placement, predictor.round)]


def _is_older(placement: Placement, newest: int) -> bool:
    by = placement.predicted_by
    return placement.status is Status.PREDICTED and by is not None and by.round < newest
