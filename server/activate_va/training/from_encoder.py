"""Fine-tuning on labels alone: a network that the pool has taught goes on with what people have said."""

from __future__ import annotations

from typing import Annotated

import numpy as np
from pydantic import Field

from activate_va.number import AS_NUMBER
from activate_va.options import Options
from activate_va.pool import LabelSet, Need, given
from activate_va.training.base import TrainingContext, TrainingScheme, TrainingSet
from activate_va.training.fine_tuning import FineTuning


class FineTuningOptions(Options):
    steps: Annotated[
        int, AS_NUMBER, Field(ge=1, le=100_000, description="batches; the default takes some 6 s of processor time")
    ] = 200
    seconds: Annotated[
        float,
        AS_NUMBER,
        Field(ge=0, le=86_400, description="seconds after which learning ends, even before its steps; 0: never"),
    ] = 0.0


class LabelsFromEncoder(TrainingScheme):
    """The labels as they are, for a classifier that starts from the space's own network and sees strong views of them.

    What SimCLR's authors call fine-tuning (Chen et al. 2020); nothing is inferred, so that no label is but a person's.
    Each counts by its confidence. Draws nothing at random itself.
    """

    name = "FT"
    title = "Fine-tuning"
    description = (
        "Goes on from the network that the pool has taught, with the labelled samples alone, strongly transformed."
    )
    needs = frozenset({Need.ENCODER})
    fine_tunes = True
    options = FineTuningOptions

    def arrange(self, labels: LabelSet, context: TrainingContext, rng: np.random.Generator) -> TrainingSet:
        chosen = context.chosen(FineTuningOptions)
        plan = FineTuning(
            encoder=given(context.encoder, Need.ENCODER),
            positions=np.arange(len(labels.sample_ids)),
            confidences=labels.confidences.astype(np.float32),
            steps=chosen.steps,
            seconds=chosen.seconds,
        )
        return TrainingSet(labels.sample_ids, labels.class_indices, fine_tuning=plan)
