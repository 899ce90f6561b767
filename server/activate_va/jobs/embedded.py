"""The embedded Dask cluster: a scheduler and its nannies in a thread of this process, each worker a process beside it.

Nobody else gets in: every port that it opens asks for the certificate that was made for it, and its servers of
pages and figures, which ask nobody for anything, are not started.

It heals. A nanny starts its worker again when that is lost, and gives up for good when a start fails; a nanny that
has given up, or whose worker stays away, is replaced. (Dask's own SpecCluster closes a nanny whose worker is not there
15 seconds after one was lost, as after a slow start or a second loss, and never opens another.)
"""

from __future__ import annotations

import asyncio
import logging
import ssl
import time
from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from typing import Any

from distributed import Nanny, Scheduler, Security, Worker
from distributed.core import Status
from distributed.utils import LoopRunner, silence_logging_cmgr

from activate_va.jobs.issuing import issued_pair

logger = logging.getLogger(__name__)

HOST = "127.0.0.1"
ENDS = ("client", "scheduler", "worker")
SECONDS_BETWEEN_LOOKS = 0.5
SECONDS_AFTER_A_FAILURE = 5
MISSING_SECONDS = 60
"""A worker that was lost is mostly back after one or two; on a machine with much to do a start has taken twenty."""
WORKER_SECONDS = 1
"""What a worker is given for its end before it is killed: nothing that it does is waited for any more."""
CLOSE_SECONDS = 4


class QuietScheduler(Scheduler):  # type: ignore[misc]
    """One without the HTTP server that tells everybody what it does."""

    def start_http_server(self, *_: Any, **__: Any) -> None:
        """None is started."""


class QuietWorker(Worker):  # type: ignore[misc]
    """One without the HTTP server that tells everybody what it does."""

    def start_http_server(self, *_: Any, **__: Any) -> None:
        """None is started."""


class EmbeddedCluster:
    """`threads` names the workers, each of which is one process that offers a resource of its name."""

    def __init__(self, threads: dict[str, int]) -> None:
        self.threads = threads
        self.security = security_of_our_own()
        self.nannies: dict[str, Nanny] = {}
        self._missing_since: dict[str, float] = {}
        self._healing: asyncio.Task[None] | None = None
        self.scheduler: Any = None
        self._quiet = ExitStack()
        self._quiet.enter_context(silence_logging_cmgr(level=logging.ERROR))
        self._runner = LoopRunner()
        self._runner.start()
        try:
            self.run(self._start)
        except BaseException:
            self.close()
            raise

    @property
    def address(self) -> str:
        return str(self.scheduler.address)

    @property
    def loop(self) -> Any:
        return self._runner.loop

    def run(self, work: Callable[..., Awaitable[Any]], *arguments: Any) -> Any:
        """The outcome of a coroutine in the cluster's own thread."""
        return self._runner.run_sync(work, *arguments)

    def close(self) -> None:
        """End in order, or with a warning after CLOSE_SECONDS. Workers that are left end with this process."""
        try:
            self.run(self._close_in_time)
        finally:
            self._runner.stop()
            self._quiet.close()

    async def _start(self) -> None:
        self.scheduler = await QuietScheduler(
            host=HOST, port=0, protocol="tls", security=self.security, dashboard=False, dashboard_address=f"{HOST}:0"
        )
        await asyncio.gather(*map(self._open, self.threads))
        self._healing = asyncio.create_task(self._heal())

    async def _open(self, name: str) -> None:
        """Start a nanny and its worker; raises where the worker does not come up."""
        self.nannies[name] = nanny = Nanny(
            self.address,
            host=HOST,
            name=name,
            nthreads=self.threads[name],
            resources={name: self.threads[name]},
            memory_limit=0,
            security=self.security,
            worker_class=QuietWorker,
            dashboard=False,
        )
        await nanny
        self._missing_since.pop(name, None)

    async def _heal(self) -> None:
        while True:
            await asyncio.sleep(SECONDS_BETWEEN_LOOKS)
            for name in self._given_up():
                logger.warning("the worker for %s was lost for good; another is started", name)
                try:
                    await self.nannies[name].close(timeout=WORKER_SECONDS)
                    await self._open(name)
                except Exception:  # Whatever it is, the next try may do better; until then /api/ready says so.
                    logger.exception("no worker for %s could be started", name)
                    await asyncio.sleep(SECONDS_AFTER_A_FAILURE)

    def _given_up(self) -> list[str]:
        """Names whose nanny has ended, or whose worker has been away for too long."""
        now = time.monotonic()
        present = {worker.name for worker in self.scheduler.workers.values()}
        self._missing_since = {name: self._missing_since.get(name, now) for name in self.threads if name not in present}
        return [
            name
            for name, nanny in self.nannies.items()
            if nanny.status in (Status.closed, Status.failed)
            or now - self._missing_since.get(name, now) > MISSING_SECONDS
        ]

    async def _close_in_time(self) -> None:
        try:
            await asyncio.wait_for(self._close(), CLOSE_SECONDS)
        except TimeoutError:
            logger.warning(
                "the embedded cluster has not closed in %s seconds; it ends with this process", CLOSE_SECONDS
            )

    async def _close(self) -> None:
        if self._healing is not None:
            self._healing.cancel()
            await asyncio.wait([self._healing])
        ends = (nanny.close(timeout=WORKER_SECONDS) for nanny in self.nannies.values())
        for failure in filter(None, await asyncio.gather(*ends, return_exceptions=True)):
            if isinstance(failure, Exception):
                logger.warning("a worker did not end in order: %s", failure)
        if self.scheduler is not None:
            await self.scheduler.close()


def security_of_our_own() -> Security:
    """TLS for all ends of one cluster: each shows the one certificate, and trusts no other.

    Dask's own of this sort (`Security.temporary`) begins at the very second: once the clock is set back, no worker that
    is started again would be let in.
    """
    certificate, key = (pem.decode() for pem in issued_pair())
    ends = {f"tls_{end}_{what}": pem for end in ENDS for what, pem in (("cert", certificate), ("key", key))}
    return Security(require_encryption=True, tls_ca_file=certificate, tls_min_version=ssl.TLSVersion.TLSv1_3, **ends)
