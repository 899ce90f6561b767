"""The eight schemes of Legg et al. 2019: two candidate rules times none or one of three criteria; and these criteria of
the whole pool."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from activate_va.pool import Need, Needs, given
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
    needs: Needs

    def select(self, context: SelectionContext, count: int, rng: np.random.Generator) -> NDArray[np.int64]:
        return self.candidates(context, count, rng)


@dataclass(frozen=True)
class ConfidenceScheme(SelectionScheme):
    """Of as many as N squared candidates, or more where its rule gives more, the criterion's N highest, highest first.

    All that are left are candidates where they are no more than that.
    """

    name: str
    title: str
    description: str
    candidates: CandidateRule
    criterion: Criterion
    fallback: str
    needs: Needs

    def select(self, context: SelectionContext, count: int, rng: np.random.Generator) -> NDArray[np.int64]:
        probabilities = given(context.probabilities, Need.PROBABILITIES)
        candidates = self._candidates(context, count**2, rng)
        scores = self.criterion(np.asarray(probabilities[candidates]))
        return highest(candidates, scores, count)

    def _candidates(self, context: SelectionContext, wanted: int, rng: np.random.Generator) -> NDArray[np.int64]:
        if wanted >= len(context.available):
            return context.available
        return self.candidates(context, wanted, rng)


RULES: dict[str, tuple[CandidateRule, str, str, Needs]] = {
    "RS": (random_candidates, "random", "drawn at random", frozenset()),
    "DS": (
        furthest_points,
        "distance-based",
        "each the furthest from all selected so far",
        frozenset({Need.COORDINATES}),
    ),
}
CRITERIA: dict[str, tuple[Criterion, str, str]] = {
    "LC": (least_confidence, "Least-confidence", "whose top probability is smallest"),
    "MC": (marginal_confidence, "Marginal-confidence", "whose two top probabilities are closest"),
    "EC": (entropy, "Entropy-confidence", "whose probabilities have the largest entropy"),
}


def paper_schemes() -> list[SelectionScheme]:
    plain: list[SelectionScheme] = [
        CandidateScheme(name, f"{title.capitalize()} selection", f"N samples, {how}.", rule, needs)
        for name, (rule, title, how, needs) in RULES.items()
    ]
    by_confidence: list[SelectionScheme] = [
        ConfidenceScheme(
            criterion + name,
            f"{criterion_title} {title} selection",
            f"Of N² samples, {how}, the N {which}.",
            rule,
            score,
            fallback=name,
            needs=needs | {Need.PROBABILITIES},
        )
        for criterion, (score, criterion_title, which) in CRITERIA.items()
        for name, (rule, title, how, needs) in RULES.items()
    ]
    return plain + by_confidence


def whole_pool_schemes() -> list[SelectionScheme]:
    """The criteria of all that is left, as uncertainty sampling has them.

    Lewis and Gale 1994, "A Sequential Algorithm for Training Text Classifiers"; Scheffer et al. 2001 (margins);
    Settles 2009, "Active Learning Literature Survey". The paper's see N squared candidates only.
    """
    return [
        ConfidenceScheme(
            name,
            f"{title} whole-pool selection",
            f"Of the whole pool the N samples {which}.",
            _everything,
            score,
            fallback="RS",
            needs=frozenset({Need.PROBABILITIES}),
        )
        for name, (score, title, which) in CRITERIA.items()
    ]


def _everything(context: SelectionContext, count: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """All that is available, however many are wanted."""
    return context.available
