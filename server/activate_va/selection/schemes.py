"""The eight schemes of Legg et al. 2019: two candidate rules times none or one of three criteria."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from activate_va.selection.base import SelectionContext, SelectionScheme
from activate_va.selection.candidates import furthest_points, random_candidates
from activate_va.selection.criteria import entropy, highest, least_confidence, marginal_confidence

CandidateRule = Callable[[SelectionContext, int, np.random.Generator], NDArray[np.int64]]
Criterion = Callable[[NDArray[np.float32]], NDArray[np.float64]]


@dataclass(frozen=True)
class CandidateScheme(SelectionScheme):
    """N samples straight from a candidate rule."""

    name: str
    title: str
    description: str
    candidates: CandidateRule
    needs_coordinates: bool

    def select(self, context: SelectionContext, count: int, rng: np.random.Generator) -> NDArray[np.int64]:
        return self.candidates(context, count, rng)


@dataclass(frozen=True)
class ConfidenceScheme(SelectionScheme):
    """N squared candidates (or all that are left, if fewer), of which the criterion's N highest, highest first."""

    name: str
    title: str
    description: str
    candidates: CandidateRule
    criterion: Criterion
    fallback: str
    needs_coordinates: bool
    needs_probabilities: bool = True

    def select(self, context: SelectionContext, count: int, rng: np.random.Generator) -> NDArray[np.int64]:
        if context.probabilities is None:
            raise ValueError(f"{self.name} needs probabilities; activate_va.selection.select falls back without them")
        candidates = self._candidates(context, count**2, rng)
        scores = self.criterion(np.asarray(context.probabilities[candidates]))
        return highest(candidates, scores, count)

    def _candidates(self, context: SelectionContext, wanted: int, rng: np.random.Generator) -> NDArray[np.int64]:
        if wanted >= len(context.available):
            return context.available
        return self.candidates(context, wanted, rng)


RULES: dict[str, tuple[CandidateRule, str, str]] = {
    "RS": (random_candidates, "random", "drawn at random"),
    "DS": (furthest_points, "distance-based", "each the furthest from all selected so far"),
}
CRITERIA: dict[str, tuple[Criterion, str, str]] = {
    "LC": (least_confidence, "Least-confidence", "whose top probability is smallest"),
    "MC": (marginal_confidence, "Marginal-confidence", "whose two top probabilities are closest"),
    "EC": (entropy, "Entropy-confidence", "whose probabilities have the largest entropy"),
}


def paper_schemes() -> list[SelectionScheme]:
    plain: list[SelectionScheme] = [
        CandidateScheme(name, f"{title.capitalize()} selection", f"N samples, {how}.", rule, rule is furthest_points)
        for name, (rule, title, how) in RULES.items()
    ]
    by_confidence: list[SelectionScheme] = [
        ConfidenceScheme(
            criterion + name,
            f"{criterion_title} {title} selection",
            f"Of N² samples, {how}, the N {which}.",
            rule,
            score,
            fallback=name,
            needs_coordinates=rule is furthest_points,
        )
        for criterion, (score, criterion_title, which) in CRITERIA.items()
        for name, (rule, title, how) in RULES.items()
    ]
    return plain + by_confidence
