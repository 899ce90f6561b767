"""All that a representation has learnt, kept under its key: points, and the network where there is one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from activate_va.representations.base import Learnt, Representation
from activate_va.representations.cache import load, store
from activate_va.representations.encoder_cache import load_encoder, store_encoder


def load_learnt(key: str, representation: Representation, folder: Path) -> Learnt | None:
    """What is kept under `key`; None where the points are missing, or the network of one that teaches it."""
    points, network = load(key, folder), load_encoder(key, folder)
    if points is None or (network is None and representation.teaches):
        return None
    return Learnt(points, network)


def load_parts(
    representation: Representation, key_of: Callable[[Representation], str], folder: Path
) -> dict[str, Learnt]:
    """What is kept of the parts that it joins, by their names; those of which nothing is are left out."""
    found = {part.name: load_learnt(key_of(part), part, folder) for part in representation.parts}
    return {name: its for name, its in found.items() if its is not None}


def store_learnt(key: str, learnt: Learnt, folder: Path) -> None:
    """Keep points, rounded as they are, and the network if there is one."""
    store(key, np.asarray(learnt.points, np.int8), folder)
    if learnt.encoder is not None:
        store_encoder(key, learnt.encoder, folder)
