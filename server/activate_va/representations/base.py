"""What a representation is: a point for every sample of a pool, from the samples alone."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from activate_va.digest import json_digest
from activate_va.kinds import Kind
from activate_va.pool.encoder import Encoder
from activate_va.projections.base import SMALLEST_POOL, Report
from activate_va.projections.errors import TooFewSamples
from activate_va.representations.errors import KindNotRepresented

STEPS = 127
"""Either way from zero: the finest that a byte holds."""


class Learnt(NamedTuple):
    """Points (n, d) of a pool, and the network that gives them; None where none was taught."""

    points: NDArray[Any]
    encoder: Encoder | None = None


class Representation(ABC):
    """Gives each sample a point, near those of samples that are alike. Instances have no state of their own.

    `parameters` are all choices that shape the result, as JSON values; a change of code that changes the result
    changes `version`. Both are part of the key that results are kept under. `kinds`: what it can represent.
    `teaches`: whether it teaches a network, which training schemes may start from. `parts`: other representations that
    it joins, by `joined`; where theirs are known nothing needs to be learnt.
    """

    name: str
    kinds: frozenset[str]
    parameters: dict[str, float | int | str]
    version: int = 1
    teaches: bool = False
    parts: tuple[Representation, ...] = ()

    def compute(
        self, items: NDArray[np.uint8], kind: Kind, seed: int = 0, report: Report | None = None
    ) -> NDArray[np.int8]:
        """Points int8 (n, d) of items (n, ...), scaled to the largest value: only ratios of distances mean anything.

        The same items and seed give the same answer on the same machine. Raises TooFewSamples, KindNotRepresented.
        """
        return np.asarray(self.learn(items, kind, seed, report).points, np.int8)

    def learn(self, items: NDArray[np.uint8], kind: Kind, seed: int = 0, report: Report | None = None) -> Learnt:
        """The same points, and the network that gives them. Raises as `compute` does."""
        self.check(kind)
        if len(items) < SMALLEST_POOL:
            raise TooFewSamples(f"the pool holds {len(items)} samples")
        made = self.represent(items, kind, seed, report or _unreported)
        points, network = made if isinstance(made, Learnt) else Learnt(made)
        return Learnt(rounded(points), network)

    def of_parts(self, made: Sequence[Learnt], seed: int = 0) -> Learnt:
        """The same, from what its `parts` have learnt, in their order."""
        points, network = self.joined(made, seed)
        return Learnt(rounded(points), network)

    def joined(self, made: Sequence[Learnt], seed: int) -> Learnt:
        """What `represent` gives of those items; only where there are `parts`."""
        raise NotImplementedError(f"{self.name} has no parts")

    def check(self, kind: Kind) -> None:
        """Refuse a kind that it cannot represent. Raises KindNotRepresented."""
        if kind.name not in self.kinds:
            raise KindNotRepresented(f"{self.name} represents {', '.join(sorted(self.kinds))}, not {kind.name}")

    @abstractmethod
    def represent(
        self, items: NDArray[np.uint8], kind: Kind, seed: int, report: Report
    ) -> NDArray[np.floating] | Learnt:
        """Points (n, d), all finite, of n >= 5 items; with the network, where it `teaches` one.

        What `report` raises stops the work and passes through.
        """


def representation_key(digest: str, representation: Representation, seed: int = 0) -> str:
    """What a result is kept under: the dataset's digest, the method, its version and parameters, and the seed."""
    content = [digest, "representation", representation.name, representation.version, representation.parameters, seed]
    return json_digest(content)


def rounded(points: NDArray[np.floating]) -> NDArray[np.int8]:
    """Points as bytes, the largest value at 127: an eighth of the memory, and neighbours stay what they were."""
    largest = float(np.abs(points).max()) or 1.0
    return np.ascontiguousarray(np.rint(points * (STEPS / largest)), np.int8)


def _unreported(stage: str, fraction: float) -> None:
    """Progress that nobody asked for."""
