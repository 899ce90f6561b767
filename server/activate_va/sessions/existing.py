"""Labels that a dataset's pool comes with, as a session takes them: trusted, suggested or hidden."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from activate_va.datasets import Dataset
from activate_va.errors import ActivateError
from activate_va.sessions.events import ExistingLabels, LabelsImported, Prediction, SelectedSample
from activate_va.sessions.state import SessionState


class NoExistingLabels(ActivateError):
    status = 409
    hint = "begin the session without `existing_labels`"


def imported(dataset: Dataset, taken_as: ExistingLabels) -> tuple[LabelsImported, ...]:
    """What a session's log says of them at its start: nothing, but where they are trusted.

    Raises NoExistingLabels where they are asked for and there are none.
    """
    if taken_as != "hide" and not dataset.labelled:
        raise NoExistingLabels(f"no sample in the pool of {dataset.name} has a label")
    labels, confidences = dataset.pool.labels, dataset.pool.confidences
    if taken_as != "trust" or labels is None:
        return ()
    rows = np.flatnonzero(labels >= 0)
    stated = np.full(len(labels), np.nan) if confidences is None else confidences
    return (
        LabelsImported(
            sample_ids=tuple(rows.tolist()),
            class_indices=tuple(labels[rows].tolist()),
            confidences=tuple(None if np.isnan(each) else float(each) for each in stated[rows]),
        ),
    )


def suggested(state: SessionState, dataset: Dataset, samples: Sequence[SelectedSample]) -> tuple[SelectedSample, ...]:
    """The samples, placed where the dataset's own labels put them, if the session suggests these."""
    if state.existing_labels != "suggest":
        return tuple(samples)
    usual = state.config.default_confidence
    return tuple(_suggested(dataset, sample, usual) for sample in samples)


def _suggested(dataset: Dataset, sample: SelectedSample, usual: float) -> SelectedSample:
    labels, confidences = dataset.pool.labels, dataset.pool.confidences
    if labels is None or labels[sample.sample_id] < 0:
        return sample
    stated = np.nan if confidences is None else float(confidences[sample.sample_id])
    label = Prediction(
        class_index=int(labels[sample.sample_id]),
        confidence=usual if np.isnan(stated) else stated,
        probabilities=(),
    )
    return SelectedSample(sample_id=sample.sample_id, prediction=label, suggested=True)
