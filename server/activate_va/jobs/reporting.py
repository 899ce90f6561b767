"""What a task sees of its job while it runs in a worker: it reports, and learns there that it was cancelled."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, Protocol

from activate_va.jobs.errors import JobCancelled

TOPIC = "activate-va-progress"
SECONDS_BETWEEN_REPORTS = 0.1


class Report(Protocol):
    """Called with a stage in words and a fraction in [0, 1]; raises JobCancelled to stop the task."""

    def __call__(self, stage: str, fraction: float) -> None: ...


def cancel_name(job_id: str) -> str:
    return f"activate-va-cancel-{job_id}"


class WorkerReport:
    """Sends at most ten reports a second to the scheduler's event topic.

    It asks by the worker's own connection: a client made here would outlive the worker's loop, and complain.
    """

    def __init__(self, job_id: str) -> None:
        from distributed import get_worker

        self.job_id = job_id
        self._worker = get_worker()
        self._last: tuple[float, str] = (0.0, "")

    def __call__(self, stage: str, fraction: float) -> None:
        now = time.monotonic()
        if stage == self._last[1] and now - self._last[0] < SECONDS_BETWEEN_REPORTS:
            return
        self._last = (now, stage)
        if self._cancelled():
            raise JobCancelled(f"job {self.job_id} was cancelled")
        self._worker.log_event(TOPIC, {"job": self.job_id, "stage": stage, "fraction": float(fraction)})

    def _cancelled(self) -> bool:
        from distributed.utils import sync

        return bool(sync(self._worker.loop, self._worker.scheduler.event_is_set, name=cancel_name(self.job_id)))


def run_reporting(job_id: str, task: Callable[..., Any], arguments: dict[str, Any]) -> Any:
    """In the worker: run `task(**arguments, report=…)`."""
    return task(**arguments, report=WorkerReport(job_id))
