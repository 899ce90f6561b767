"""How far a study is: what its runner reports, as everybody who watches it sees it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from pydantic import BaseModel, ConfigDict


class Progress(BaseModel):
    """`done` of `rounds`; of all, `stored` were finished in an earlier run. `seconds_left` is null until the
    first round of this run has ended; `stage` says what runs now."""

    model_config = ConfigDict(frozen=True)

    stage: str = "starting"
    rounds: int = 0
    stored: int = 0
    done: int = 0
    seconds: float = 0.0
    seconds_left: float | None = None


class WatchedRun:
    """A runner's watcher that keeps the progress, tells of each change, and can interrupt the run.

    `changed` is called in whatever thread the runner reports from.
    """

    def __init__(self, changed: Callable[[], None]) -> None:
        self.cancelled = threading.Event()
        self._changed = changed
        self._lock = threading.Lock()
        self._begun = time.monotonic()
        self._progress = Progress()

    @property
    def progress(self) -> Progress:
        """As of now."""
        with self._lock:
            known = self._progress
        seconds = time.monotonic() - self._begun
        here = known.done - known.stored
        left = seconds / here * (known.rounds - known.done) if here else None
        return known.model_copy(update={"seconds": seconds, "seconds_left": left})

    def begin(self, rounds: int, stored: int) -> None:
        self._report(lambda known: {"rounds": rounds, "stored": stored, "done": stored})

    def stage(self, text: str) -> None:
        self._report(lambda known: {"stage": text})

    def round_done(self) -> None:
        self._report(lambda known: {"done": known.done + 1})

    def _report(self, changes: Callable[[Progress], dict[str, object]]) -> None:
        """Raises KeyboardInterrupt, which is how a runner is told to stop, where the run was cancelled."""
        with self._lock:
            self._progress = self._progress.model_copy(update=changes(self._progress))
        self._changed()
        if self.cancelled.is_set():
            raise KeyboardInterrupt
