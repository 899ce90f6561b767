"""What a scheme is given of the pool: arrays, and nothing that could compute or change them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from activate_va.options import Options
from activate_va.pool.encoder import Encoder
from activate_va.pool.labels import LabelSet
from activate_va.pool.last_layer import LastLayer
from activate_va.pool.needs import NO_CLASSIFIER, OF_A_MODEL, Need
from activate_va.pool.neighbours import Neighbours

Own = TypeVar("Own", bound=Options)
Committee = tuple[NDArray[np.float32], ...]
"""Probabilities (n, c) of a pool by several models."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Inputs:
    """The inputs that the scheme has declared; others are None. schemes change none of them.

    Each is of the whole pool, n samples, a row for each. Arrays may be memory-mapped: index only what is needed.

    coordinates: float32 (n, d), in the space that distances are measured in.
    projection: float32 (n, 2), the map. features: float32 (n, f), images as pixels in [0, 1].
    components: float32 (n, 50), scores on the first principal components, fewer in small pools.
    representation: int8 (n, d), what the pool's samples alone have taught, or float32 (n, d), an embedding that came
    with them; where the space is such a one.
    encoder: the network that gives that representation, where one does.
    neighbours: the nearest others of each sample, as many as the scheme's `n_neighbours`; in the space that distances
    are measured in where that is a representation, else between components.
    spectrum: float32 (n, q), eigenvectors of those neighbours' normalised similarities, q at most 50, of the largest
    eigenvalues first; where that space is a representation.
    probabilities: float32 (n, c), of the classes, by the model that predicts.
    embedding: float16 (n, h), its last hidden layer.
    last_layer: its last layer's gradients, in factors.
    committee: float32 (n, c) of each model that the last round trained, two at least, by the name of its scheme.
    labels: those so far.
    shares: float32 (n, c) of the classes in each sample, as those labels spread over the neighbours; a row adds up to
    1, or is zero where none reaches the sample.
    words: CSR counts (n, v) of the words of each sample; None for kinds that have none.
    options: those of the scheme, None: its defaults; `chosen` gives them as the scheme's own kind.
    note: what stands in for what was asked for, and why, in words; None where nothing does.
    """

    coordinates: NDArray[np.float32] | None = None
    projection: NDArray[np.float32] | None = None
    features: NDArray[np.float32] | None = None
    components: NDArray[np.float32] | None = None
    representation: NDArray[np.int8] | NDArray[np.float32] | None = None
    encoder: Encoder | None = None
    neighbours: Neighbours | None = None
    spectrum: NDArray[np.float32] | None = None
    probabilities: NDArray[np.float32] | None = None
    embedding: NDArray[np.float16] | None = None
    last_layer: LastLayer | None = None
    committee: Committee | None = None
    labels: LabelSet | None = None
    shares: NDArray[np.float32] | None = None
    words: Any = None
    options: Options | None = None
    note: str | None = None

    def chosen(self, kind: type[Own]) -> Own:
        """The scheme's options. Raises TypeError where they are another scheme's."""
        found = kind() if self.options is None else self.options
        if not isinstance(found, kind):
            raise TypeError(f"{type(found).__name__} are no {kind.__name__}")
        return found

    def missing(self, need: Need) -> str | None:
        """Why the input is not here; None where it is."""
        if need is Need.WORDS or getattr(self, need.value) is not None:
            return None
        return NO_CLASSIFIER if need in OF_A_MODEL else f"there are no {need} here"
