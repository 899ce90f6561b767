"""A Dask cluster: the one at the address given, or an embedded one of two workers.

Of the two, one trains (it has TensorFlow loaded and warm; it takes as many trainings at a time as pay)
and one computes projections, so that neither waits for the other. A cluster of somebody's own decides for
itself where a task runs.
"""

from __future__ import annotations

import logging
import os
from concurrent.futures import CancelledError
from typing import TYPE_CHECKING, Any

from activate_va.classifiers.threads import side_by_side
from activate_va.jobs.errors import SchedulerUnreachable

if TYPE_CHECKING:
    from distributed import Client, SpecCluster

logger = logging.getLogger(__name__)

TRAINING = "training"
PROJECTION = "projection"
CONNECT_SECONDS = 10
CLOSE_SECONDS = 30
MESSAGES_REMEMBERED = 10
"""Dask remembers a thousand, with all that they carried, for those who look for its faults: a megabyte a model."""
WORKER_ENVIRONMENT = {
    "OMP_NUM_THREADS": str(os.cpu_count() or 1),
    "TF_CPP_MIN_LOG_LEVEL": "2",
    "DASK_LOGGING__DISTRIBUTED": "critical",
    "DASK_DISTRIBUTED__ADMIN__LOW_LEVEL_LOG_LENGTH": str(MESSAGES_REMEMBERED),
}


class Cluster:
    """A connected client, and the embedded cluster where it is ours to close."""

    def __init__(self, client: Client, embedded: SpecCluster | None) -> None:
        self.client = client
        self.embedded = embedded

    def resources(self, kind: str) -> dict[str, float] | None:
        return {kind: 1} if self.embedded else None

    def trainers(self) -> int:
        """How many workers can train at the same time. Raises SchedulerUnreachable."""
        if self.embedded is not None:
            return 1
        try:
            return len(self.client.scheduler_info(n_workers=-1)["workers"])
        except (OSError, CancelledError) as error:
            raise SchedulerUnreachable(f"the Dask scheduler answers no more: {error}") from error

    def close(self) -> None:
        """A worker that does not heed is killed after four seconds, which on a busy machine take longer."""
        for part, seconds in ((self.client, 5), (self.embedded, CLOSE_SECONDS)):
            try:
                if part is not None:
                    part.close(timeout=seconds)
            except TimeoutError:
                logger.warning("%s has not closed after %s seconds; it ends with this process", part, seconds)


def open_cluster(scheduler: str | None) -> Cluster:
    """Connect, or start an embedded cluster. Raises SchedulerUnreachable."""
    _configure()
    return _connect(scheduler) if scheduler else _start()


def _configure() -> None:
    import dask

    dask.config.set(
        {
            # A task may lose its worker once and is then tried again; the second time it fails.
            "distributed.scheduler.allowed-failures": 1,
            "distributed.scheduler.work-stealing": False,
            "distributed.admin.low-level-log-length": MESSAGES_REMEMBERED,
            # Dask's default of one thread suits many workers a machine; here each has the machine. Its default of
            # giving memory back at once costs t-SNE two thirds more time, IL a third, and leaves no more memory free.
            "distributed.nanny.pre-spawn-environ": WORKER_ENVIRONMENT,
            "distributed.worker.memory.terminate": False,
            "logging.distributed": "critical",
        }
    )


def _connect(scheduler: str) -> Cluster:
    from distributed import Client

    try:
        return Cluster(Client(scheduler, timeout=CONNECT_SECONDS, set_as_default=False), None)
    except (OSError, ValueError) as error:
        raise SchedulerUnreachable(f"no Dask scheduler answers at {scheduler}: {error}") from error


def _start() -> Cluster:
    from distributed import Client, Nanny, Scheduler, SpecCluster

    embedded = SpecCluster(
        scheduler={
            "cls": Scheduler,
            "options": {"host": "127.0.0.1", "dashboard": False, "dashboard_address": "127.0.0.1:0"},
        },
        workers={TRAINING: _worker(Nanny, TRAINING, side_by_side()), PROJECTION: _worker(Nanny, PROJECTION, 1)},
        silence_logs=40,
    )
    return Cluster(Client(embedded, set_as_default=False), embedded)


def _worker(nanny: type[Any], kind: str, at_once: int) -> dict[str, Any]:
    options = {
        "host": "127.0.0.1",
        "name": kind,
        "nthreads": at_once,
        "resources": {kind: at_once},
        "dashboard": False,
        "dashboard_address": "127.0.0.1:0",
        "memory_limit": 0,
    }
    return {"cls": nanny, "options": options}
