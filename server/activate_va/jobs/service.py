"""Jobs: submit a task, follow its progress, cancel it, learn how it ended."""

from __future__ import annotations

import logging
import secrets
import threading
import time
from collections import Counter, OrderedDict
from collections.abc import Callable
from contextlib import suppress
from itertools import islice
from typing import Any

from activate_va.classifiers.threads import side_by_side
from activate_va.errors import ActivateError
from activate_va.jobs.cluster import TRAINING, Cluster
from activate_va.jobs.errors import JobCancelled, JobNotFound, NoWorkers
from activate_va.jobs.failures import as_activate_error, lost_at_once
from activate_va.jobs.job import Failure, Job, JobState
from activate_va.jobs.ledger import Ledger, NoLedger
from activate_va.jobs.reporting import TOPIC, cancel_name, run_reporting

__all__ = ["Failure", "Job", "JobState", "Jobs"]

logger = logging.getLogger(__name__)

REMEMBERED = 1000
"""Jobs, before the oldest that have ended are forgotten."""

SECONDS_BETWEEN_LOOKS = 5
"""At a cluster that has not given a result yet: whether anybody is there to compute it."""


class Jobs:
    """The jobs of this server on its cluster; of those of other servers, what the ledger says."""

    def __init__(self, cluster: Cluster, ledger: Ledger | NoLedger | None = None) -> None:
        self.cluster = cluster
        self.ledger = ledger or NoLedger()
        self._lock = threading.Lock()
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._followers: dict[str, Callable[[Job], None]] = {}
        self._futures: dict[str, Any] = {}
        self._warming: list[Any] = []
        self._second_tries: dict[str, Callable[[], Any]] = {}
        cluster.client.subscribe_topic(TOPIC, self._on_progress)

    def submit(
        self,
        kind: str,
        task: Callable[..., Any],
        arguments: dict[str, Any],
        *,
        resource: str,
        priority: int = 0,
        follow: Callable[[Job], None] | None = None,
        keep: Callable[[Any], object] | None = None,
        makes: str | None = None,
    ) -> Job:
        """Start `task(**arguments, report=…)` in a worker; futures among the arguments are awaited there.

        `follow` is called in a thread of the cluster's client with each change, the last one included.
        `keep` is given the result before the job counts as finished. `makes` is the key of a result that is computed
        once, by which other servers find the job.
        """
        job = Job(id=secrets.token_hex(8), kind=kind)
        self.ledger.begin(job, makes)
        with self._lock:
            self._jobs[job.id] = job
            self._forget_old()
            if follow:
                self._followers[job.id] = follow

        def start(key: str, first: bool) -> Any:
            future = self.cluster.client.submit(
                run_reporting,
                job.id,
                task,
                arguments,
                key=key,
                pure=False,
                priority=priority,
                resources=self.cluster.resources(resource),
            )
            self._futures[job.id] = future
            future.add_done_callback(lambda done: self._on_done(job.id, done, keep, first))
            return future

        self._second_tries[job.id] = lambda: start(f"{kind}-{job.id}-again", first=False)
        start(f"{kind}-{job.id}", first=True)
        if keep and self.cluster.embedded is None:
            threading.Thread(target=self._see_to, args=(job.id,), name=f"job-{job.id}", daemon=True).start()
        return job

    def get(self, job_id: str) -> Job:
        """Of this server or another. Raises JobNotFound."""
        with self._lock:
            own = self._jobs.get(job_id)
        found = own or self.ledger.find(job_id)
        if found is None:
            raise JobNotFound(f"there is no job {job_id!r}")
        return found

    def that_makes(self, key: str) -> Job | None:
        """The job of another server that computes the result of this key just now; None where there is none."""
        return self.ledger.that_makes(key)

    def result(self, job_id: str) -> Any:
        """Wait for the job's result and forget it. Raises what the task raised, WorkerLost, or NoWorkers."""
        future = self._futures.get(job_id)
        if future is None:
            raise JobCancelled(f"job {job_id} was cancelled")
        try:
            return self._outcome(job_id, future)
        except NoWorkers as error:
            self._on_failure(job_id, error)
            raise
        except Exception as error:
            raise as_activate_error(error) from error
        finally:
            self._futures.pop(job_id, None)
            self._second_tries.pop(job_id, None)

    def cancel(self, job_id: str) -> Job:
        """Stop the job: at once when it waits, else at its next progress report; one of another server's at the latest
        when that server looks into the ledger."""
        from distributed import Event

        job = self.get(job_id)
        with self._lock:
            known = job_id in self._jobs
        if not known:
            if not job.ended:
                Event(cancel_name(job_id), client=self.cluster.client).set()
            return self.ledger.cancel(job)
        with self._lock:
            self._second_tries.pop(job_id, None)
            future = self._futures.pop(job_id, None)
        if job.ended or future is None:
            return job
        cancelled = self._change(job_id, state=JobState.CANCELLED, stage="cancelled")
        Event(cancel_name(job_id), client=self.cluster.client).set()
        future.cancel()
        return cancelled

    def by_state(self) -> dict[str, int]:
        """How many jobs are remembered in each state."""
        with self._lock:
            found = Counter(job.state for job in self._jobs.values())
        return {state: found[state] for state in JobState}

    def warm_up(self, task: Callable[[], None], times: int | None = None) -> None:
        """Have the training worker do this in advance, `times`, or once for each training that it runs side by side."""
        self._warming = [future for future in self._warming if not future.done()]
        self._warming += [
            self.cluster.client.submit(task, pure=False, priority=1000, resources=self.cluster.resources(TRAINING))
            for _ in range(times or side_by_side())
        ]

    def close(self) -> None:
        self.cluster.client.unsubscribe_topic(TOPIC)
        self.ledger.close()

    def _on_progress(self, event: tuple[float, dict[str, Any]]) -> None:
        message = event[1]
        with self._lock:
            job = self._jobs.get(message["job"])
        if job is not None and not job.ended:
            self._change(job.id, state=JobState.RUNNING, stage=message["stage"], fraction=message["fraction"])

    def _outcome(self, job_id: str, future: Any) -> Any:
        """The future's result; where its worker was lost, and nobody tried again, that of a second try."""
        try:
            return self._awaited(future)
        except Exception as error:
            if not lost_at_once(error):
                raise
            again = self._again(job_id, future)
            if again is None:
                raise
            return self._awaited(again)

    def _awaited(self, future: Any) -> Any:
        """The future's result. Raises NoWorkers."""
        self._expect_workers(future)
        return future.result()

    def _expect_workers(self, future: Any) -> None:
        """Until the future is done. Raises NoWorkers where nobody has been there to compute it for long."""
        seen = time.monotonic()
        while not future.done():
            with suppress(TimeoutError):
                future.exception(timeout=SECONDS_BETWEEN_LOOKS)  # Waits, whatever comes of it.
            now = time.monotonic()
            if future.done() or not self.cluster.may_wait_for_ever():
                seen = now
            elif now - seen > self.cluster.patience:
                raise NoWorkers(f"for {now - seen:.0f} seconds the scheduler had no worker for this")

    def _see_to(self, job_id: str) -> None:
        """The job, whose result nobody waits for, fails where there is no worker for it."""
        while (future := self._futures.get(job_id)) is not None and not self._jobs[job_id].ended:
            try:
                self._expect_workers(future)
            except NoWorkers as error:
                self._on_failure(job_id, error)
                self._futures.pop(job_id, future).cancel()
                return
            time.sleep(SECONDS_BETWEEN_LOOKS)  # What is done with it, or a second try, is on its way.

    def _again(self, job_id: str, lost: Any) -> Any:
        """The second try, begun by whoever learns first of the loss; None where the lost one was that."""
        with self._lock:
            start = self._second_tries.pop(job_id, None)
            if start is not None:
                return start()
            current = self._futures.get(job_id)
        return None if current is lost else current

    def _on_done(self, job_id: str, future: Any, keep: Callable[[Any], object] | None, first: bool) -> None:
        with self._lock:
            job = self._jobs.get(job_id)
        if job is None or job.ended:
            return
        error = future.exception() if future.status == "error" else None
        if first and error is not None and lost_at_once(error):
            self._again(job_id, future)
            return
        try:
            if keep:
                keep(self.result(job_id))
            elif future.status in ("error", "cancelled"):
                future.result()
        except Exception as error:  # noqa: BLE001 - whatever it is, who waits for the job must learn of it
            self._on_failure(job_id, as_activate_error(error))
        else:
            self._change(job_id, state=JobState.FINISHED, stage="finished", fraction=1.0)

    def _on_failure(self, job_id: str, error: ActivateError) -> None:
        if isinstance(error, JobCancelled):
            self._change(job_id, state=JobState.CANCELLED, stage="cancelled")
            return
        logger.error("job %s failed: %s", job_id, error, exc_info=error)
        failure = Failure(error=error.code, detail=error.detail, hint=error.hint)
        self._change(job_id, state=JobState.FAILED, stage="failed", error=failure)

    def _change(self, job_id: str, **changes: Any) -> Job:
        """The job with these changes; one that has ended stays as it is."""
        with self._lock:
            if self._jobs[job_id].ended:
                return self._jobs[job_id]
            job = self._jobs[job_id].model_copy(update=changes)
            self._jobs[job_id] = job
            follow = self._followers.pop(job_id, None) if job.ended else self._followers.get(job_id)
        self.ledger.note(job, self.cancel)
        if follow:
            follow(job)
        return job

    def _forget_old(self) -> None:
        """Only what has ended: a job that still runs is asked about, and has its end to tell."""
        ended = (job.id for job in self._jobs.values() if job.ended)
        for job_id in list(islice(ended, max(0, len(self._jobs) - REMEMBERED))):
            del self._jobs[job_id]
