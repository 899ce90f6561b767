"""How a model comes from labels by schemes that look again once a model has learnt."""

from __future__ import annotations

from typing import Protocol, TypeVar

import numpy as np

from activate_va.pool import LabelSet
from activate_va.training.base import Seen, TrainingContext, TrainingScheme, TrainingSet

Fitted = TypeVar("Fitted")


class Learner(Protocol[Fitted]):
    """Fits models, and asks them about the pool."""

    def fit(self, training_set: TrainingSet) -> Fitted: ...
    def look(self, fitted: Fitted) -> Seen: ...


def learnt(
    scheme: TrainingScheme,
    labels: LabelSet,
    context: TrainingContext,
    rng: np.random.Generator,
    learner: Learner[Fitted],
) -> tuple[TrainingSet, Fitted]:
    """The last model, and what it was fitted to.

    Raises as `TrainingScheme.assemble` does, and what the learner raises.
    """
    made = scheme.assemble(labels, context, rng)
    fitted = learner.fit(made)
    for _ in range(scheme.refinements(context)):
        made = scheme.refined(labels, context, learner.look(fitted), rng)
        fitted = learner.fit(made)
    return made, fitted
