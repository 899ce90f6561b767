"""A label beside what others do: `python -m tests.load.beside_others`.

One person labels; others select 3,000 samples by distance among all pixels, open sessions of 100,000 events one after
the other, and train. The table has a row for each, and one for nothing beside.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sqlite3
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from activate_va.sessions.events import EVENT_VERSION

from ..server_process import ServerProcess
from .crew import HEAD, Annotator, Outcome, begin, label_at_once
from .wire import Wire

SELECTED = 3_000
EVENTS = 100_000
OPENED = 5
BOARD = 100


async def nothing(url: str) -> None:
    await asyncio.sleep(5)


async def selecting(url: str) -> None:
    session_id = await begin(url, 1, distance_space="original")
    await _expect(url, "POST", f"/api/sessions/{session_id}/selections", by="machine", scheme="DS", count=SELECTED)


async def training(url: str) -> None:
    session_id = await begin(url, BOARD, training_schemes=["IDA"], epochs=30)
    await Annotator(url, session_id, BOARD, rate=50).work(time.perf_counter() + 2)
    await _expect(url, "POST", f"/api/sessions/{session_id}/rounds")
    wire = Wire(url)
    while (await wire.request("GET", f"/api/sessions/{session_id}/rounds")).json()["running"]:
        await asyncio.sleep(0.5)
    await wire.close()


def opening(url: str, database: Path) -> Callable[[str], Awaitable[None]]:
    """The sessions are there, and their writer gone, before the first one is opened."""
    long_ones = [asyncio.run(begin(url, BOARD)) for _ in range(OPENED)]
    for session_id in long_ones:
        lengthen(database, session_id)

    async def open_them(url: str) -> None:
        for session_id in long_ones:
            for path in ("/events", ""):
                begun = time.perf_counter()
                await _expect(url, "GET", f"/api/sessions/{session_id}{path}")
                seconds = time.perf_counter() - begun
                print(f"GET /api/sessions/ID{path} of {EVENTS:,} events: {seconds:.2f} s", flush=True)

    return open_them


def lengthen(database: Path, session_id: str, board: int = BOARD) -> None:
    """Write labels into the log, as another server would."""
    connection = sqlite3.connect(database)
    payloads = (
        json.dumps({"sample_id": turn % board, "class_index": turn % 10, "confidence": 0.5}) for turn in range(EVENTS)
    )
    row = "INSERT INTO events (session_id, seq, at, actor, kind, version, payload)"
    values = f"VALUES ('{session_id}', ?, '2026-01-01 00:00:00.000000', 'person', 'sample_placed', {EVENT_VERSION}, ?)"
    connection.executemany(f"{row} {values}", enumerate(payloads, start=3))
    connection.commit()
    connection.close()


async def _expect(url: str, method: str, path: str, **body: object) -> None:
    wire = Wire(url)
    answer = await wire.request(method, path, body or None)
    await wire.close()
    if answer.status >= 300:
        raise RuntimeError(answer)


async def beside(url: str, pid: int, others: Callable[[str], Awaitable[None]]) -> Outcome:
    """One person labels until the others have done."""
    annotator = Annotator(url, await begin(url, BOARD), BOARD, rate=10)
    other = asyncio.ensure_future(others(url))
    other.add_done_callback(lambda _: setattr(annotator, "stopped", True))
    outcome = await label_at_once([annotator], [], pid, 600)
    await other
    return outcome


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="+", choices=["nothing", "opening", "selecting", "training"])
    only = parser.parse_args().only
    with tempfile.TemporaryDirectory() as folder, ServerProcess(Path(folder), "--no-auth") as server:
        database = Path(folder) / "activate-va.sqlite3"
        doings = {"nothing": nothing, "opening": None, "selecting": selecting, "training": training}
        print(f"   beside {HEAD}", flush=True)
        for name in only or doings:
            doing = doings[name] or opening(server.url, database)
            outcome = asyncio.run(beside(server.url, server.process.pid, doing))
            print(f"{name:>9} {outcome.row()}", *outcome.errors[:3], sep="\n", flush=True)


if __name__ == "__main__":
    main()
