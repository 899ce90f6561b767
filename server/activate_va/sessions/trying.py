"""What models say of a picture that somebody has drawn, which is of no split and never becomes a sample."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from activate_va.classifiers import classifiers
from activate_va.datasets import Dataset
from activate_va.datasets.errors import NoImage
from activate_va.evaluation import at_temperature
from activate_va.sessions.errors import DrawingMisshapen
from activate_va.sessions.events import Predictor
from activate_va.sessions.looking import SEES_VECTORS, sees_no_samples
from activate_va.sessions.predictions import Predictions, predictor_of, temperature_of
from activate_va.sessions.state import SessionState
from activate_va.value import Value


class Opinion(Value):
    """What the models of a round say: a probability in [0, 1] for each class, as sure as heights on the board are."""

    round: int
    training_scheme: str
    probabilities: tuple[float, ...]


def drawing(dataset: Dataset, pixels: Sequence[int]) -> NDArray[np.uint8]:
    """A picture of the dataset's shape, of pixels 0 to 255 row by row. Raises NoImage, DrawingMisshapen."""
    if dataset.shape is None:
        raise NoImage(f"samples of {dataset.name} are of kind {dataset.modality}")
    if len(pixels) != math.prod(dataset.shape):
        raise DrawingMisshapen(f"{len(pixels):,} pixels are no picture of {dataset.name}, of shape {dataset.shape}")
    return np.array(pixels, np.uint8).reshape(dataset.pool.items.shape[1:])


def opinions(predictions: Predictions, state: SessionState, item: NDArray[np.uint8]) -> list[Opinion]:
    """Of the newest model of each scheme that was trained; of those that predict together, as one, last.

    Raises ProbabilitiesMissing, and NoImage where the models are given vectors that came with the samples.
    """
    if sees_no_samples(state):
        raise NoImage("the models see no pictures: they are given vectors that came with the samples", SEES_VECTORS)
    newest = {
        name: finished.round
        for finished in state.rounds
        for name in finished.results
        if not classifiers[finished.config.classifier].takes_embeddings
    }
    models = [Predictor(round=number, training_scheme=name) for name, number in newest.items()]
    together = predictor_of(state)
    if together is not None and together.weights:
        models.append(together)
    return [_opinion(predictions, state, model, item) for model in models]


def _opinion(predictions: Predictions, state: SessionState, model: Predictor, item: NDArray[np.uint8]) -> Opinion:
    said, temperature = predictions.of_items(state, model, item[None]), temperature_of(state, model)
    row = (said if temperature is None else at_temperature(said, temperature))[0]
    return Opinion(
        round=model.round,
        training_scheme=model.training_scheme,
        probabilities=tuple(round(float(value), 6) for value in row),
    )
