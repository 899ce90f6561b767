"""What a policy sees before a round, and what it may do."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class View:
    """What a person sees before a round (counted from 1): the map, and what the last round left.

    available: int64 (m,), ascending sample ids that are not on the board.
    coordinates: float32 (n, 2), the projection.
    probabilities: float32 (n, c) of the pool by the model that predicts, or None before there is one.
    confusion: int64 (c, c) of that model, row the actual class, or None.
    """

    round: int
    available: NDArray[np.int64]
    coordinates: NDArray[np.float32]
    probabilities: NDArray[np.float32] | None
    confusion: NDArray[np.int64] | None


@dataclass(frozen=True)
class Query:
    """Let the machine select, by this selection scheme."""

    scheme: str


@dataclass(frozen=True)
class Pick:
    """Take these samples by hand."""

    sample_ids: tuple[int, ...]


Choice: TypeAlias = Query | Pick


class Policy(ABC):
    """Chooses the samples of a round. Instances have no state of their own.

    `needs_view`: whether `choose` looks at the view's coordinates, probabilities and confusion; the
    arrays of one that does not may be empty.
    """

    name: str
    title: str
    description: str
    needs_view: bool = False

    @abstractmethod
    def choose(self, view: View, count: int, rng: np.random.Generator) -> Choice:
        """`count` samples, 1 <= count <= len(view.available). Every random choice of a Pick comes from `rng`."""

    def at(self, round_number: int) -> Policy:
        """The policy that chooses in that round: itself, unless it is a pattern of others."""
        return self
