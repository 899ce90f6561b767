"""Many people label at once: `python -m tests.load.labelling --annotators 50 --seconds 60`.

A fifth of them share one session, which listeners watch; each of the others has one of their own. The table has a
row for each size of board; "cpu ms/label" is processor time of the server's own process, which a busy machine
changes least.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from pathlib import Path

from ..server_process import ServerProcess
from .crew import HEAD, Annotator, Listener, Outcome, begin, label_at_once

GOLDEN = 0.618034
"""Multiples of it are spread evenly over 0 to 1, however many there are."""


async def measure(
    url: str,
    pid: int,
    annotators: int,
    listeners: int,
    board: int,
    seconds: float,
    dataset: str = "mnist",
    in_step: bool = False,
) -> Outcome:
    """People at work on boards of that size; each labels five samples a second, at moments of their own."""
    together = max(1, annotators // 5)
    shared = await begin(url, board, dataset)
    own = [await begin(url, board, dataset) for _ in range(annotators - together)]
    crew = [Annotator(url, shared, board, first=turn * board // together) for turn in range(together)]
    crew += [Annotator(url, session_id, board) for session_id in own]
    for turn, annotator in enumerate(crew):
        annotator.phase = 0.0 if in_step else turn * GOLDEN % 1
    return await label_at_once(crew, [Listener(url, shared, after=2) for _ in range(listeners)], pid, seconds)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--annotators", type=int, default=50)
    parser.add_argument("--listeners", type=int, default=10)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--boards", type=int, nargs="+", default=[100, 10_000])
    parser.add_argument("--settle", type=float, default=30, help="seconds in which the server's workers get ready")
    parser.add_argument("--in-step", action="store_true", help="all label at the same instant, five times a second")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, ServerProcess(Path(folder), "--no-auth") as server:
        time.sleep(given.settle)
        print(f" board {HEAD}", flush=True)
        for board in given.boards:
            pid = server.process.pid
            work = measure(
                server.url, pid, given.annotators, given.listeners, board, given.seconds, in_step=given.in_step
            )
            outcome = asyncio.run(work)
            print(f"{board:6d} {outcome.row()}", *outcome.errors[:3], sep="\n", flush=True)


if __name__ == "__main__":
    main()
