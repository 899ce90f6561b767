"""Labels to look at again: those that a model contradicts which was trained without them."""

from __future__ import annotations

from collections.abc import Set
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from activate_va.datasets import open_dataset
from activate_va.datasets.held_out import Reference
from activate_va.digest import json_digest
from activate_va.errors import ActivateError
from activate_va.evaluation.label_issues import likely_wrong
from activate_va.evaluation.out_of_fold import FEWEST, contradicted, out_of_fold
from activate_va.jobs.cluster import TRAINING
from activate_va.jobs.errors import SpaceNotReady
from activate_va.jobs.once import Once
from activate_va.jobs.reporting import Report
from activate_va.jobs.service import Job, Jobs
from activate_va.pool import content_of, spaces
from activate_va.recent import Recent
from activate_va.sessions.evaluating import in_rows, learnt_from
from activate_va.sessions.labels import labels_of
from activate_va.sessions.state import SessionState
from activate_va.sessions.views import Views
from activate_va.value import Value

HELD = 16
MOST = 200
"""Labels that are told; whoever has looked at these asks anew."""


class TooFewLabels(ActivateError):
    status = 409
    hint = "label more: two classes need two labels each"


class ToLookAt(Value):
    """A label that the model contradicts: it finds `other_class` more probable, by `probability` in [0, 1]."""

    sample_id: int
    class_index: int
    confidence: float
    other_class: int
    probability: float


class Review(Value):
    """`labels` were looked at in so many `folds`; `left_out` are the only ones of their class.

    `contradicted` counts all that the model contradicts, `to_look_at` are the first of them. It is a ranking: none need
    be wrong. `likely_wrong`: about how many are of another class, as confident learning estimates; null where a class
    has fewer than 20 labels, or predictions are withheld.
    """

    labels: int
    left_out: int
    folds: int
    contradicted: int
    likely_wrong: int | None
    to_look_at: tuple[ToLookAt, ...]


def review(
    reference: Reference,
    folder: Path,
    points: NDArray[Any] | None,
    rows: NDArray[np.int64],
    sample_ids: NDArray[np.int64],
    labels: NDArray[np.int64],
    confidences: NDArray[np.float64],
    n_classes: int,
    report: Report,
) -> Review:
    """In a worker. `points` (n, d) are those of the labels; None: their principal components, `rows` of all."""
    if points is None:
        report("features", 0.0)
        points = content_of(open_dataset(reference), folder).components[rows]
    report("training without each fifth of the labels", 0.2)
    found = out_of_fold(points, labels, n_classes)
    if found is None:
        raise TooFewLabels("fewer than two classes have two labels")
    doubtful = contradicted(found, labels, confidences)
    first = zip(doubtful.positions[:MOST], doubtful.classes[:MOST], doubtful.probabilities[:MOST], strict=True)
    return Review(
        labels=len(labels),
        left_out=len(labels) - len(found.rows),
        folds=found.folds,
        contradicted=len(doubtful.positions),
        likely_wrong=likely_wrong(found, labels),
        to_look_at=tuple(
            ToLookAt(
                sample_id=int(sample_ids[position]),
                class_index=int(labels[position]),
                confidence=float(confidences[position]),
                other_class=int(other),
                probability=float(probability),
            )
            for position, other, probability in first
        ),
    )


class Reviews:
    """Reviews of the labels as they stand, each computed once as a job."""

    def __init__(self, views: Views, jobs: Jobs) -> None:
        self.views = views
        self.jobs = jobs
        self._once = Once(jobs)
        self._known: Recent[str, Review] = Recent(HELD)

    def without(self, found: Review, withheld: Set[int]) -> Review:
        """Nothing of samples whose predictions are withheld."""
        told = tuple(one for one in found.to_look_at if one.sample_id not in withheld)
        left_out = len(found.to_look_at) - len(told)
        known = {
            "contradicted": found.contradicted - left_out,
            "likely_wrong": None if left_out else found.likely_wrong,
        }
        return found.model_copy(update={"to_look_at": told, **known})

    def of(self, state: SessionState) -> Review | Job:
        """The review, or the job that makes it. Raises TooFewLabels."""
        labels = labels_of(state)
        counts = np.bincount(labels.class_indices)
        if (counts >= FEWEST).sum() < FEWEST:
            raise TooFewLabels(f"of the {len(labels)} labels fewer than two classes have two")
        space = spaces[state.config.distance_space].representation
        columns = [labels.sample_ids.tolist(), labels.class_indices.tolist(), labels.confidences.tolist()]
        key = json_digest([state.dataset_digest, list(state.held_out), space, *columns])
        return self._known.get(key) or self._once.job(key, lambda: self._submit(state, key))

    def _submit(self, state: SessionState, key: str) -> Job:
        labels = labels_of(state)
        shelf = self.views.projector.shelf
        rows = in_rows(labels, self.views.kept(state)).sample_ids
        arguments = {
            "reference": shelf.reference(learnt_from(state)),
            "folder": self.views.projector.folder,
            "points": self._represented(state, rows),
            "rows": rows,
            "sample_ids": labels.sample_ids,
            "labels": labels.class_indices,
            "confidences": labels.confidences,
            "n_classes": len(shelf.open(state.dataset).classes),
        }
        return self.jobs.submit(
            "review", review, arguments, resource=TRAINING, keep=lambda made: self._known.put(key, made)
        )

    def _represented(self, state: SessionState, rows: NDArray[np.int64]) -> NDArray[Any] | None:
        """Where distances are measured in what the pool alone has taught, and that is ready: points there."""
        method = spaces[state.config.distance_space].representation
        if method is None:
            return None
        try:
            return self.views.representer.represented(learnt_from(state), method).points[rows]
        except SpaceNotReady:
            return None
