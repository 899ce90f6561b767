"""The values a session's state is made of."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Literal

from pydantic import Field

from activate_va.guideline import Guideline
from activate_va.sessions.board import Board
from activate_va.sessions.config import SessionConfig
from activate_va.sessions.events import Effort, ExistingLabels, HeldOutFor, Measures, Reached, SchemeTrained
from activate_va.sessions.placement import LABELLED, Placement, Status
from activate_va.sessions.steps import Step, last_of
from activate_va.value import Value

__all__ = ["LABELLED", "Interruption", "Placement", "Round", "SchemeResult", "SessionState", "Status"]


class SchemeResult(Value):
    """What one training scheme reached in one round; fields as in SchemeTrained."""

    measures: Measures
    confusion: tuple[tuple[int, ...], ...]
    seconds: float
    labels_used: int
    training_size: int
    model_digest: str
    note: str | None = None
    temperature: float | None = None
    evaluated_on: Literal["test", "evaluation"] = "test"
    validation: tuple[tuple[int, ...], ...] | None = None
    course: tuple[Reached, ...] | None = None

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


class SessionState(Value):
    """A session as its events leave it.

    `seq` is the last event folded in, `labels` counts those on the board to learn from, `held_out` are the samples that
    are locked to evaluate on, ascending, `running` is a round not yet finished.
    `undo_steps` count, in order of their seq; `redo_steps` do not, in the order in which they were undone.
    """

    session_id: str
    name: str
    dataset: str
    dataset_digest: str
    seed: int
    created_at: datetime
    seq: int
    config: SessionConfig
    existing_labels: ExistingLabels = "hide"
    evaluation_first: bool = False
    guideline: Guideline = Field(default_factory=Guideline)
    board: Board = Field(default_factory=Board)
    labels: int = 0
    held_out: tuple[int, ...] = ()
    rounds: tuple[Round, ...] = ()
    running: Round | None = None
    interruption: Interruption | None = None
    undo_steps: tuple[Step, ...] = Field(default=(), exclude=True)
    redo_steps: tuple[Step, ...] = Field(default=(), exclude=True)

    def labelled(self) -> list[Placement]:
        """Placements that are labels, by sample id; held out or not."""
        return [p for _, p in sorted(self.board.items()) if p.status in LABELLED]

    def to_learn_from(self) -> list[Placement]:
        """Placements that are labels and not held out, by sample id."""
        return [p for p in self.labelled() if p.trains]

    def held_out_labels(self, purpose: HeldOutFor) -> list[Placement]:
        """Labels of samples that are locked for that purpose, by sample id."""
        return [p for p in self.labelled() if p.held_out_for == purpose]

    def round(self, number: int) -> Round:
        """Finished or running. Raises ValueError where there is none of that number."""
        for one in self._begun():
            if one.round == number:
                return one
        raise ValueError(f"session {self.session_id} has no round {number}")

    def first_round_since(self, seq: int) -> Round | None:
        """The first round, finished or running, that started after event `seq`."""
        return next((one for one in self._begun() if one.started_seq > seq), None)

    def _begun(self) -> Iterator[Round]:
        yield from self.rounds
        if self.running is not None:
            yield self.running

    def last_step(self, actor: str) -> Step | None:
        """The actor's own step that undoing takes back; None where nothing is left."""
        return last_of(self.undo_steps, actor)

    def last_undone(self, actor: str) -> Step | None:
        """The actor's own step that redoing brings back; None where there is none."""
        return last_of(self.redo_steps, actor)

    def next_round(self) -> int:
        return len(self.rounds) + 1
