"""The values a session's state is made of."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from pydantic import Field

from activate_va.sessions.config import SessionConfig
from activate_va.sessions.events import Confidence, Effort, Prediction, Predictor, SchemeTrained, Value


class Status(StrEnum):
    UNLABELLED = "unlabelled"
    PREDICTED = "predicted"
    CONFIRMED = "confirmed"
    CORRECTED = "corrected"
    HAND_LABELLED = "hand_labelled"


LABELLED = frozenset({Status.CONFIRMED, Status.CORRECTED, Status.HAND_LABELLED})


class Placement(Value):
    """Where a sample stands on the board, and how it came there.

    `class_index` and `confidence` are null in the unlabelled region. `labelled_seq` is the
    event that made the label what it is (class and status); null while there is no label.
    `selection_scheme` is null for a sample that the person picked. `selected_at` and `selected_seq`
    belong to the selection; `changed_at` to the last thing that happened to the sample.
    """

    sample_id: int
    class_index: int | None
    confidence: Confidence | None
    status: Status
    prediction: Prediction | None
    predicted_by: Predictor | None
    selection_scheme: str | None
    selected_seq: int
    selected_at: datetime
    changed_at: datetime
    actor: str
    labelled_seq: int | None


class SchemeResult(Value):
    """What one training scheme reached in one round; fields as in SchemeTrained."""

    accuracy: float
    macro_f1: float
    calibration_error: float | None = None
    confusion: tuple[tuple[int, ...], ...]
    seconds: float
    labels_used: int
    training_size: int
    model_digest: str

    @classmethod
    def of(cls, trained: SchemeTrained) -> SchemeResult:
        return cls(**trained.model_dump(exclude={"kind", "round", "training_scheme"}))


class Round(Value):
    """One training of the chosen schemes; `results` fills a scheme at a time while it runs.

    It trains with the labels as they stood at event `started_seq`.
    """

    round: int
    started_at: datetime
    started_seq: int
    finished_at: datetime | None = None
    labels: int
    effort: Effort
    config: SessionConfig
    results: dict[str, SchemeResult] = Field(default_factory=dict)
    seconds: float | None = None


class Interruption(Value):
    """Why the last round that was started did not finish."""

    round: int
    error: str
    detail: str
    hint: str


class Step(Value):
    """One undoable event: the placements it changed, before and after (null: not on the board).

    `turned_seq` is the last event that did it, undid it or did it again.
    """

    seq: int
    turned_seq: int
    before: dict[int, Placement | None]
    after: dict[int, Placement | None]


class SessionState(Value):
    """A session as its events leave it. `seq` is the last event folded in; `running` is a round not yet finished."""

    session_id: str
    name: str
    dataset: str
    dataset_digest: str
    seed: int
    created_at: datetime
    seq: int
    config: SessionConfig
    board: dict[int, Placement] = Field(default_factory=dict)
    rounds: tuple[Round, ...] = ()
    running: Round | None = None
    interruption: Interruption | None = None
    undo_steps: tuple[Step, ...] = Field(default=(), exclude=True)
    redo_steps: tuple[Step, ...] = Field(default=(), exclude=True)

    def labelled(self) -> list[Placement]:
        """Placements that are labels, by sample id."""
        return [p for _, p in sorted(self.board.items()) if p.status in LABELLED]

    def first_round_since(self, seq: int) -> Round | None:
        """The first round, finished or running, that started after event `seq`."""
        rounds = (*self.rounds, *filter(None, [self.running]))
        return next((one for one in rounds if one.started_seq > seq), None)

    def next_round(self) -> int:
        return len(self.rounds) + 1
