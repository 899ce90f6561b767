"""What a selection scheme is given, and what it must do."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class SelectionContext:
    """The pool as a scheme sees it; schemes change none of it.

    available: int64 (m,), ascending sample ids that may be selected.
    selected: int64 (k,), sample ids selected so far, by anyone.
    coordinates: float32 (n, d), the whole pool in the space that distances are measured in; d may be
        0 for a scheme that does not need them.
    probabilities: float32 (n, c), class probabilities of the whole pool, or None before there is a
        classifier. May be memory-mapped: index only what is needed.
    """

    available: NDArray[np.int64]
    selected: NDArray[np.int64]
    coordinates: NDArray[np.float32]
    probabilities: NDArray[np.float32] | None = None


class SelectionScheme(ABC):
    """Chooses samples for the person to label. Instances have no state of their own."""

    name: str
    title: str
    description: str
    needs_probabilities: bool = False
    needs_coordinates: bool = False
    fallback: str = "RS"
    """The scheme used in its place before there is a classifier; it needs no probabilities itself."""

    @abstractmethod
    def select(self, context: SelectionContext, count: int, rng: np.random.Generator) -> NDArray[np.int64]:
        """`count` sample ids out of `context.available`, without repeats, the first to be labelled first.

        1 <= count <= len(available). Every random choice comes from `rng`. Ties go to the lowest
        sample id.
        """


@dataclass(frozen=True, eq=False)
class Selection:
    """Sample ids int64 (count,), and which scheme chose them; `reason` says why it was not the one asked for."""

    sample_ids: NDArray[np.int64]
    scheme: str
    effective_scheme: str
    reason: str | None
