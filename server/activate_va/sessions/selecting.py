"""Selecting samples: by the machine with a selection scheme, or by the person's own hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set

import numpy as np
from numpy.typing import NDArray

from activate_va.datasets import Dataset
from activate_va.datasets.held_out import PoolSubset
from activate_va.evaluation import at_temperature
from activate_va.seeding import Purpose, generator
from activate_va.sessions.commands import check_pickable
from activate_va.sessions.evaluating import expect_evaluated
from activate_va.sessions.events import Prediction, SamplesPicked, SamplesQueried, SelectedSample
from activate_va.sessions.existing import suggested
from activate_va.sessions.foreseeing import Foreseeing
from activate_va.sessions.predictions import predictor_of, temperature_of
from activate_va.sessions.preparing import Preparing
from activate_va.sessions.searching import NothingFound, Searching
from activate_va.sessions.state import SessionState
from activate_va.sessions.views import Views

Probabilities = NDArray[np.float32]
Decide = Callable[[Dataset, SessionState], SamplesQueried | SamplesPicked]


SEARCH = "search"
"""What stands for a selection scheme, and for the strategy of each sample, where somebody searched for them."""
SHARED_OUT = "project"
"""What stands for a selection scheme where a project says who is asked what."""


class Selecting:
    """Turns a state and a request into the event of a selection, with the machine's predictions.

    Both may take long: a scheme that weighs the whole pool, and predictions that are computed only now.
    """

    def __init__(self, views: Views) -> None:
        self.views = views
        self.predictions = views.predictions
        self.foreseeing = Foreseeing(views)
        self.searching = Searching()
        self.preparing = Preparing(views.predictions.jobs, views.predictions.shelf)

    def query(self, state: SessionState, dataset: Dataset, scheme: str, count: int) -> SamplesQueried:
        """The machine selects `count` samples.

        Raises CountExceedsPool, UnknownName, ProjectionNotReady, EvaluationFirst.
        """
        expect_evaluated(state)
        kept = self.views.kept(state)
        chosen = self.foreseeing.selection(state, scheme, count)
        return SamplesQueried(
            scheme=chosen.scheme,
            effective_scheme=chosen.effective_scheme,
            reason=chosen.reason,
            samples=by_strategy(
                self._arriving(state, dataset, kept.sample_ids[chosen.sample_ids].tolist()), chosen.strategies
            ),
            predicted_by=predictor_of(state),
        )

    def handed_out(
        self, state: SessionState, dataset: Dataset, sample_ids: Sequence[int], withheld: Set[int]
    ) -> SamplesQueried:
        """Samples that a project asks for, in its order, those `withheld` without a prediction. Raises as `pick`."""
        picked = self.pick(state, dataset, sample_ids)
        return SamplesQueried(
            scheme=SHARED_OUT,
            effective_scheme=SHARED_OUT,
            reason=None,
            samples=tuple(
                SelectedSample(sample_id=each.sample_id, prediction=None) if each.sample_id in withheld else each
                for each in picked.samples
            ),
            predicted_by=picked.predicted_by,
        )

    def by_search(self, wanted: str, expression: bool, count: int | None) -> Decide:
        """The decision to select what a search finds, `count` of it or a batch."""
        return lambda dataset, state: self.search(state, dataset, wanted, expression, count or state.config.batch_size)

    def search(
        self, state: SessionState, dataset: Dataset, wanted: str, expression: bool, count: int
    ) -> SamplesQueried:
        """Up to `count` samples that a search finds and that are not on the board, by lot and in random order.

        Raises NotSearchable, InvalidExpression, NothingToSearchFor, NothingFound, EvaluationFirst.
        """
        expect_evaluated(state)
        hits = self.searching.hits(state, dataset, wanted, expression=expression)
        free = hits[~np.isin(hits, list(state.board))]
        if not len(free):
            raise NothingFound(f"none of {len(hits):,} samples found is left to select")
        lot = generator(state.seed, Purpose.SELECTION, state.seq).permutation(free)[:count]
        samples = self._arriving(state, dataset, lot.tolist())
        return SamplesQueried(
            scheme=SEARCH,
            effective_scheme=SEARCH,
            reason=None,
            samples=by_strategy(samples, (SEARCH,) * len(samples)),
            predicted_by=predictor_of(state),
        )

    def pick(self, state: SessionState, dataset: Dataset, sample_ids: Sequence[int]) -> SamplesPicked:
        """The person selects these samples.

        Raises SampleNotInPool, SampleOnBoard, RepeatedSample, EvaluationFirst.
        """
        expect_evaluated(state)
        check_pickable(state, sample_ids, len(dataset.pool))
        return SamplesPicked(samples=self._arriving(state, dataset, sample_ids), predicted_by=predictor_of(state))

    def _arriving(self, state: SessionState, dataset: Dataset, sample_ids: Sequence[int]) -> tuple[SelectedSample, ...]:
        self.preparing.begin(state)
        return suggested(state, dataset, self._predicted(state, sample_ids))

    def _predicted(self, state: SessionState, sample_ids: Sequence[int]) -> tuple[SelectedSample, ...]:
        probabilities = self.predictions.of(state)
        if probabilities is None:
            return tuple(SelectedSample(sample_id=i, prediction=None) for i in sample_ids)
        temperature = temperature_of(state, predictor_of(state))
        return with_predictions(sample_ids, probabilities, temperature, self.views.kept(state))


def same_for_selecting(before: SessionState, now: SessionState) -> bool:
    """Whether what was selected on the state before is a selection on this one too, whatever was labelled since."""
    return (
        before.board.keys() == now.board.keys()
        and before.config == now.config
        and predictor_of(before) == predictor_of(now)
    )


def by_strategy(samples: tuple[SelectedSample, ...], strategies: tuple[str, ...] | None) -> tuple[SelectedSample, ...]:
    """The samples, each with the strategy by which it came."""
    if strategies is None:
        return samples
    came = zip(samples, strategies, strict=True)
    return tuple(sample.model_copy(update={"strategy": strategy}) for sample, strategy in came)


def with_predictions(
    sample_ids: Sequence[int], probabilities: Probabilities, temperature: float | None, kept: PoolSubset
) -> tuple[SelectedSample, ...]:
    """What a model says (m, c) of these samples, with heights at its temperature, None: as it says.

    The probabilities are of the samples `kept`. Raises ValueError for a sample that is held out.
    """
    rows = np.asarray(probabilities[kept.rows(np.array(sample_ids, np.int64))])
    predictions = map(_prediction, rows, heights(rows, temperature))
    return tuple(SelectedSample(sample_id=i, prediction=each) for i, each in zip(sample_ids, predictions, strict=True))


def heights(probabilities: Probabilities, temperature: float | None) -> NDArray[np.float32]:
    """How sure a model is of its predictions (n,), at this temperature, None: as it says."""
    scaled = probabilities if temperature is None else at_temperature(probabilities, temperature)
    return np.asarray(scaled.max(axis=1))


def _prediction(row: NDArray[np.float32], height: np.float32) -> Prediction:
    values = [round(float(value), 6) for value in row]
    return Prediction(
        class_index=int(np.argmax(row)), confidence=min(1.0, round(float(height), 6)), probabilities=tuple(values)
    )
