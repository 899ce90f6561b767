"""Views of images that are to be taken for the same: transformed, and lit otherwise."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from activate_va.classifiers.augmentation import LIMITS, augmented, ranges
from activate_va.classifiers.backend import backend
from activate_va.classifiers.smooth_field import smooth_field
from activate_va.kinds import Views

DARKEST = 1e-6
LATTICE = 3
"""Points a side at which shade is drawn."""
VIEW_LIMITS = LIMITS + 3
"""How many numbers `view_ranges` are."""
CONTRAST, GAMMA, SHADE = 2, 3, 4


def view_ranges(views: Views, height: int, width: int) -> NDArray[np.float32]:
    """The options as (10,): those of the transforms (7,), and contrast, gamma, shade."""
    return np.array([*ranges(views, height, width), views.contrast, views.gamma, views.shade], np.float32)


def viewed(images: Any, limits: Any, seed: Any) -> Any:
    """A view of each of `images` (n, h, w, c), float32 from 0 to 255, drawn within `limits` (10,).

    Values from 0 to 1, but for shade, which may bring them to e^shade. `seed`: int32 (2,).
    """
    tf = backend().tf
    count, size = tf.shape(images)[0], (images.shape[1], images.shape[2])

    def drawn(what: int) -> Any:
        return tf.random.stateless_uniform((count, 1, 1, 1), _apart(seed, what), -1.0, 1.0) * limits[5 + what]

    moved = augmented(images, limits[:LIMITS], seed) / 255.0
    powers = tf.exp(drawn(GAMMA))
    lit = tf.clip_by_value(moved * (1.0 + drawn(CONTRAST)), DARKEST, 1.0) ** powers
    field = smooth_field(count, size, LATTICE, 1, _apart(seed, SHADE))
    return lit * tf.exp(limits[9] * field)


def _apart(seed: Any, what: int) -> Any:
    """A seed of its own for each thing that is drawn."""
    return backend().tf.random.experimental.stateless_fold_in(seed, what)
