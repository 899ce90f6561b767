"""How much of a training goes into the graph at a time."""

from __future__ import annotations

import time

from activate_va.classifiers.base import Report
from activate_va.classifiers.schedule import Schedule

SECONDS_BETWEEN_REPORTS = 0.08


class Pace:
    """Reports after as many batches as take some 80 ms, so that a cancel is heard soon and costs nothing."""

    def __init__(self, report: Report, schedule: Schedule) -> None:
        self.batches = 1
        self.finished = 0
        self._report = report
        self._schedule = schedule
        report(0.0)
        self._last = time.monotonic()

    def done(self, batches: int) -> None:
        self.finished += batches
        self._report(self.finished / self._schedule.total)
        seconds = max(time.monotonic() - self._last, 1e-6)
        fitting = int(batches * SECONDS_BETWEEN_REPORTS / seconds)
        self.batches = min(max(1, fitting), 4 * self.batches)
        self._last = time.monotonic()
