"""What a selection scheme is given, and what it must do."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from activate_va.options import Options
from activate_va.pool import Inputs, Need, Needs
from activate_va.pool.graph import NEIGHBOURS


@dataclass(frozen=True, eq=False)
class SelectionContext(Inputs):
    """The pool as a scheme sees it: inputs, and which samples are left; schemes change none of it.

    available: int64 (m,), ascending sample ids that may be selected.
    selected: int64 (k,), sample ids selected so far, by anyone.
    """

    available: NDArray[np.int64]
    selected: NDArray[np.int64]

    def context(self, scheme: SelectionScheme) -> SelectionContext:
        """Itself: all that there is for any scheme."""
        return self


class Offer(Protocol):
    """A pool of which a scheme's inputs can be had: a context, or what makes one once the scheme is known."""

    @property
    def available(self) -> NDArray[np.int64]: ...

    def missing(self, need: Need) -> str | None:
        """Why there is no such input; None where there is."""

    def context(self, scheme: SelectionScheme) -> SelectionContext:
        """A context with what the scheme needs."""


class Chosen(NamedTuple):
    """Sample ids int64 (count,), and by which strategy of a scheme that has several each came; None of any other.

    `scheme`: which one chose them, for a scheme that leaves it to another; and why, in words. None: itself.
    """

    sample_ids: NDArray[np.int64]
    strategies: tuple[str, ...] | None = None
    scheme: str | None = None
    reason: str | None = None


class SelectionScheme(ABC):
    """Chooses samples for the person to label. Instances have no state of their own.

    `needs`: the inputs that its context has. `n_neighbours`: how many others of each sample, where it needs neighbours.
    `options`: what may be set of it; its context has those that are chosen.
    `fallback`: the scheme used in its place while one of its inputs is missing, as before there is a classifier.
    """

    name: str
    title: str
    description: str
    needs: Needs = frozenset()
    n_neighbours: int = NEIGHBOURS
    options: ClassVar[type[Options]] = Options
    fallback: str = "RS"

    @abstractmethod
    def select(self, context: SelectionContext, count: int, rng: np.random.Generator) -> NDArray[np.int64]:
        """`count` sample ids out of `context.available`, without repeats, the first to be labelled first.

        1 <= count <= len(available). Every random choice comes from `rng`. Ties go to the lowest
        sample id.
        """

    def choose(self, context: SelectionContext, count: int, rng: np.random.Generator) -> Chosen:
        """As `select`; a scheme of several strategies says by which each sample came."""
        return Chosen(self.select(context, count, rng))


@dataclass(frozen=True, eq=False)
class Selection:
    """Sample ids int64 (count,), which scheme chose them, and by which of its strategies each, if it has several.

    `reason` says why it was not the one asked for, or not on what it was asked to look at.
    """

    sample_ids: NDArray[np.int64]
    scheme: str
    effective_scheme: str
    reason: str | None
    strategies: tuple[str, ...] | None = None
