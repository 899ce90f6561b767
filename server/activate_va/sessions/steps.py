"""Undoable steps: who took them, and whether one can be taken back while others go on labelling.

For each sample the steps that count lie on each other in order of their seq. Undoing takes the uppermost away,
redoing lays one on top; a step that others have built upon stays until theirs is undone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from activate_va.number import AS_NUMBER
from activate_va.sessions.placement import Placement
from activate_va.text import Text

Changes = Mapping[int, Placement | None]
PERSON = "person"
"""Who acts where nobody is logged in and no name was given."""
NAMED = f"{PERSON}:"
"""Before the name of who gave one."""


@dataclass(frozen=True, slots=True)
class Step:
    """One undoable event: the placements it changed, before and after (null: not on the board).

    `key` is the client key of the event. `turned_seq` is the last event that did it, undid it or did it again.
    """

    seq: int
    actor: str
    key: str | None
    turned_seq: int
    before: Changes
    after: Changes


class StepName(BaseModel):
    """Which step is meant: by the seq of its event, or by the client key of a write whose answer is still to come."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    seq: Annotated[int, Field(ge=1), AS_NUMBER] | None = None
    key: Annotated[Text, Field(min_length=1, max_length=200)] | None = None

    @model_validator(mode="after")
    def _of_one_kind(self) -> Self:
        if (self.seq is None) == (self.key is None):
            raise ValueError("name the step either by its seq or by its key")
        return self

    def names(self, step: Step) -> bool:
        return step.seq == self.seq if self.key is None else step.key == self.key


def is_own(step: Step, actor: str) -> bool:
    """Whether the actor may turn the step. What was done without a name belongs to whoever has given one since."""
    return step.actor == actor or (step.actor == PERSON and actor.startswith(NAMED))


def last_of(steps: Sequence[Step], actor: str) -> Step | None:
    """The actor's last among the steps; None without one."""
    return next((step for step in reversed(steps) if is_own(step, actor)), None)


def built_upon(counting: Sequence[Step], step: Step) -> Step | None:
    """The newest step that counts, came after `step`, and changed one of its samples; None without one."""
    for later in reversed(counting):
        if later.seq <= step.seq:
            return None
        if not step.after.keys().isdisjoint(later.after):
            return later
    return None
