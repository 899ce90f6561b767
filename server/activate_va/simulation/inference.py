"""How much of the pool the training schemes that cover it label right, which only a study can know."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from activate_va.datasets import Dataset
from activate_va.options import options_of
from activate_va.seeding import Purpose, generator
from activate_va.sessions.labels import labels_of
from activate_va.sessions.state import Round, SessionState
from activate_va.sessions.views import Views
from activate_va.training import TrainingContext, schemes
from activate_va.training.inferred import inferred_of


class PoolInference:
    """The labels that a session's rounds gave the whole pool, inferred again as they were for training.

    `views` shows what the rounds could see of it.
    """

    def __init__(self, dataset: Dataset, views: Views) -> None:
        self.dataset = dataset
        self.views = views

    def accuracy(self, state: SessionState, done: Round, scheme: str) -> float | None:
        """The share of the pool, labelled samples included, whose label the scheme inferred right in that round.

        A sample for which it inferred none counts as wrong. None for a scheme that does not cover the pool.
        """
        if not schemes[scheme].covers_pool or self.dataset.pool.labels is None:
            return None
        return float(np.mean(self.labels(state, done, scheme) == self.dataset.pool.labels))

    def labels(self, state: SessionState, done: Round, name: str) -> NDArray[np.int64]:
        """Class indices (n,) of the pool; -1 where the scheme left a sample out."""
        before = _as_trained(state, done)
        scheme, view = schemes[name], self.views.of(before)
        options = options_of(schemes, name, before.config.options)
        context = TrainingContext(len(self.dataset.pool), options=options, **view.inputs(scheme))
        rng = generator(state.seed, Purpose.TRAINING, done.round)
        return inferred_of(scheme.assemble(labels_of(before), context, rng), len(self.dataset.pool))


def _as_trained(state: SessionState, done: Round) -> SessionState:
    """The state that the round trained on; a simulated labeller changes no label later."""
    board = {i: p for i, p in state.board.items() if p.labelled_seq is not None and p.labelled_seq < done.started_seq}
    rounds = tuple(one for one in state.rounds if one.round < done.round)
    return state.model_copy(update={"board": board, "rounds": rounds, "config": done.config})
