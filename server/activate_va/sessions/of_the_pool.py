"""What schemes have said of the whole pool, round by round: inferred labels, and what models predict."""

from __future__ import annotations

from activate_va.datasets.held_out import PoolSubset
from activate_va.pool.pool_labels import PoolLabels
from activate_va.sessions.errors import NothingInferred, ProbabilitiesMissing
from activate_va.sessions.predictions import temperature_of
from activate_va.sessions.said import said_by
from activate_va.sessions.service import SessionService


def inferred_in(sessions: SessionService, session_id: str, number: int, scheme: str) -> PoolLabels:
    """By sample id; none of samples that are held out.

    Raises RoundNotFound, and NothingInferred for a scheme that infers none, or a round from before they were kept.
    """
    done = sessions.round(session_id, number)
    found = sessions.artifacts.inferred(session_id, done.round, scheme)
    if found is None:
        raise NothingInferred(f"round {number} has no labels inferred by {scheme}")
    return _by_sample(found, sessions, session_id)


def predicted_in(sessions: SessionService, session_id: str, number: int, scheme: str) -> PoolLabels:
    """By sample id, at the heights where they would stand; none of samples that are held out. As long as there is the
    model it is asked, later what it had said by then is known.

    Raises RoundNotFound, ModelNotFound, and ProbabilitiesMissing where the model is gone and nobody had asked it.
    """
    state, predictor = sessions.state(session_id), sessions.predictor(session_id, number, scheme)
    try:
        probabilities = sessions.rounds.views.predictions.by(state, predictor)
    except ProbabilitiesMissing:
        kept = sessions.artifacts.said(session_id, number, scheme)
        if kept is None:
            raise
        return _by_sample(kept, sessions, session_id)
    return _by_sample(said_by(probabilities, temperature_of(state, predictor)), sessions, session_id)


def _by_sample(found: PoolLabels, sessions: SessionService, session_id: str) -> PoolLabels:
    """By sample id, of labels by row; of samples that have come to the dataset since there are none."""
    state = sessions.state(session_id)
    size = len(sessions.shelf.open(state.dataset).pool)
    kept = PoolSubset.of(size, state.held_out).sample_ids[: len(found.classes)]
    whole = PoolLabels.none(size)
    whole.classes[kept], whole.certainties[kept] = found
    return whole
