"""Random numbers that change smoothly from place to place, as an operation inside the graph."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from activate_va.classifiers.backend import backend


def smooth_field(count: Any, size: tuple[int, int], lattice: int, channels: int, seed: Any) -> Any:
    """Float32 (count, h, w, channels) from -1 to 1: drawn evenly at lattice x lattice points, cubic between them.

    `size`: h, w. `lattice`: at least 2. `seed`: int32 (2,).
    """
    tf = backend().tf
    drawn = tf.random.stateless_uniform((count, lattice, lattice, channels), seed, -1.0, 1.0)
    return tf.einsum("yj,njkd,xk->nyxd", _between(size[0], lattice), drawn, _between(size[1], lattice))


def _between(size: int, lattice: int) -> NDArray[np.float32]:
    """How much each lattice point counts at each of `size` places (size, lattice): uniform cubic B-splines, which add
    up to 1 and are never negative, so that nothing goes beyond what was drawn."""
    places = np.linspace(0, lattice - 1, size)[:, None]
    apart = np.abs(places - np.arange(-1, lattice + 1))
    near, far = (4 - 6 * apart**2 + 3 * apart**3) / 6, (2 - apart) ** 3 / 6
    counted = np.where(apart < 1, near, np.where(apart < 2, far, 0.0))
    # What lies beyond the lattice goes with its edge.
    counted[:, 1] += counted[:, 0]
    counted[:, -2] += counted[:, -1]
    return counted[:, 1:-1].astype(np.float32)
