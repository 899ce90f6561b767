"""A Dask scheduler and workers as somebody else would start them: real processes, on loopback."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType

SECONDS_TO_START = 60
UNFORGIVING = {
    "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0",
    "DASK_DISTRIBUTED__ADMIN__LOW_LEVEL_LOG_LENGTH": "1000",
}
"""A scheduler that gives a task up when its worker is lost for the first time, and remembers that it was lost.

Dask's nannies leave in this process's environment what embedded workers start with: to remember ten events, too.
"""


class ClusterProcesses:
    """A scheduler that allows for no lost worker, and `workers` workers of one thread, without nannies unless these are
    asked for. `port` is the scheduler's, 0 for any; `options` are given to each of them.
    """

    def __init__(self, folder: Path, workers: int, *options: str, nannies: bool = False, port: int = 0) -> None:
        self.nannies = nannies
        self.port = port
        self.folder = folder
        self.count = workers
        self.options = options
        self.workers: list[subprocess.Popen[bytes]] = []

    @property
    def address(self) -> str:
        return str(json.loads(self._told.read_text(encoding="utf-8"))["address"])

    @property
    def _told(self) -> Path:
        return self.folder / "scheduler.json"

    def __enter__(self) -> ClusterProcesses:
        self.start_scheduler()
        self.workers = [self.start_worker(name) for name in range(self.count)]
        return self

    def start_scheduler(self) -> None:
        self._told.unlink(missing_ok=True)
        self.scheduler = self._start("scheduler", "--port", str(self.port), **UNFORGIVING)
        deadline = time.monotonic() + SECONDS_TO_START
        while not self._told.exists():
            assert self.scheduler.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.05)

    def start_worker(self, name: int) -> subprocess.Popen[bytes]:
        options = ("--nthreads", "1", "--memory-limit", "0", "--local-directory", str(self.folder))
        return self._start("worker", "--name", str(name), *options, "--nanny" if self.nannies else "--no-nanny")

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()

    def kill(self, name: int) -> None:
        """The worker of that name is no more, at once."""
        self.workers[name].send_signal(signal.SIGKILL)
        self.workers[name].wait()

    def _start(self, kind: str, *options: str, **environment: str) -> subprocess.Popen[bytes]:
        common = ("--host", "127.0.0.1", "--no-dashboard", "--scheduler-file", str(self._told), *self.options)
        with (self.folder / f"{kind}.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "dask", kind, *common, *options],
                stdout=log,
                stderr=log,
                env={**os.environ, **environment},
            )
