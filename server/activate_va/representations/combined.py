"""Several representations side by side, so that samples are near which all of them find alike."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from activate_va.kinds import Kind
from activate_va.pool.side_by_side import side_by_side
from activate_va.projections.base import Report
from activate_va.representations.base import Learnt, Representation, representation_key


class Combined(Representation):
    """The points of its `parts` in one space, each scaled so that near samples are one apart there.

    What one part mistakes the others may set right. The network is that of the first part which teaches one.
    """

    name = "combined"

    def __init__(self, *parts: Representation) -> None:
        self.parts = parts
        self.kinds = frozenset.intersection(*(part.kinds for part in parts))
        self.teaches = any(part.teaches for part in parts)
        self.parameters = {part.name: representation_key("", part) for part in parts}

    def represent(self, items: NDArray[np.uint8], kind: Kind, seed: int, report: Report) -> Learnt:
        share = 1 / len(self.parts)

        def made(position: int, part: Representation) -> Learnt:
            return part.learn(items, kind, seed, lambda stage, done: report(stage, share * (position + done)))

        return self.joined([made(position, part) for position, part in enumerate(self.parts)], seed)

    def joined(self, made: Sequence[Learnt], seed: int = 0) -> Learnt:
        """Of what the parts have learnt, in their order."""
        points = side_by_side([part.points for part in made], seed)
        return Learnt(points, next((part.encoder for part in made if part.encoder is not None), None))
