"""The inputs that a scheme may declare, by name."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

T = TypeVar("T")


class Need(StrEnum):
    """A named input of a scheme; each is a field of `Inputs`, which says what it holds."""

    COORDINATES = "coordinates"
    PROJECTION = "projection"
    FEATURES = "features"
    COMPONENTS = "components"
    REPRESENTATION = "representation"
    ENCODER = "encoder"
    NEIGHBOURS = "neighbours"
    SPECTRUM = "spectrum"
    PROBABILITIES = "probabilities"
    EMBEDDING = "embedding"
    LAST_LAYER = "last_layer"
    COMMITTEE = "committee"
    LABELS = "labels"
    SHARES = "shares"
    WORDS = "words"


Needs = frozenset[Need]
OF_A_MODEL: Needs = frozenset({Need.PROBABILITIES, Need.EMBEDDING, Need.LAST_LAYER, Need.COMMITTEE})
"""What only a trained classifier gives."""
NO_CLASSIFIER = "there is no classifier yet"


def given(value: T | None, need: Need) -> T:
    """The input itself. Raises ValueError where there is none, as for a scheme that does not declare what it uses."""
    if value is None:
        raise ValueError(f"there are no {need} here: a scheme needs to declare what it uses")
    return value
