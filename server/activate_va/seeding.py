"""Every random choice of a session comes from here: its seed, a purpose, and a count."""

from __future__ import annotations

from enum import IntEnum

import numpy as np


class Purpose(IntEnum):
    """What a generator is for, so that one kind of choice never shifts another."""

    SELECTION = 0
    TRAINING = 1
    PICKING = 3
    LABELLING = 4
    EVALUATION = 5
    SHARING = 6
    CANDIDATES = 7
    WITHHOLDING = 8
    MIXING = 9
    KNOWN_ANSWERS = 10


def generator(seed: int, purpose: Purpose, index: int) -> np.random.Generator:
    """An independent generator for the `index`-th choice of that purpose; the same arguments give the same one."""
    return np.random.default_rng(_sequence(seed, purpose, index))


def derived_seed(seed: int, purpose: Purpose, index: int) -> int:
    """A 31-bit seed for libraries that want a number."""
    return int(_sequence(seed, purpose, index).generate_state(1)[0] >> 1)


def _sequence(seed: int, purpose: Purpose, index: int) -> np.random.SeedSequence:
    return np.random.SeedSequence(seed, spawn_key=(int(purpose), index))
