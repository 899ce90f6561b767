"""A labeller that errs where an image is unclear."""

from __future__ import annotations

from typing import Annotated

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from activate_va.simulation.labellers.base import Answer, Labeller, LabellerOptions, Question
from activate_va.simulation.labellers.confident import noisy_height
from activate_va.simulation.labellers.oracle import CONFIDENCE


class NoisyOptions(LabellerOptions):
    temperature: Annotated[
        float, Field(gt=0, le=100, description="1: errs as the reference's probabilities say; higher: more often")
    ] = 2.0
    says_so: Annotated[bool, Field(description="whether confidence is low where errors are likely, or 0.9 always")] = (
        True
    )
    noise: Annotated[float, Field(ge=0, le=1, description="standard deviation of the confidence's noise")] = 0.05


class Noisy(Labeller):
    """Draws its class from the reference classifier's probabilities, raised to 1/temperature.

    So errors are likelier where the true class is improbable, and go to the class that it resembles.
    With `says_so` the confidence is the probability of the class it names. Its limit as a model: it does
    not tire or learn, and errs independently from sample to sample.
    """

    name = "noisy"
    title = "Noisy"
    description = "Errs more likely where a classifier trained on the validation images is unsure, and may say so."
    needs_reference = True
    options = NoisyOptions

    def answer(self, question: Question, options: LabellerOptions, rng: np.random.Generator) -> Answer:
        if question.probabilities is None or not isinstance(options, NoisyOptions):
            raise TypeError(f"{self.name} needs the reference's probabilities and its own options")
        probabilities = softened(question.probabilities, options.temperature)
        named = int(rng.choice(len(probabilities), p=probabilities))
        if not options.says_so:
            return Answer(named, CONFIDENCE)
        return Answer(named, noisy_height(probabilities[named], options.noise, rng))


def softened(probabilities: NDArray[np.float64], temperature: float) -> NDArray[np.float64]:
    """Probabilities (c,) raised to 1/temperature and brought to a sum of 1 again."""
    powers: NDArray[np.float64] = np.asarray(probabilities, np.float64) ** (1.0 / temperature)
    return np.asarray(powers / powers.sum())
