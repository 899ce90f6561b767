"""The labels of a session as training schemes take them."""

from __future__ import annotations

import numpy as np

from activate_va.sessions.state import SessionState
from activate_va.training import LabelSet


def labels_of(state: SessionState) -> LabelSet:
    """The labels as arrays, by sample id."""
    labels = [p for p in state.labelled() if p.class_index is not None and p.confidence is not None]
    return LabelSet(
        sample_ids=np.array([p.sample_id for p in labels], dtype=np.int64),
        class_indices=np.array([p.class_index for p in labels], dtype=np.int64),
        confidences=np.array([p.confidence for p in labels], dtype=np.float64),
    )
