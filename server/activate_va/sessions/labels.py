"""The labels of a session as training schemes take them."""

from __future__ import annotations

import numpy as np

from activate_va.sessions.state import Placement, SessionState
from activate_va.training import LabelSet


def labels_of(state: SessionState) -> LabelSet:
    """The labels to learn from as arrays, by sample id, with the confidences that training weighs them by."""
    labels = [p for p in state.to_learn_from() if p.class_index is not None and p.confidence is not None]
    return LabelSet(
        sample_ids=np.array([p.sample_id for p in labels], dtype=np.int64),
        class_indices=np.array([p.class_index for p in labels], dtype=np.int64),
        confidences=np.array([_weight(state, p) for p in labels], dtype=np.float64),
    )


def _weight(state: SessionState, label: Placement) -> float | None:
    """The height; or, where the configuration says so, the default in place of a height that was the machine's."""
    if label.source == "accepted" and state.config.accepted_confidence == "default":
        return state.config.default_confidence
    return label.confidence
