"""The network that represents images, and the contrastive loss that teaches it."""

from __future__ import annotations

from typing import Any

import numpy as np

from activate_va.classifiers.backend import backend
from activate_va.classifiers.encoding import EncoderBody

FAR_BELOW = 1e9


def encoder(shape: tuple[int, int, int], filters: int, units: int, policy: str) -> Any:
    """From images (n, h, w, c) with values in [0, 1] to (n, units), non-negative; layers as `EncoderBody` says."""
    keras = backend().keras
    images = keras.Input(shape, name="images")
    return keras.Model(images, EncoderBody(filters, units)(images, policy), name="encoder")


def projector(units: int, outputs: int, policy: str) -> Any:
    """From (n, units) to (n, outputs): where the loss compares, so that the encoder may keep what that forgets."""
    keras = backend().keras
    hidden = keras.Input((units,))
    inner = keras.layers.Dense(units, activation="relu", dtype=policy)(hidden)
    return keras.Model(hidden, keras.layers.Dense(outputs, dtype="float32")(inner), name="projector")


def start_from(seed: int, model: Any) -> None:
    """Weights drawn by the seed (Glorot and Bengio 2010); those of normalisation and biases are as layers set them."""
    glorot = backend().keras.initializers.GlorotUniform
    seeds = np.random.SeedSequence(seed).generate_state(len(model.trainable_variables))
    for variable, number in zip(model.trainable_variables, seeds, strict=True):
        if len(variable.shape) > 1:
            variable.assign(glorot(int(number >> 1))(variable.shape))


def contrastive_loss(first: Any, second: Any, temperature: float) -> Any:
    """The mean cross-entropy of telling each row's other view from all other rows of both (n, d), by cosine.

    NT-Xent, Chen et al. 2020, "A Simple Framework for Contrastive Learning of Visual Representations".
    """
    tf = backend().tf
    count = tf.shape(first)[0]
    points = tf.math.l2_normalize(tf.concat([first, second], 0), 1)
    alike = tf.matmul(points, points, transpose_b=True) / temperature - FAR_BELOW * tf.eye(2 * count)
    others = tf.concat([tf.range(count, 2 * count), tf.range(count)], 0)
    return tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=others, logits=alike))
