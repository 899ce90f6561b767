"""Images bent as if drawn on a sheet of rubber, as operations inside the graph."""

from __future__ import annotations

from typing import Any

import numpy as np

from activate_va.classifiers.backend import backend
from activate_va.classifiers.smooth_field import smooth_field

LATTICE = 4


def bent(images: Any, transforms: Any, reach: Any, seed: Any) -> Any:
    """Each of `images` (n, h, w, c), float32, moved by its projective transform (n, 8), then bent.

    What each pixel shows lies up to `reach` (2,) pixels, across and down, from where the transform alone would look:
    displacements of a lattice, drawn evenly, and a cubic between them; as Ronneberger, Fischer and Brox 2015 ("U-Net:
    Convolutional Networks for Biomedical Image Segmentation") do it, after Simard, Steinkraus and Platt 2003. Bilinear;
    what moves in from outside repeats the nearest edge. `seed`: int32 (2,).
    """
    tf = backend().tf
    height, width = images.shape[1:3]
    moved = smooth_field(tf.shape(images)[0], (height, width), LATTICE, 2, seed) * reach
    return _sampled(images, _looked_at(transforms, height, width) + moved)


def _looked_at(transforms: Any, height: int, width: int) -> Any:
    """Where each pixel looks (n, h, w, 2), across and down, by projective transforms without perspective (n, 8)."""
    tf = backend().tf
    down, across = np.mgrid[:height, :width].astype(np.float32)
    places = np.stack([across, down, np.ones_like(across)], -1)
    return tf.einsum("hwk,ndk->nhwd", places, tf.reshape(transforms[:, :6], (-1, 2, 3)))


def _sampled(images: Any, places: Any) -> Any:
    """What lies at `places` (n, h, w, 2) of images (n, h, w, c), between the four pixels around each."""
    tf = backend().tf
    height, width, channels = images.shape[1:]
    inside = tf.clip_by_value(places, 0.0, np.array([width - 1, height - 1], np.float32))
    corner = tf.floor(inside)
    right, below = tf.unstack(inside - corner, axis=-1)
    shares = tf.stack([(1 - right) * (1 - below), right * (1 - below), (1 - right) * below, right * below], -1)
    across, down = tf.unstack(tf.cast(corner, tf.int32), axis=-1)
    four = tf.reshape(_with_neighbours(images), (-1, height * width, 4 * channels))
    found = tf.gather(four, tf.reshape(down * width + across, (-1, height * width)), batch_dims=1)
    return tf.reduce_sum(tf.reshape(found, (-1, height, width, 4, channels)) * shares[..., None], axis=3)


def _with_neighbours(images: Any) -> Any:
    """Each pixel with those to the right of it, below, and below that (n, h, w, 4 c); edges are their own."""
    tf = backend().tf
    right = tf.concat([images[:, :, 1:], images[:, :, -1:]], 2)
    both = tf.concat([images, right], -1)
    return tf.concat([both, tf.concat([both[:, 1:], both[:, -1:]], 1)], -1)
