"""How often models were right, by what selected a sample and by how long a text is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from activate_va.datasets import Dataset
from activate_va.measures.accuracy import wilson_bound
from activate_va.sessions.evaluating import truths
from activate_va.sessions.placement import LABELLED, Placement, Status
from activate_va.sessions.predictions import Predictions, predictor_of
from activate_va.sessions.state import SessionState

QUARTERS = (0.25, 0.5, 0.75)
BY_HAND = "by hand"
"""What stands for a selection scheme where a person picked the sample."""


class Score(NamedTuple):
    """`right` of so many `samples`, and Wilson's 95 % interval of that share, in [0, 1]."""

    name: str
    samples: int
    right: int
    lower: float
    upper: float


class Scores(NamedTuple):
    """`by_strategy`: of labels that people gave to samples with a prediction, whichever model made it. `by_length`: of
    the newest model on what it is evaluated on, which `evaluated_on` names; none unless samples are texts."""

    by_strategy: list[Score]
    by_length: list[Score]
    evaluated_on: Literal["test", "evaluation"] | None


def scores_of(state: SessionState, dataset: Dataset, predictions: Predictions) -> Scores:
    """Raises ProbabilitiesMissing where the newest model is gone."""
    by_strategy = scored((_strategy(each), each.status is Status.CONFIRMED) for each in _predicted(state))
    predictor = predictor_of(state)
    if predictor is None or dataset.modality != "text":
        return Scores(by_strategy, [], None)
    items, labels, name = _evaluated(state, dataset)
    if not len(items):
        return Scores(by_strategy, [], None)
    right = predictions.of_items(state, predictor, items).argmax(axis=1) == labels
    order, names = _by_length(items)
    return Scores(by_strategy, scored(zip(names, right[order], strict=True)), name)


def scored(rows: Iterable[tuple[str, Any]]) -> list[Score]:
    """A score for each name, in the order in which names come first."""
    counts: dict[str, list[int]] = {}
    for name, right in rows:
        found = counts.setdefault(name, [0, 0])
        found[0] += 1
        found[1] += bool(right)
    return [Score(name, n, right, *(wilson_bound(right, n, s) for s in (-1, 1))) for name, (n, right) in counts.items()]


def _predicted(state: SessionState) -> list[Placement]:
    """Labels that people gave to samples of which a model had said something, in the order of their strategies."""
    asked = [p for p in state.board.values() if p.status in LABELLED and p.predicted_by and p.trains]
    return sorted(asked, key=_strategy)


def _strategy(placement: Placement) -> str:
    return placement.strategy or placement.selection_scheme or BY_HAND


def _evaluated(
    state: SessionState, dataset: Dataset
) -> tuple[NDArray[Any], NDArray[np.int64], Literal["test", "evaluation"]]:
    """Texts and classes that models are evaluated on: the session's own set where it has one, else the test split."""
    own = truths(state, "evaluation")
    if own:
        sample_ids, classes = np.array(own, np.int64).T
        return dataset.pool.items[sample_ids], classes, "evaluation"
    test = dataset.test.labelled()
    return test.items, np.empty(0, np.int64) if test.labels is None else test.labels, "test"


def _by_length(items: NDArray[Any]) -> tuple[NDArray[np.int64], list[str]]:
    """Rows of texts (n,), the shortest first, and for each the span of words that its quarter of all texts has."""
    words = np.array([len(str(item).split()) for item in items])
    bounds = np.unique(np.quantile(words, QUARTERS, method="higher"))
    quarter = np.searchsorted(bounds, words, side="left")
    spans = {q: (words[quarter == q].min(), words[quarter == q].max()) for q in np.unique(quarter)}
    order = np.argsort(words, kind="stable")
    return order, ["{} to {} words".format(*spans[q]) for q in quarter[order]]
