"""Outliers: samples that are least like what has been selected so far."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from activate_va.pool import Need, given
from activate_va.selection.base import SelectionContext, SelectionScheme
from activate_va.selection.candidates import furthest_points


class Novelty(SelectionScheme):
    """Texts whose words were seen least among the selected ones; other samples by their distance to these.

    Of a text it is the mean over its words of how often each stands in the selected texts, with 1 added to the sum, so
    that of two with nothing known the longer comes first; each text that is chosen counts as selected for the next
    (Munro, "Human-in-the-Loop Machine Learning", 2.2.2). Samples without words: each in turn furthest from all
    selected, between principal components. Ties go to the lowest sample id.
    """

    name = "NV"
    title = "Novelty"
    description = "N outliers: texts whose words have been seen least, other samples the furthest from all selected."
    needs = frozenset({Need.COMPONENTS, Need.WORDS})
    fallback = "RS"

    def select(self, context: SelectionContext, count: int, rng: np.random.Generator) -> NDArray[np.int64]:
        if context.words is None:
            return furthest_points(replace(context, coordinates=given(context.components, Need.COMPONENTS)), count, rng)
        return context.available[_least_seen(context.words, context.available, context.selected, count)]


def _least_seen(words: Any, available: NDArray[np.int64], selected: NDArray[np.int64], count: int) -> list[int]:
    """Positions in `available`; `words` (n, v) counts each word of each text."""
    of_available = words[available].astype(np.float64)
    seen = np.asarray(words[selected].sum(axis=0), np.float64).ravel()
    lengths = np.maximum(np.asarray(of_available.sum(axis=1)).ravel(), 1)
    matches = 1 + of_available @ seen
    taken = np.zeros(len(available), bool)
    chosen: list[int] = []
    for _ in range(count):
        best = int(np.argmin(np.where(taken, np.inf, matches / lengths)))
        chosen.append(best)
        taken[best] = True
        matches += np.asarray((of_available @ of_available[best].T).todense()).ravel()
    return chosen
