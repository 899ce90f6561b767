"""A network that a pool's images alone have taught, as it stands in a cache or travels to a worker."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from activate_va.kinds import Views


class Encoder(NamedTuple):
    """What builds the network again, `filters` of its first convolution and `units` of its last layer; and its weights.

    weights: float32, in the order of its Keras model. views: what it was taught to overlook.
    """

    filters: int
    units: int
    weights: tuple[NDArray[np.float32], ...]
    views: Views = Views()
