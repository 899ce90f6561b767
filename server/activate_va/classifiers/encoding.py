"""The network that self-supervised learning teaches, and a classifier that starts from it goes on with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from activate_va.classifiers.architectures import HIDDEN, Architecture
from activate_va.classifiers.backend import backend

SMALLEST_MAP = 4
MOMENTUM = 0.9
LEARNING_RATE = 3e-3


@dataclass(frozen=True)
class EncoderBody:
    """From images (n, h, w, c) with values in [0, 1] to (n, units), non-negative.

    3 x 3 convolutions with batch normalisation (Ioffe and Szegedy 2015), each halved, the first with `filters`, the
    second with twice, others with four times as many, until maps have 4 pixels a side or fewer; then one full layer.
    """

    filters: int
    units: int

    def __call__(self, images: Any, policy: str, dropout: float = 0.0) -> Any:
        layers = backend().keras.layers
        hidden, depth = images, 0
        while depth == 0 or min(hidden.shape[1:3]) > SMALLEST_MAP:
            depth += 1
            width, name = self.filters * 2 ** min(depth - 1, 2), f"convolution_{depth}"
            hidden = layers.Conv2D(width, 3, padding="same", use_bias=False, dtype=policy, name=name)(hidden)
            hidden = layers.MaxPooling2D(2, padding="same", dtype=policy, name=f"pooling_{depth}")(hidden)
            hidden = _normalised(hidden, policy, f"map_{depth}")
        hidden = layers.Flatten(dtype=policy, name="maps")(hidden)
        hidden = layers.Dense(self.units, use_bias=False, dtype=policy, name="units")(hidden)
        return _normalised(hidden, policy, HIDDEN)


def encoding(filters: int, units: int) -> Architecture:
    """A softmax layer on such a network."""
    return Architecture("encoder", EncoderBody(filters, units), LEARNING_RATE, hidden=True, dropout=0.0)


def _normalised(hidden: Any, policy: str, name: str) -> Any:
    layers = backend().keras.layers
    hidden = layers.BatchNormalization(momentum=MOMENTUM, dtype=policy, name=f"{name}_normalised")(hidden)
    return layers.Activation("relu", dtype=policy, name=name)(hidden)
