"""Many people label at once: `python -m tests.load.labelling --annotators 50 --seconds 60`.

A fifth of them share one session, which listeners watch; each of the others has one of their own. The table has a
row for each size of board; "cpu ms/label" is processor time of the server's own process, which a busy machine
changes least.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from pathlib import Path

from ..server_process import ServerProcess
from .crew import HEAD, Annotator, Listener, Outcome, begin, label_at_once


async def measure(
    url: str, pid: int, annotators: int, listeners: int, board: int, seconds: float, dataset: str = "mnist"
) -> Outcome:
    """People at work on boards of that size; each labels five samples a second."""
    together = max(1, annotators // 5)
    shared = await begin(url, board, dataset)
    own = [await begin(url, board, dataset) for _ in range(annotators - together)]
    crew = [Annotator(url, shared, board, first=turn * board // together) for turn in range(together)]
    crew += [Annotator(url, session_id, board) for session_id in own]
    return await label_at_once(crew, [Listener(url, shared, after=2) for _ in range(listeners)], pid, seconds)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--annotators", type=int, default=50)
    parser.add_argument("--listeners", type=int, default=10)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--boards", type=int, nargs="+", default=[100, 10_000])
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, ServerProcess(Path(folder), "--no-auth") as server:
        print(f" board {HEAD}", flush=True)
        for board in given.boards:
            pid = server.process.pid
            outcome = asyncio.run(measure(server.url, pid, given.annotators, given.listeners, board, given.seconds))
            print(f"{board:6d} {outcome.row()}", *outcome.errors[:3], sep="\n", flush=True)


if __name__ == "__main__":
    main()
