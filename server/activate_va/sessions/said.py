"""What models have said of the pool, kept beyond them."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from activate_va.evaluation import at_temperature
from activate_va.pool.pool_labels import NO_LABEL, PoolLabels
from activate_va.sessions.artifacts import Artifacts
from activate_va.sessions.events import Predictor
from activate_va.sessions.predictions import temperature_of
from activate_va.sessions.selecting import heights
from activate_va.sessions.state import SessionState


def said_by(probabilities: NDArray[np.float32], temperature: float | None) -> PoolLabels:
    """The most probable class of each row, and how high a card of it stands; of equally probable ones the first."""
    return PoolLabels(probabilities.argmax(axis=1), heights(probabilities, temperature))


def confirmed(inferred: NDArray[np.int64], probabilities: NDArray[np.float32], temperature: float | None) -> PoolLabels:
    """Inferred classes (n,), -1: none, with how probable each is (n, c) to the model that learnt from them."""
    scaled = probabilities if temperature is None else at_temperature(probabilities, temperature)
    found = np.flatnonzero(inferred != NO_LABEL)
    certainties = np.zeros(len(inferred), np.float32)
    certainties[found] = scaled[found, inferred[found]]
    return PoolLabels(inferred, certainties)


def keep_said(artifacts: Artifacts, state: SessionState, before: int, schemes: Collection[str]) -> None:
    """Keep what models of rounds before that one, which are about to go, have said of the pool."""
    for done in (done for done in state.rounds if done.round < before):
        for scheme in done.results.keys() & set(schemes):
            place = (state.session_id, done.round, scheme)
            probabilities = artifacts.probabilities(*place)
            if probabilities is not None:
                temperature = temperature_of(state, Predictor(round=done.round, training_scheme=scheme))
                artifacts.save_said(*place, said_by(probabilities, temperature))
