"""How far a training is that may take so many steps and, where somebody says so, so many seconds."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from activate_va.training import FineTuning

LOOKS = 10
"""Times that a model is looked at while it learns, at equal steps; where time is short, fewer."""
MOST_WATCHED = 2000


class Budget:
    """Counts steps, and seconds but for those of looking at the model, and writes the plan's journal."""

    def __init__(self, plan: FineTuning, predict: Callable[[NDArray[Any]], NDArray[np.float32]]) -> None:
        self.plan = plan
        self.taken = 0
        self._predict = predict
        self._begun = time.monotonic()
        course = plan.journal.course if plan.journal is not None else ()
        self._before = course[-1][0] if course else 0.0
        self._every = max(1, plan.steps // LOOKS)

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._begun

    @property
    def share(self) -> float:
        """Of what it may take, in [0, 1]: whichever of steps and seconds is further."""
        of_time = self.seconds / self.plan.seconds if self.plan.seconds > 0 else 0.0
        return min(1.0, max(self.taken / self.plan.steps, of_time))

    def step(self) -> None:
        self.taken += 1
        if self.taken % self._every == 0 and self.taken < self.plan.steps:
            self._look()

    def end(self) -> None:
        """Write how right the model is, and whether time was what ended its learning."""
        journal, plan = self.plan.journal, self.plan
        self._look()
        if journal is not None and self.taken < plan.steps:
            journal.note = f"{plan.seconds:g} s were enough for {self.taken} of {plan.steps} steps"

    def _look(self) -> None:
        journal, seconds = self.plan.journal, self.seconds
        if journal is None:
            return
        known = np.flatnonzero(journal.labels >= 0)[:MOST_WATCHED]
        if len(known):
            right = self._predict(journal.items[known]).argmax(axis=1) == journal.labels[known]
            journal.course.append((round(self._before + seconds, 3), round(float(right.mean()), 6)))
        self._begun += self.seconds - seconds
