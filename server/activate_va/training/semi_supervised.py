"""Semi-supervised learning: a network that the pool has taught goes on with what the graph infers from labels."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from activate_va.number import AS_NUMBER
from activate_va.pool import LabelSet, Need, given
from activate_va.pool.features import principal_components
from activate_va.pool.many import nearest_of_many
from activate_va.pool.side_by_side import side_by_side
from activate_va.training.base import Seen, TrainingContext, TrainingScheme, TrainingSet
from activate_va.training.fine_tuning import FineTuning
from activate_va.training.poisson import PoissonLabelling, PoissonOptions
from activate_va.training.spreading import LabelSpreading, SpreadingOptions

SHORTEST = 1e-6
DIMENSIONS, SEED = 48, 0
"""Of the last hidden layer those principal directions are kept, found by that seed; of it beside the space as many."""


class SemiSupervisedOptions(SpreadingOptions, PoissonOptions):
    inference: Annotated[
        Literal["spreading", "poisson"],
        Field(
            description="what labels the pool: spreading, as ILS (with equal_classes and by_certainty), or Poisson "
            "learning, as IPL (with class_sizes and cuts)"
        ),
    ] = "spreading"
    by_certainty: Annotated[bool, Field(description="inferred labels count by how sure they are; else all alike")] = (
        False
    )
    refinements: Annotated[
        int,
        AS_NUMBER,
        Field(
            ge=0,
            le=10,
            description="times that labels are inferred anew, with what the model has learnt beside the space, and "
            "learnt anew; each takes as long as the first, and some seconds for neighbours",
        ),
    ] = 1
    steps: Annotated[
        int,
        AS_NUMBER,
        Field(
            ge=1,
            le=100_000,
            description="batches of each training; the default takes some 8 s of processor time, 450 are "
            "a little more accurate",
        ),
    ] = 200
    seconds: Annotated[
        float,
        AS_NUMBER,
        Field(
            ge=0,
            le=86_400,
            description="seconds after which learning ends, even before its steps are done, shared out among its "
            "trainings; 0: never",
        ),
    ] = 0.0


INFERRING: dict[str, TrainingScheme] = {"spreading": LabelSpreading(), "poisson": PoissonLabelling()}


class SemiSupervised(TrainingScheme):
    """The pool, labelled as ILS or IPL do, for a classifier that starts from the space's own network.

    It goes on with strong views of each image, as FixMatch has them (Sohn et al. 2020), and answers with an average of
    its weights (Tarvainen and Valpola 2017, "Mean teachers are better role models"); what the graph says stands in for
    FixMatch's weak views. Then labels are inferred again, where what the model has learnt counts beside the space, as
    in Iscen et al. 2019 ("Label Propagation for Deep Semi-supervised Learning"), and the model goes on with those.
    People's labels are in every batch, drawn by their confidence. Decision 0029 has what did not help: labels that the
    model gives itself. Draws nothing at random itself.
    """

    name = "SSL"
    title = "Semi-supervised learning"
    description = (
        "Goes on from the network that the pool has taught, with labels that flow from neighbour to neighbour, on "
        "strongly transformed images."
    )
    needs = frozenset({Need.NEIGHBOURS, Need.REPRESENTATION, Need.ENCODER})
    n_neighbours = PoissonLabelling.n_neighbours
    covers_pool = True
    fine_tunes = True
    options = SemiSupervisedOptions

    def arrange(self, labels: LabelSet, context: TrainingContext, rng: np.random.Generator) -> TrainingSet:
        chosen = context.chosen(SemiSupervisedOptions)
        inferred = _inferred(INFERRING[chosen.inference], labels, context, rng)
        # A label may be of a sample that the flow has left out, as where a graph has no edges there.
        indices, positions = np.unique(np.concatenate([inferred.indices, labels.sample_ids]), return_inverse=True)
        classes = np.empty(len(indices), np.int64)
        classes[positions] = np.concatenate([inferred.labels, labels.class_indices])
        plan = FineTuning(
            encoder=given(context.encoder, Need.ENCODER),
            positions=positions[len(inferred) :],
            confidences=labels.confidences.astype(np.float32),
            steps=chosen.steps,
            seconds=chosen.seconds / (1 + chosen.refinements),
        )
        return replace(inferred, indices=indices, labels=classes, fine_tuning=plan)

    def refinements(self, context: TrainingContext) -> int:
        return context.chosen(SemiSupervisedOptions).refinements

    def refined(self, labels: LabelSet, context: TrainingContext, seen: Seen, rng: np.random.Generator) -> TrainingSet:
        """Labels inferred among neighbours in the space beside the last hidden layer, scaled to one length; the model
        goes on from where it stands."""
        heights = np.asarray(seen.embedding, np.float32)
        heights /= np.maximum(np.linalg.norm(heights, axis=1, keepdims=True), SHORTEST)
        layer = principal_components(heights, DIMENSIONS, SEED)
        both = side_by_side([given(context.representation, Need.REPRESENTATION), layer])
        points = principal_components(both, DIMENSIONS, SEED)
        neighbours = nearest_of_many(points, min(self.n_neighbours, len(points) - 1))
        views = given(context.encoder, Need.ENCODER).views
        encoder = given(seen.encoder, Need.ENCODER)._replace(views=views)
        return self.arrange(labels, replace(context, neighbours=neighbours, encoder=encoder), rng)


def _inferred(
    scheme: TrainingScheme, labels: LabelSet, context: TrainingContext, rng: np.random.Generator
) -> TrainingSet:
    """What another scheme infers from as many neighbours as it is used to."""
    nearest = given(context.neighbours, Need.NEIGHBOURS).nearest(scheme.n_neighbours)
    return scheme.arrange(labels, replace(context, neighbours=nearest), rng)
