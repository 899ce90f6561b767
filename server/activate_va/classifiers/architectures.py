"""The networks, as Keras layers from rescaled images to logits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from activate_va.classifiers.backend import backend

SMALLEST_MAP = 7
SMALL_IMAGE = 10
HIDDEN = "hidden"
"""The layer that embeds."""


@dataclass(frozen=True)
class Architecture:
    """A network: `body` adds layers of a policy to a tensor, with a share of `dropout` where it has any.

    `hidden`: whether one of its layers is named HIDDEN. `learning_rate` is what Adam starts from; in each step weights,
    biases apart, shrink by `weight_decay` times the learning rate (Loshchilov and Hutter 2019).
    """

    name: str
    body: Callable[[Any, str, float], Any]
    learning_rate: float
    hidden: bool = False
    dropout: float = 0.5
    weight_decay: float = 0.0


def build_model(
    architecture: Architecture, shape: tuple[int, int, int], n_classes: int, policy: str
) -> tuple[Any, Any]:
    """A Keras model from images (n, h, w, c) with values 0 to 255 to probabilities, and its part up to the logits."""
    layers = backend().keras.layers
    images = backend().keras.Input(shape, name="images")
    hidden = layers.Rescaling(1 / 255, dtype=policy, name="rescaling")(images)
    hidden = layers.Flatten(dtype=policy, name="flatten")(architecture.body(hidden, policy, architecture.dropout))
    logits = layers.Dense(n_classes, dtype="float32", name="logits")(hidden)
    probabilities = layers.Activation("softmax", dtype="float32", name="probabilities")(logits)
    model = backend().keras.Model(images, probabilities, name=architecture.name)
    return model, backend().keras.Model(images, logits)


def straight_through(images: Any, policy: str, dropout: float) -> Any:
    """Nothing before the softmax layer: multinomial logistic regression."""
    return images


def convolutions(images: Any, policy: str, dropout: float) -> Any:
    """3 x 3 convolutions of 32, then 64 filters, halved to 7 pixels or fewer, then 128 units with dropout.

    The engine leaves dropout out of trainings too short for it.
    """
    layers = backend().keras.layers
    padding = "same" if min(images.shape[1:3]) < SMALL_IMAGE else "valid"
    hidden, depth = images, 0
    while depth == 0 or min(hidden.shape[1:3]) > SMALLEST_MAP:
        depth += 1
        filters, name = 32 if depth == 1 else 64, f"convolution_{depth}"
        hidden = layers.Conv2D(filters, 3, padding=padding, activation="relu", dtype=policy, name=name)(hidden)
        hidden = layers.MaxPooling2D(2, padding=padding, dtype=policy, name=f"pooling_{depth}")(hidden)
    hidden = layers.Flatten(dtype=policy, name="maps")(hidden)
    hidden = layers.Dense(128, activation="relu", dtype=policy, name=HIDDEN)(hidden)
    # A seed of its own makes the layer's state a variable, which every training sets anew.
    return layers.Dropout(dropout, seed=0, dtype=policy, name="dropout")(hidden)


LOGISTIC_REGRESSION = Architecture("logistic_regression", straight_through, learning_rate=1e-2)
CNN = Architecture("cnn", convolutions, learning_rate=5e-3, hidden=True)
