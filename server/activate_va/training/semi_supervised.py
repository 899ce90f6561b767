"""Semi-supervised learning: a network that the pool has taught goes on with what the graph infers from labels."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import numpy as np
from pydantic import Field

from activate_va.number import AS_NUMBER
from activate_va.pool import LabelSet, Need, given
from activate_va.training.base import TrainingContext, TrainingScheme, TrainingSet
from activate_va.training.fine_tuning import FineTuning
from activate_va.training.poisson import PoissonLabelling, PoissonOptions


class SemiSupervisedOptions(PoissonOptions):
    steps: Annotated[
        int,
        AS_NUMBER,
        Field(ge=1, le=100_000, description="batches that it trains on; the default takes some 16 s of processor time"),
    ] = 450
    seconds: Annotated[
        float,
        AS_NUMBER,
        Field(
            ge=0, le=86_400, description="seconds after which training ends, even before its steps are done; 0: never"
        ),
    ] = 0.0


class SemiSupervised(TrainingScheme):
    """The pool, labelled as Poisson learning infers, for a classifier that starts from the space's own network.

    It goes on with strong views of each image, as FixMatch has them (Sohn et al. 2020), and answers with an average of
    its weights (Tarvainen and Valpola 2017, "Mean teachers are better role models"); what the graph says stands in for
    FixMatch's weak views. People's labels are in every batch, drawn by their confidence. Decision 0029 has what did not
    help: labels that the model gives itself. Draws nothing at random itself.
    """

    name = "SSL"
    title = "Semi-supervised learning"
    description = (
        "Goes on from the network that the pool has taught, with labels that flow from neighbour to neighbour, on "
        "strongly transformed images."
    )
    needs = frozenset({Need.NEIGHBOURS, Need.ENCODER})
    n_neighbours = PoissonLabelling.n_neighbours
    covers_pool = True
    fine_tunes = True
    options = SemiSupervisedOptions

    def arrange(self, labels: LabelSet, context: TrainingContext, rng: np.random.Generator) -> TrainingSet:
        chosen = context.chosen(SemiSupervisedOptions)
        inferred = PoissonLabelling().arrange(labels, context, rng)
        # A label may be of a sample that the flow has left out, as where a graph has no edges there.
        indices, positions = np.unique(np.concatenate([inferred.indices, labels.sample_ids]), return_inverse=True)
        classes = np.empty(len(indices), np.int64)
        classes[positions] = np.concatenate([inferred.labels, labels.class_indices])
        plan = FineTuning(
            encoder=given(context.encoder, Need.ENCODER),
            positions=positions[len(inferred) :],
            confidences=labels.confidences.astype(np.float32),
            steps=chosen.steps,
            seconds=chosen.seconds,
        )
        return replace(inferred, indices=indices, labels=classes, fine_tuning=plan)
