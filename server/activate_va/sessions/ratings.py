"""What several sessions' people said of the same samples, side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from activate_va.analysis.agreement import UNLABELLED
from activate_va.errors import ActivateError
from activate_va.sessions.state import Placement, SessionState, Status


class NotComparable(ActivateError):
    """Sessions whose samples are not the same, or too few of them."""

    status = 409
    hint = "name two sessions or more, each once, that label the same dataset"


class Ratings(NamedTuple):
    """Class indices (sessions, n), UNLABELLED where there is none, and confidences that a person stated, else NaN."""

    labels: NDArray[np.int64]
    confidences: NDArray[np.float64]


Counting = Callable[[SessionState, Placement], bool]


def _all(_: SessionState, label: Placement) -> bool:
    return True


def ratings_of(states: Sequence[SessionState], counts: Counting = _all) -> Ratings:
    """Of the samples that anybody labelled, by sample id; imported labels are nobody's, and those that do not count are
    none. Raises NotComparable."""
    if len({state.session_id for state in states}) < max(2, len(states)):
        raise NotComparable(f"there is nothing to compare between {len(states)} sessions, or one stands there twice")
    if len({state.dataset_digest for state in states}) > 1:
        raise NotComparable(f"the sessions label {', '.join(sorted({state.dataset for state in states}))}")
    said = [
        [label for label in state.labelled() if label.status is not Status.IMPORTED and counts(state, label)]
        for state in states
    ]
    places = {sample_id: n for n, sample_id in enumerate(sorted({p.sample_id for of in said for p in of}))}
    labels = np.full((len(states), len(places)), UNLABELLED, np.int64)
    confidences = np.full(labels.shape, np.nan)
    for row, of in enumerate(said):
        for label in of:
            if label.class_index is not None:
                labels[row, places[label.sample_id]] = label.class_index
            if label.source == "stated" and label.confidence is not None:
                confidences[row, places[label.sample_id]] = label.confidence
    return Ratings(labels, confidences)
