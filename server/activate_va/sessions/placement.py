"""Where a sample stands on the board."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from activate_va.sessions.events import Confidence, ConfidenceSource, HeldOutFor, Prediction, Predictor
from activate_va.value import Value


class Status(StrEnum):
    UNLABELLED = "unlabelled"
    PREDICTED = "predicted"
    CONFIRMED = "confirmed"
    CORRECTED = "corrected"
    HAND_LABELLED = "hand_labelled"
    IMPORTED = "imported"


LABELLED = frozenset({Status.CONFIRMED, Status.CORRECTED, Status.HAND_LABELLED, Status.IMPORTED})


class Placement(Value):
    """Where a sample stands on the board, and how it came there.

    `class_index` and `confidence` are null in the unlabelled region. `source` says whose the confidence of a label
    is; null where there is no label, for imported ones, and for labels of version 1, which did not say. A prediction
    that nothing has predicted (`predicted_by` is null) is a label that the dataset came with. `earlier_prediction` is
    what the model before the last had predicted; null where only one has. `labelled_seq` is the
    event that made the label what it is (class and status); null while there is no label.
    `selection_scheme` is null for a sample that the person picked, `import` where the dataset's label brought it.
    `selected_at` and `selected_seq` belong to the selection; `changed_at` to what happened to the sample last.
    `strategy`: by which of its strategies a scheme that has several chose it.
    `held_out_for`: what a sample is locked for that nothing may learn from; null for all others.
    """

    sample_id: int
    class_index: int | None
    confidence: Confidence | None
    source: ConfidenceSource | None = None
    status: Status
    prediction: Prediction | None
    earlier_prediction: Prediction | None = None
    predicted_by: Predictor | None
    selection_scheme: str | None
    selected_seq: int
    selected_at: datetime
    changed_at: datetime
    actor: str
    labelled_seq: int | None
    held_out_for: HeldOutFor | None = None
    strategy: str | None = None

    @property
    def trains(self) -> bool:
        """Whether it is a label to learn from."""
        return self.status in LABELLED and self.held_out_for is None
