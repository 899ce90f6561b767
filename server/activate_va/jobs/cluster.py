"""A Dask cluster: the one at the address given, or an embedded one of two workers.

Of the two, one trains (it has TensorFlow loaded and warm; it takes as many trainings at a time as pay)
and one computes projections, so that neither waits for the other. A cluster of somebody's own decides for
itself where a task runs.
"""

from __future__ import annotations

import logging
import os
from concurrent.futures import CancelledError
from typing import TYPE_CHECKING

from activate_va.classifiers.threads import side_by_side
from activate_va.jobs.errors import SchedulerUnreachable

if TYPE_CHECKING:
    from distributed import Client

    from activate_va.jobs.certificates import Certificates
    from activate_va.jobs.embedded import EmbeddedCluster

logger = logging.getLogger(__name__)

TRAINING = "training"
PROJECTION = "projection"
CONNECT_SECONDS = 10
CLOSE_SECONDS = 2
SECONDS_TO_ANSWER = 2
NO_WORKER_SECONDS = 120
"""How long work waits for a worker that could do it, before it fails."""
PATIENCE_SECONDS = 60.0
"""The same on a scheduler of somebody else's, unless its patience is given: a batch system may have to hand out workers
first."""
MESSAGES_REMEMBERED = 10
"""Dask remembers a thousand, with all that they carried, for those who look for its faults: a megabyte a model."""
MOST_TO_SEND = "1GB"
"""What a task may be given before Dask warns: its own bound, 10 MB, is less than MNIST's neighbours and points."""
WORKER_ENVIRONMENT = {
    "OMP_NUM_THREADS": str(os.cpu_count() or 1),
    "TF_CPP_MIN_LOG_LEVEL": "2",
    "DASK_LOGGING__DISTRIBUTED": "critical",
    "DASK_DISTRIBUTED__ADMIN__LOW_LEVEL_LOG_LENGTH": str(MESSAGES_REMEMBERED),
}


class Cluster:
    """A connected client, and the embedded cluster where it is ours to close. `patience` seconds work waits on another
    one that has no worker."""

    def __init__(self, client: Client, embedded: EmbeddedCluster | None, patience: float = PATIENCE_SECONDS) -> None:
        self.client = client
        self.embedded = embedded
        self.patience = patience

    def resources(self, kind: str) -> dict[str, float] | None:
        return {kind: 1} if self.embedded else None

    def trainers(self) -> int:
        """How many workers can train at the same time. Raises SchedulerUnreachable."""
        return 1 if self.embedded is not None else len(self._workers())

    def missing(self) -> list[str]:
        """The kinds of work that no worker takes just now. Raises SchedulerUnreachable."""
        present = self._workers()
        if self.embedded is None:
            return [] if present else [TRAINING, PROJECTION]
        return [kind for kind in self.embedded.threads if kind not in present]

    def may_wait_for_ever(self) -> bool:
        """Whether nobody is there for work that waits. Our own scheduler gives such work up itself; others need not."""
        if self.embedded is not None:
            return False
        try:
            return not self._workers()
        except SchedulerUnreachable:
            return True

    def close(self) -> None:
        """Let go of the scheduler; the embedded one ends, and its workers with it, whatever they do."""
        try:
            self.client.close(timeout=CLOSE_SECONDS)
        except TimeoutError:
            logger.warning("the Dask client has not closed after %s seconds", CLOSE_SECONDS)
        finally:
            if self.embedded is not None:
                self.embedded.close()

    def _workers(self) -> list[str]:
        """The names of those that the scheduler knows. Raises SchedulerUnreachable."""
        try:
            identity = self.client.sync(
                self.client.scheduler.identity, n_workers=-1, callback_timeout=SECONDS_TO_ANSWER
            )
        except (OSError, CancelledError, TimeoutError) as error:
            why = str(error) or type(error).__name__
            raise SchedulerUnreachable(f"the Dask scheduler answers no more: {why}") from error
        return [str(worker["name"]) for worker in identity["workers"].values()]


def open_cluster(
    scheduler: str | None, certificates: Certificates | None = None, patience: float = PATIENCE_SECONDS
) -> Cluster:
    """Connect, or start an embedded cluster. Raises SchedulerUnreachable, CertificateUnusable."""
    _configure()
    return _connect(scheduler, certificates, patience) if scheduler else _start()


def _configure() -> None:
    import dask

    dask.config.set(
        {
            # A task may lose its worker once and is then tried again; the second time it fails.
            "distributed.scheduler.allowed-failures": 1,
            "distributed.scheduler.work-stealing": False,
            "distributed.admin.large-graph-warning-threshold": MOST_TO_SEND,
            "distributed.scheduler.no-workers-timeout": NO_WORKER_SECONDS,
            "distributed.admin.low-level-log-length": MESSAGES_REMEMBERED,
            # Dask's default of one thread suits many workers a machine; here each has the machine. Its default of
            # giving memory back at once costs t-SNE two thirds more time, IL a third, and leaves no more memory free.
            "distributed.nanny.pre-spawn-environ": WORKER_ENVIRONMENT,
            "distributed.worker.memory.terminate": False,
            # Nobody reads Dask's profiles, and looks at itself every 10 to 100 ms cost idle processes 6 % of a core.
            "distributed.worker.profile.enabled": False,
            "distributed.worker.memory.monitor-interval": "1s",
            "distributed.admin.tick.interval": "500ms",
            "distributed.admin.system-monitor.interval": "2s",
            "logging.distributed": "critical",
        }
    )


def _connect(scheduler: str, certificates: Certificates | None, patience: float) -> Cluster:
    from distributed import Client

    try:
        security = certificates.security() if certificates else None
        client = Client(scheduler, timeout=CONNECT_SECONDS, set_as_default=False, security=security)
    except (OSError, ValueError) as error:
        raise SchedulerUnreachable(f"no Dask scheduler answers at {scheduler}: {error}") from error
    return Cluster(client, None, patience)


def _start() -> Cluster:
    from distributed import Client

    from activate_va.jobs.embedded import EmbeddedCluster

    embedded = EmbeddedCluster({TRAINING: side_by_side(), PROJECTION: 1})
    client = Client(embedded.address, security=embedded.security, loop=embedded.loop, set_as_default=False)
    return Cluster(client, embedded)
