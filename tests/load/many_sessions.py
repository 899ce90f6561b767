"""Many sessions opened in turn, and many listeners, while others label: `python -m tests.load.many_sessions`.

Each session has a board of a hundred with twenty labels. A row for each part: how much the server's own process has
grown since before, and how long the labels of the others took meanwhile.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import psutil

from ..server_process import ServerProcess
from .crew import HEAD, Annotator, Listener, Outcome, begin, label_at_once
from .labelling import GOLDEN
from .wire import Wire

BOARD, LABELS, OTHERS = 100, 20, 5
MB = 1e6


async def filled(url: str, dataset: str, board: int) -> str:
    """A session with labels; its id."""
    session_id, wire = await begin(url, board, dataset), Wire(url)
    for sample in range(min(LABELS, board)):
        body = {"class_index": sample % 10, "confidence": 0.5}
        answer = await wire.request("PUT", f"/api/sessions/{session_id}/labels/{sample}", body)
        assert answer.status == 200, answer
    await wire.close()
    return session_id


async def open_in_turn(url: str, sessions: list[str]) -> None:
    """As browsers do: the state's events, and the list of sessions now and then."""
    wire = Wire(url)
    for turn, session_id in enumerate(sessions):
        answer = await wire.request("GET", f"/api/sessions/{session_id}/events")
        assert answer.status == 200, answer
        answer = await wire.request("GET", f"/api/sessions/{session_id}")
        assert answer.status == 200, answer
        if turn % 100 == 0:
            answer = await wire.request("GET", "/api/sessions")
            assert answer.status == 200, answer
    await wire.close()


async def beside_others(
    url: str, pid: int, dataset: str, board: int, seconds: float, work: Callable[[], Awaitable[None]], listeners: int
) -> Outcome:
    """Others label for so many seconds, or until the work has ended, while it is done and so many listen."""
    crew = [Annotator(url, await begin(url, board, dataset), board) for _ in range(OTHERS)]
    for turn, annotator in enumerate(crew):
        annotator.phase = turn * GOLDEN % 1
    listening = [Listener(url, crew[n % OTHERS].session_id, after=2) for n in range(listeners)]

    async def until_done() -> None:
        await work()
        for annotator in crew:
            annotator.stopped = True

    done = asyncio.create_task(until_done())
    outcome = await label_at_once(crew, listening, pid, seconds)
    await done
    return outcome


async def measure(
    url: str, pid: int, sessions: int, listeners: int, seconds: float, dataset: str = "mnist", board: int = BOARD
) -> list[tuple[str, float, Outcome]]:
    """What was done, by how many bytes the server's process has grown, and how the others were served."""
    process = psutil.Process(pid)
    made = [await filled(url, dataset, board) for _ in range(sessions)]
    await open_in_turn(url, made[:1])
    before = process.memory_info().rss

    async def listen_only() -> None:
        await asyncio.sleep(seconds)

    opened = await beside_others(url, pid, dataset, board, 3_600, lambda: open_in_turn(url, made), 0)
    rows = [(f"{sessions:,} opened in turn", float(process.memory_info().rss - before), opened)]
    heard = await beside_others(url, pid, dataset, board, seconds, listen_only, listeners)
    return [*rows, (f"{listeners:,} listeners", float(process.memory_info().rss - before), heard)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sessions", type=int, default=2_000)
    parser.add_argument("--listeners", type=int, default=300)
    parser.add_argument("--seconds", type=float, default=60, help="for which the listeners listen")
    parser.add_argument("--settle", type=float, default=30, help="seconds in which the server's workers get ready")
    given = parser.parse_args()
    os.environ["ACTIVATE_VA_REQUESTS_PER_MINUTE"] = "10000000"  # All come from one address here.
    with tempfile.TemporaryDirectory() as folder, ServerProcess(Path(folder), "--no-auth") as server:
        time.sleep(given.settle)
        print(f"{'':24} grown MB {HEAD}", flush=True)
        work = measure(server.url, server.process.pid, given.sessions, given.listeners, given.seconds)
        for what, grown, outcome in asyncio.run(work):
            print(f"{what:24} {grown / MB:8.0f} {outcome.row()}", *outcome.errors[:3], sep="\n", flush=True)


if __name__ == "__main__":
    main()
