"""The loss of learning by reducing redundancy."""

from __future__ import annotations

from typing import Any

from activate_va.classifiers.backend import backend

LEAST_VARIANCE = 1e-5


def barlow_loss(first: Any, second: Any, redundancy: float) -> Any:
    """How far the correlations (d, d) between two views (n, d), over n images, are from those of an identity.

    The squares off the diagonal count `redundancy` times; divided by d. Zbontar, Jing, Misra, LeCun and Deny 2021,
    "Barlow Twins: Self-Supervised Learning via Redundancy Reduction".
    """
    tf = backend().tf
    one, other = _standardised(first), _standardised(second)
    size, width = tf.cast(tf.shape(first)[0], tf.float32), tf.shape(first)[1]
    correlations = tf.matmul(one, other, transpose_a=True) / size
    identity = tf.eye(width)
    weights = identity + redundancy * (1 - identity)
    return tf.reduce_sum(weights * tf.square(correlations - identity)) / tf.cast(width, tf.float32)


def _standardised(values: Any) -> Any:
    tf = backend().tf
    mean, variance = tf.nn.moments(values, 0)
    return (values - mean) / tf.sqrt(variance + LEAST_VARIANCE)
