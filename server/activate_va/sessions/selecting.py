"""Selecting samples: by the machine with a selection scheme, or by the person's own hand."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from activate_va.datasets import Dataset
from activate_va.jobs.projector import Projector
from activate_va.seeding import Purpose, generator
from activate_va.selection import SelectionContext, SelectionScheme, effective_scheme, select
from activate_va.sessions.commands import check_pickable
from activate_va.sessions.distance import flat_pixels
from activate_va.sessions.events import Prediction, SamplesPicked, SamplesQueried, SelectedSample
from activate_va.sessions.predictions import Predictions, predictor_of
from activate_va.sessions.state import SessionState

Probabilities = NDArray[np.float32]


class Selecting:
    """Turns a state and a request into the event of a selection, with the machine's predictions.

    Both may take long: a scheme that weighs the whole pool, and predictions that are computed only now.
    """

    def __init__(self, projector: Projector, predictions: Predictions) -> None:
        self.projector = projector
        self.predictions = predictions

    def query(self, state: SessionState, dataset: Dataset, scheme: str, count: int) -> SamplesQueried:
        """The machine selects `count` samples. Raises CountExceedsPool, UnknownName, ProjectionNotReady."""
        probabilities = self.predictions.of(state)
        context = SelectionContext(
            available=_available(state, len(dataset.pool)),
            selected=np.array(sorted(state.board), dtype=np.int64),
            coordinates=self._coordinates(state, dataset, effective_scheme(scheme, probabilities is not None)),
            probabilities=probabilities,
        )
        chosen = select(scheme, context, count, generator(state.seed, Purpose.SELECTION, state.seq))
        return SamplesQueried(
            scheme=chosen.scheme,
            effective_scheme=chosen.effective_scheme,
            reason=chosen.reason,
            samples=with_predictions(chosen.sample_ids.tolist(), probabilities),
            predicted_by=predictor_of(state),
        )

    def pick(self, state: SessionState, dataset: Dataset, sample_ids: Sequence[int]) -> SamplesPicked:
        """The person selects these samples. Raises SampleNotInPool, SampleOnBoard, RepeatedSample."""
        check_pickable(state, sample_ids, len(dataset.pool))
        samples = with_predictions(sample_ids, self.predictions.of(state))
        return SamplesPicked(samples=samples, predicted_by=predictor_of(state))

    def _coordinates(self, state: SessionState, dataset: Dataset, scheme: SelectionScheme) -> NDArray[np.float32]:
        if not scheme.needs_coordinates:
            return np.empty((len(dataset.pool), 0), dtype=np.float32)
        if state.config.distance_space == "original":
            return flat_pixels(dataset)
        return self.projector.coordinates(state.dataset, state.config.projection)


def same_for_selecting(before: SessionState, now: SessionState) -> bool:
    """Whether what was selected on the state before is a selection on this one too, whatever was labelled since."""
    return (
        before.board.keys() == now.board.keys()
        and before.config == now.config
        and predictor_of(before) == predictor_of(now)
    )


def _available(state: SessionState, pool_size: int) -> NDArray[np.int64]:
    free = np.ones(pool_size, dtype=bool)
    free[list(state.board)] = False
    return np.flatnonzero(free)


def with_predictions(sample_ids: Sequence[int], probabilities: Probabilities | None) -> tuple[SelectedSample, ...]:
    if probabilities is None:
        return tuple(SelectedSample(sample_id=i, prediction=None) for i in sample_ids)
    return tuple(SelectedSample(sample_id=i, prediction=_prediction(probabilities[i])) for i in sample_ids)


def _prediction(row: NDArray[np.float32]) -> Prediction:
    values = [round(float(value), 6) for value in row]
    top = int(np.argmax(row))
    return Prediction(class_index=top, confidence=min(1.0, values[top]), probabilities=tuple(values))
