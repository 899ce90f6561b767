"""A small pool that a contract shows a scheme: what the scheme declares, and nothing else."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from activate_va.pool import Encoder, Inputs, LabelSet, LastLayer, Need, Neighbours
from activate_va.pool.spectrum import spectrum
from activate_va.pool.view import Scheme


def shown(
    scheme: Scheme, coordinates: NDArray[np.float32], probabilities: NDArray[np.float32], words: Any = None
) -> dict[str, Any]:
    """The inputs that the scheme needs of a pool that lies at `coordinates` (n, 2) in every space.

    `words`: CSR counts of those of each sample; None: they have none.
    """
    neighbours = nearest(coordinates, min(scheme.n_neighbours, len(coordinates) - 1))
    whole = Inputs(
        coordinates=coordinates,
        projection=coordinates,
        features=coordinates,
        components=coordinates,
        encoder=Encoder(1, 1, ()),
        neighbours=neighbours,
        spectrum=spectrum(neighbours) if Need.SPECTRUM in scheme.needs else None,
        probabilities=probabilities,
        embedding=coordinates.astype(np.float16),
        last_layer=LastLayer.of(probabilities, coordinates.astype(np.float16)),
        committee=(probabilities, np.roll(probabilities, 1, axis=1)),
        labels=LabelSet(np.arange(2), np.arange(2), np.ones(2)),
        shares=probabilities,
        words=words,
    )
    return {need.value: getattr(whole, need.value) for need in scheme.needs}


def nearest(coordinates: NDArray[np.float32], k: int) -> Neighbours:
    """The k nearest others of each, by comparing all; ties and distances of zero are among them."""
    gaps = np.sqrt(np.square(coordinates[:, None] - coordinates[None]).sum(axis=2))
    np.fill_diagonal(gaps, np.inf)
    rows = gaps.argsort(axis=1, kind="stable")[:, :k]
    return Neighbours(rows.astype(np.int32), np.take_along_axis(gaps, rows, axis=1))
