"""What a projection is: two coordinates for every sample of a pool."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from copy import copy
from typing import ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from activate_va.digest import json_digest
from activate_va.options import Options
from activate_va.pool.content import PoolCache, PoolContent
from activate_va.projections.errors import TooFewSamples

Report = Callable[[str, float], None]
"""Called with a stage in words and the share done, in [0, 1]; what it raises stops the work and passes through."""

SMALLEST_POOL = 5


class Projection(ABC):
    """Lays samples out in two dimensions. Instances have no state of their own.

    `parameters` are all choices that shape the result, as JSON values; a change of code that
    changes the result changes `version`. Both are part of the key that results are kept under.
    `options`: what may be set of it; each is one of the parameters, by the same name and with the same default.
    """

    name: str
    title: str
    description: str
    parameters: dict[str, float | int | str]
    version: int = 1
    options: ClassVar[type[Options]] = Options

    def configured(self, options: Options) -> Self:
        """The same projection with these options for its parameters."""
        other = copy(self)
        other.parameters = self.parameters | options.model_dump()
        return other

    def compute(
        self,
        items: NDArray[np.uint8] | NDArray[np.float32],
        seed: int = 0,
        report: Report | None = None,
        cache: PoolCache | None = None,
    ) -> NDArray[np.float32]:
        """Coordinates (n, 2) of features (n, d), or of images as they are, in the method's own units.

        The same items and seed give the same answer on the same machine, whether their neighbours are
        found in `cache` or computed. Raises TooFewSamples.
        """
        if len(items) < SMALLEST_POOL:
            raise TooFewSamples(f"the pool holds {len(items)} samples")
        notify = report or _unreported
        notify("reading the samples", 0.0)
        coordinates = self.lay_out(PoolContent(items.reshape(len(items), -1), seed, cache), notify)
        notify("done", 1.0)
        return np.ascontiguousarray(coordinates, np.float32)

    @abstractmethod
    def lay_out(self, content: PoolContent, report: Report) -> NDArray[np.floating]:
        """Coordinates (n, 2), all finite, of the n >= 5 samples of `content`, the same for the same seed."""


def projection_key(digest: str, projection: Projection, seed: int = 0) -> str:
    """What a result is kept under: the dataset's digest, the method, its version and parameters, and the seed.

    Versions of libraries are left out on purpose: coordinates are a map to look at, and an update
    should not throw a map away that people have learnt.
    """
    content = [digest, projection.name, projection.version, projection.parameters, seed]
    return json_digest(content)


def _unreported(stage: str, fraction: float) -> None:
    """Progress that nobody asked for."""
