"""A labeller that is right, and sure of it in so far as the image is clear."""

from __future__ import annotations

from typing import Annotated

import numpy as np
from pydantic import Field

from activate_va.simulation.labellers.base import Answer, Labeller, LabellerOptions, Question


class ConfidentOptions(LabellerOptions):
    noise: Annotated[float, Field(ge=0, le=1, description="standard deviation of the confidence's noise")] = 0.05


class Confident(Labeller):
    """Names the right class, with the reference classifier's probability of it, plus noise, as confidence.

    Its limit as a model: what is hard for people is taken to be what is hard for a network
    that has seen 5,000 images.
    """

    name = "confident"
    title = "Confident"
    description = "Right, and as sure as a classifier trained on the validation images is of the true class."
    needs_reference = True
    options = ConfidentOptions

    def answer(self, question: Question, options: LabellerOptions, rng: np.random.Generator) -> Answer:
        if question.probabilities is None or not isinstance(options, ConfidentOptions):
            raise TypeError(f"{self.name} needs the reference's probabilities and its own options")
        return Answer(question.truth, noisy_height(question.probabilities[question.truth], options.noise, rng))


def noisy_height(confidence: float, noise: float, rng: np.random.Generator) -> float:
    """The confidence as a hand would place it: with normal noise, kept in [0, 1]."""
    return float(np.clip(confidence + rng.normal(0.0, noise), 0.0, 1.0))
