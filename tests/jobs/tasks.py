"""Tasks that a worker can import: they end well, badly, or take the worker with them."""

from __future__ import annotations

import os
import time
from pathlib import Path

from activate_va.errors import ActivateError
from activate_va.jobs.reporting import Report


class Refused(ActivateError):
    hint = "ask for something else"


def count(steps: int, report: Report) -> int:
    for step in range(steps):
        report("counting", step / steps)
        time.sleep(0.02)
    return steps


def wait_for(sign: str, report: Report) -> str:
    """End when there is a file at `sign`."""
    while not Path(sign).exists():
        report("waiting", 0.5)
        time.sleep(0.02)
    return sign


def clients(report: Report) -> int:
    """How many clients the worker has made, after a report."""
    from distributed import Worker

    report("counting", 0.5)
    return len(Worker._initialized_clients)


def size(blob: bytes, report: Report) -> int:
    return len(blob)


def refuse(report: Report) -> None:
    raise Refused("this cannot be done")


def break_down(report: Report) -> None:
    raise ZeroDivisionError("a defect")


def die(times: int, notes: str, report: Report) -> int:
    """End the worker process the first `times` times; `notes` is a folder that remembers how often."""
    deaths = len(list(Path(notes).iterdir()))
    if deaths < times:
        (Path(notes) / str(deaths)).touch()
        os._exit(1)
    return deaths
