"""What a finished session says, as rows: results by round and training scheme, labels, and how long it took."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from activate_va.analysis.runs import Row
from activate_va.datasets import Dataset
from activate_va.evaluation import class_accuracies
from activate_va.measures import Measured, measures
from activate_va.sessions.export import rows as exported
from activate_va.sessions.state import Round, SchemeResult, SessionState
from activate_va.simulation.inference import PoolInference

LABEL_COLUMNS = (
    "round",
    "sample_id",
    "class_index",
    "confidence",
    "confidence_source",
    "status",
    "predicted_class",
    "predicted_confidence",
    "selection_scheme",
)


def round_rows(state: SessionState, inference: PoolInference) -> list[Row]:
    """A row per round and training scheme, without anything that changes from run to run."""
    return [
        {**_round_row(done, name, result), "pool_accuracy": inference.accuracy(state, done, name)}
        for done in state.rounds
        for name, result in _in_order(state, done)
    ]


def _in_order(state: SessionState, done: Round) -> list[tuple[str, SchemeResult]]:
    """What the round gave in the order of the configuration, whichever scheme was trained first."""
    return sorted(done.results.items(), key=lambda named: state.config.training_schemes.index(named[0]))


def _round_row(done: Round, scheme: str, result: SchemeResult) -> Row:
    by_class = class_accuracies(np.array(result.confusion, np.int64))
    return {
        "round": done.round,
        "training_scheme": scheme,
        "labels": result.labels_used,
        **{measure.name: _cell(measure, result) for measure in measures},
        "class_accuracy": [None if np.isnan(share) else float(share) for share in by_class],
        "corrected": done.effort.corrected,
        "hand_labelled": done.effort.hand_labelled,
    }


def _cell(measure: Measured, result: SchemeResult) -> float | list[float | None] | None:
    values = [result.measures.get(key) for key in measure.keys(len(result.confusion))]
    return values if measure.per_class else values[0]


def label_rows(state: SessionState, dataset: Dataset) -> list[Row]:
    """A row per label, by round and sample."""
    truth: Sequence[int] = [] if dataset.pool.labels is None else dataset.pool.labels.tolist()
    rows = [{name: row[name] for name in LABEL_COLUMNS} for row in exported(state, dataset.classes)]
    for row in rows:
        row["true_class"] = truth[row["sample_id"]]
    return sorted(rows, key=lambda row: (row["round"], row["sample_id"]))


def time_rows(state: SessionState) -> list[Row]:
    """Seconds of training by round and training scheme, and of the whole round."""
    return [
        {
            "session_id": state.session_id,
            "round": done.round,
            "training_scheme": name,
            "seconds": result.seconds,
            "round_seconds": done.seconds,
        }
        for done in state.rounds
        for name, result in _in_order(state, done)
    ]
