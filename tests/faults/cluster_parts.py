"""Worker, nanny or scheduler of a cluster of somebody's own killed in a round: it ends and says why; the next trains.

Run from the repository's root: `python -m tests.faults.cluster_parts 5`. What was killed is started again, as whoever
runs the cluster has it: a scheduler once the round has ended. The workers that a server brings with it are killed by
`tests.faults.workers`.
"""

from __future__ import annotations

import argparse
import socket
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

import psutil

from ..api.conftest import Labeller
from ..cluster_processes import ClusterProcesses
from .served import Served, write_digits
from .workers import outcome

SECONDS_INTO_THE_ROUND = 1.0
SECONDS_TO_HEAL = 120


class Ended(NamedTuple):
    """How the round ended, in how many seconds since the kill, and how the next one did."""

    ended: str
    seconds: float
    after: str


class Lab:
    """A server on a cluster of processes of their own."""

    def __init__(self, cluster: ClusterProcesses, served: Served) -> None:
        self.cluster = cluster
        self.served = served
        self.labeller: Labeller = served.labeller(training_schemes=["IL"], predict_with="IL", epochs=20)
        self.labeller.label(self.labeller.query(20)["samples"])

    def kill_in_a_round(self, part: str) -> Ended:
        before = len(self.labeller.state()["rounds"])
        self.labeller.expect(202, "POST", f"{self.labeller.url}/rounds")
        time.sleep(SECONDS_INTO_THE_ROUND)
        PARTS[part](self)
        begun = time.monotonic()
        ended = outcome(self.labeller, before)
        seconds = time.monotonic() - begun
        self._mend()
        before = len(self.labeller.state()["rounds"])
        self.labeller.expect(202, "POST", f"{self.labeller.url}/rounds")
        return Ended(ended, seconds, outcome(self.labeller, before))

    def kill_worker(self) -> None:
        """Under its nanny, which starts another."""
        for nanny in self.cluster.workers:
            for child in psutil.Process(nanny.pid).children(recursive=True):
                if any("spawn_main" in word for word in child.cmdline()):
                    child.kill()

    def kill_nanny(self) -> None:
        """With its worker; another is started at once, as service managers do: the round waits a minute for one."""
        for name, nanny in enumerate(self.cluster.workers):
            for process in (psutil.Process(nanny.pid), *psutil.Process(nanny.pid).children(recursive=True)):
                with suppress(psutil.NoSuchProcess):
                    process.kill()
            nanny.wait()
            self.cluster.workers[name] = self.cluster.start_worker(name)

    def kill_scheduler(self) -> None:
        self.cluster.scheduler.kill()
        self.cluster.scheduler.wait()

    def _mend(self) -> None:
        """Start again what is gone until the server says that it is ready: workers go a while after their scheduler."""
        until = time.monotonic() + SECONDS_TO_HEAL
        while (answer := self.served.http.get("/api/ready")).status_code != 200:
            assert time.monotonic() < until, answer.text
            if self.cluster.scheduler.poll() is not None:
                self.cluster.start_scheduler()
            for name, nanny in enumerate(self.cluster.workers):
                if nanny.poll() is not None:
                    self.cluster.workers[name] = self.cluster.start_worker(name)
            time.sleep(0.2)


PARTS: dict[str, Callable[[Lab], None]] = {
    "worker": Lab.kill_worker,
    "nanny": Lab.kill_nanny,
    "scheduler": Lab.kill_scheduler,
}


@contextmanager
def lab_in(folder: Path, digits: Path) -> Iterator[Lab]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    (folder / "cluster").mkdir()
    with (
        ClusterProcesses(folder / "cluster", 1, nannies=True, port=port) as cluster,
        Served(folder / "data", digits, "--scheduler", cluster.address) as served,
    ):
        yield Lab(cluster, served)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("times", type=int, help="for each part")
    given = parser.parse_args()
    print("killed     round ended with  seconds  next round")
    with tempfile.TemporaryDirectory() as folder, lab_in(Path(folder), write_digits(Path(folder))) as lab:
        for part in PARTS:
            for _ in range(given.times):
                e = lab.kill_in_a_round(part)
                print(f"{part:9} {e.ended:>17} {e.seconds:8.1f} {e.after:>11}", flush=True)


if __name__ == "__main__":
    main()
