"""Scores by block and treatment."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass

import numpy as np

from activate_va.analysis.statistics.ranks import Scores


@dataclass(frozen=True, eq=False)
class Blocks:
    """`scores` (n, k) of the blocks in which every treatment was tried; `left_out` counts the others."""

    treatments: tuple[str, ...]
    scores: Scores
    left_out: int

    @classmethod
    def of(cls, scored: Mapping[str, Mapping[Hashable, float]]) -> Blocks:
        """From scores by treatment and block; treatments in the order given, blocks in that of the first treatment."""
        treatments = tuple(scored)
        every = list(dict.fromkeys(block for own in scored.values() for block in own))
        whole = [block for block in every if all(block in own for own in scored.values())]
        scores = np.array([[scored[name][block] for name in treatments] for block in whole], np.float64)
        return cls(treatments, scores.reshape(len(whole), len(treatments)), len(every) - len(whole))

    def __len__(self) -> int:
        return len(self.scores)
