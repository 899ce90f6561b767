"""All workers are killed while a round trains, again and again: no round hangs, and the next one trains.

Run from the repository's root, with as many cycles as are named: `python -m tests.faults.workers 20`
"""

from __future__ import annotations

import os
import signal
import sys
import time
from contextlib import suppress
from typing import NamedTuple

from ..api.conftest import Labeller
from .served import Served, folder_with_digits

SECONDS_TO_TRAIN = 280
"""On a machine with much else to do; work that no worker takes has failed long before."""


class Cycle(NamedTuple):
    """One round whose workers were killed, and the one after it."""

    killed: int
    ended: str
    """ "results", or the error that the round failed of."""
    seconds: float
    after: str
    """As `ended`, of the round after it, in which nobody is killed."""


def kill_in_a_round(served: Served, labeller: Labeller, times: int) -> Cycle:
    """Kill all workers so many times during a round, then train another."""
    begun = time.monotonic()
    before = len(labeller.state()["rounds"])
    labeller.expect(202, "POST", f"{labeller.url}/rounds")
    killed = sum(_kill_all(served) for _ in range(times))
    ended = outcome(labeller, before)
    seconds = time.monotonic() - begun
    before = len(labeller.state()["rounds"])
    labeller.expect(202, "POST", f"{labeller.url}/rounds")
    return Cycle(killed, ended, seconds, outcome(labeller, before))


def _kill_all(served: Served) -> int:
    """As the kernel does when memory runs out; how many there were."""
    deadline = time.monotonic() + SECONDS_TO_TRAIN
    while not (workers := served.workers()):
        assert time.monotonic() < deadline, "no worker is started any more"
        time.sleep(0.05)
    for pid in workers:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    time.sleep(0.5)
    return len(workers)


def outcome(labeller: Labeller, before: int) -> str:
    deadline = time.monotonic() + SECONDS_TO_TRAIN
    while (state := labeller.state())["running"]:
        if time.monotonic() > deadline:
            return "IT HANGS"
        time.sleep(0.1)
    if state["interruption"] is not None:
        return str(state["interruption"]["error"])
    return "results" if len(state["rounds"]) > before else "nothing"


def begin(served: Served) -> Labeller:
    """A session with twenty labels, whose rounds take some seconds."""
    labeller = served.labeller(training_schemes=["SIL"], predict_with="SIL", epochs=30)
    labeller.label(labeller.query(20)["samples"])
    return labeller


def main() -> None:
    print("cycle  killed  round ended with  seconds  next round")
    with folder_with_digits() as (folder, digits), Served(folder / "data", digits) as served:
        labeller = begin(served)
        for number in range(int(sys.argv[1]) if len(sys.argv) > 1 else 20):
            c = kill_in_a_round(served, labeller, 1 + number % 5)
            print(f"{number + 1:5} {c.killed:7} {c.ended:>17} {c.seconds:8.1f} {c.after:>11}", flush=True)


if __name__ == "__main__":
    main()
