"""Jobs whose results are kept under a key: each is computed once, however many ask for it."""

from __future__ import annotations

import threading
from collections.abc import Callable

from activate_va.jobs.errors import JobNotFound
from activate_va.jobs.service import REMEMBERED, Job, Jobs
from activate_va.recent import Recent


class Once:
    """Tells who asks for a result that is being computed of the job that does it, at this server or another."""

    def __init__(self, jobs: Jobs) -> None:
        self.jobs = jobs
        self._lock = threading.Lock()
        self._running: Recent[str, str] = Recent(REMEMBERED)

    def job(self, key: str, start: Callable[[], Job]) -> Job:
        """The job that runs for the key already, or the one that `start` submits."""
        with self._lock:
            running = self._under_way(key) or self.jobs.that_makes(key)
            if running is not None:
                return running
            job = start()
            self._running.put(key, job.id)
            return job

    def _under_way(self, key: str) -> Job | None:
        """The job that runs for the key; None where there was none, or it has ended and may be forgotten."""
        job_id = self._running.get(key)
        if job_id is None:
            return None
        try:
            job = self.jobs.get(job_id)
        except JobNotFound:
            return None
        return None if job.ended else job
