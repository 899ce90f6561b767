"""Mixed batches: some samples by lot, some outliers, and most of those that the model doubts."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, model_validator

from activate_va.number import AS_NUMBER
from activate_va.options import Options
from activate_va.pool import Need, given
from activate_va.selection.base import Chosen, SelectionContext, SelectionScheme
from activate_va.selection.criteria import entropy, highest, least_confidence, marginal_confidence
from activate_va.selection.novelty import Novelty

Doubt = Literal["least confidence", "margin", "entropy"]
DOUBTS = {"least confidence": least_confidence, "margin": marginal_confidence, "entropy": entropy}
RANDOM, UNCERTAIN, OUTLIER = STRATEGIES = ("random", "uncertain", "outlier")
MOST_CANDIDATES = 10_000
"""By lot, among which the most doubtful are looked for: as in Munro's, which makes batches less alike, too."""


class MixedOptions(Options):
    random_share: Annotated[
        float, AS_NUMBER, Field(ge=0, le=1, description="share of a batch that is drawn at random")
    ] = 0.1
    outlier_share: Annotated[
        float, AS_NUMBER, Field(ge=0, le=1, description="share of a batch that is least like all selected samples")
    ] = 0.1
    doubt: Annotated[Doubt, Field(description="what makes the model's prediction of the others doubtful")] = (
        "least confidence"
    )

    @model_validator(mode="after")
    def _of_one_batch(self) -> Self:
        if self.random_share + self.outlier_share > 1:
            raise ValueError("random_share and outlier_share are more than the whole batch")
        return self


class Mixed(SelectionScheme):
    """A tenth by lot, a tenth outliers, and the rest uncertain, or as its options say; in random order.

    Munro, "Human-in-the-Loop Machine Learning", 2.4.3. The first two shares are rounded to whole samples. Each sample
    tells by which strategy it came: what came by lot is a running estimate of accuracy that no strategy has biased.
    Before there is a classifier RS stands in, as the book begins.
    """

    name = "MIX"
    title = "Mixed batch"
    description = "N samples: a tenth at random, a tenth outliers, the others those that the model doubts most."
    needs = frozenset({Need.PROBABILITIES, Need.COMPONENTS, Need.WORDS})
    fallback = "RS"
    options = MixedOptions

    def select(self, context: SelectionContext, count: int, rng: np.random.Generator) -> NDArray[np.int64]:
        return self.choose(context, count, rng).sample_ids

    def choose(self, context: SelectionContext, count: int, rng: np.random.Generator) -> Chosen:
        chosen = context.chosen(MixedOptions)
        n_random, n_outliers = shared(count, chosen.random_share, chosen.outlier_share)
        by_lot = rng.choice(context.available, n_random, replace=False)
        left = _without(context, by_lot)
        doubted = _doubted(left, count - n_random - n_outliers, chosen.doubt, rng)
        left = _without(left, doubted)
        outliers = Novelty().select(left, n_outliers, rng) if n_outliers else np.empty(0, np.int64)
        sample_ids = np.concatenate([by_lot, doubted, outliers]).astype(np.int64)
        strategies = np.repeat(STRATEGIES, [n_random, len(doubted), n_outliers])
        order = rng.permutation(count)
        return Chosen(sample_ids[order], tuple(str(each) for each in strategies[order]))


def shared(count: int, random_share: float, outlier_share: float) -> tuple[int, int]:
    """How many of a batch are random, and how many outliers; halves are rounded up, as far as there is room."""
    n_random = min(count, int(np.floor(count * random_share + 0.5)))
    return n_random, min(count - n_random, int(np.floor(count * outlier_share + 0.5)))


def _without(context: SelectionContext, chosen: NDArray[np.int64]) -> SelectionContext:
    """As though these were selected already."""
    return replace(
        context,
        available=np.setdiff1d(context.available, chosen),
        selected=np.union1d(context.selected, chosen).astype(np.int64),
    )


def _doubted(context: SelectionContext, count: int, doubt: Doubt, rng: np.random.Generator) -> NDArray[np.int64]:
    """The most doubtful of up to 10,000 that are left, most doubtful first."""
    candidates = context.available
    if len(candidates) > max(MOST_CANDIDATES, count):
        candidates = np.sort(rng.choice(candidates, max(MOST_CANDIDATES, count), replace=False))
    probabilities = np.asarray(given(context.probabilities, Need.PROBABILITIES)[candidates])
    return highest(candidates, DOUBTS[doubt](probabilities), count)
