"""Random transformations of a batch of images, as one operation inside the graph."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from activate_va.classifiers.backend import backend
from activate_va.classifiers.elastic import bent
from activate_va.training import AugmentationOptions

LIMITS = 7
"""How many numbers `ranges` are."""


def ranges(options: AugmentationOptions, height: int, width: int) -> NDArray[np.float32]:
    """The options as (7,): shifts in pixels (across, down), rotation in radians, scale, shear in radians, and bending
    in pixels (across, down)."""
    sides = np.array([width, height])
    shifts = sides * [options.width_shift, options.height_shift]
    rotation, shear = np.deg2rad([options.rotation, options.shear])
    return np.array([*shifts, rotation, options.scale, shear, *(sides * options.elastic)], np.float32)


def augmented(images: Any, limits: Any, seed: Any) -> Any:
    """Each of `images` (n, h, w, c), float32, transformed about its centre by parameters drawn within `limits` (7,),
    and bent.

    Bilinear; what moves in from outside repeats the nearest edge. `seed`: int32 (2,).
    """
    tf = backend().tf
    transforms = _transforms(tf.shape(images), limits[:5], seed)
    bending = limits[5:]
    return tf.cond(
        tf.reduce_any(bending > 0),
        lambda: bent(images, transforms, bending, tf.random.experimental.stateless_fold_in(seed, 1)),
        lambda: _transformed(images, transforms),
    )


def _transformed(images: Any, transforms: Any) -> Any:
    tf = backend().tf
    return tf.raw_ops.ImageProjectiveTransformV3(
        images=images,
        transforms=transforms,
        output_shape=tf.shape(images)[1:3],
        interpolation="BILINEAR",
        fill_mode="NEAREST",
        fill_value=0.0,
    )


def _transforms(shape: Any, limits: Any, seed: Any) -> Any:
    tf = backend().tf
    drawn = tf.random.stateless_uniform((5, shape[0]), seed, -1.0, 1.0) * limits[:, None]
    across, down, rotation, scale, shear = tf.unstack(drawn)
    zoom = 1.0 / (1.0 + scale)
    matrix = (
        zoom * tf.cos(rotation),
        -zoom * tf.sin(rotation + shear),
        zoom * tf.sin(rotation),
        zoom * tf.cos(rotation + shear),
    )
    return _about_centre(shape, matrix, across, down)


def _about_centre(shape: Any, matrix: tuple[Any, Any, Any, Any], across: Any, down: Any) -> Any:
    tf = backend().tf
    a, b, c, d = matrix
    x = tf.cast(shape[2] - 1, tf.float32) / 2
    y = tf.cast(shape[1] - 1, tf.float32) / 2
    zero = tf.zeros_like(a)
    return tf.stack([a, b, x - a * x - b * y - across, c, d, y - c * x - d * y - down, zero, zero], axis=1)
