"""People who label at once, others who look on, and what became of every label."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from .wire import Wire

CLASSES = 10


async def begin(url: str, board: int, dataset: str = "mnist", **config: object) -> str:
    """A session with so many samples on its board; its id."""
    wire = Wire(url)
    settings = {"projection": "pca", **config}
    answer = await wire.request("POST", "/api/sessions", {"dataset": dataset, "seed": 0, "config": settings})
    session_id: str = answer.json()["session_id"]
    picked = {"by": "user", "sample_ids": list(range(board))}
    answer = await wire.request("POST", f"/api/sessions/{session_id}/selections", picked)
    assert answer.status == 201, answer
    await wire.close()
    return session_id


@dataclass(eq=False)
class Annotator:
    """Labels samples of a board in turn, so many a second, each with a key of its own, as the page does.

    Begins after a share `phase`, from 0 to 1, of the time between two labels: people do not act in step.
    Ends when its time is over or it is `stopped`. `at` is when each of `seqs` was acknowledged.
    """

    url: str
    session_id: str
    board: int
    first: int = 0
    rate: float = 5.0
    phase: float = 0.0
    seconds: list[float] = field(default_factory=list)
    seqs: list[int] = field(default_factory=list)
    at: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    stopped: bool = False

    async def work(self, until: float) -> None:
        wire, due, turn = Wire(self.url), time.perf_counter() + self.phase / self.rate, self.first
        while due < until and not self.stopped:
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            await self._label(wire, turn)
            turn, due = turn + 1, due + 1 / self.rate
        await wire.close()

    async def _label(self, wire: Wire, turn: int) -> None:
        path = f"/api/sessions/{self.session_id}/labels/{turn % self.board}"
        body = {"class_index": turn % CLASSES, "confidence": 0.5}
        begun = time.perf_counter()
        answer = await wire.request("PUT", path, body, key=f"{id(self)}-{turn}")
        self.seconds.append(time.perf_counter() - begun)
        if answer.status == 200:
            self.seqs.append(answer.json()["seq"])
            self.at.append(time.perf_counter())
        else:
            self.errors.append(f"{answer.status} {answer.body.decode()}")


@dataclass(eq=False)
class Listener:
    """Reads a session's stream. `at` is when each of `seqs` arrived; `ended`: why it hears no more."""

    url: str
    session_id: str
    after: int
    seqs: list[int] = field(default_factory=list)
    at: list[float] = field(default_factory=list)
    ended: str = ""

    async def listen(self, open_: asyncio.Event) -> None:
        wire = Wire(self.url)
        try:
            async for seq in wire.events(f"/api/sessions/{self.session_id}/stream?after={self.after}"):
                open_.set()
                if seq:
                    self.seqs.append(seq)
                    self.at.append(time.perf_counter())
            self.ended = f"the server ended a listener's stream after event {self.seqs[-1:]}"
        except (OSError, EOFError) as error:
            self.ended = f"a listener lost its server: {error!r}"
        finally:
            open_.set()
            await wire.close()


@dataclass(frozen=True)
class Outcome:
    """`seconds` of each label, sorted; `lost` were acknowledged and are not in the log; `missed` by a listener,
    or seen out of order; `processor` seconds of the server's own process for each label."""

    seconds: list[float]
    errors: list[str]
    lost: int
    missed: int
    processor: float

    def percentile(self, share: float) -> float:
        return self.seconds[min(len(self.seconds) - 1, int(share * len(self.seconds)))] if self.seconds else 0.0

    def row(self) -> str:
        p50, p95, p99 = (f"{1000 * self.percentile(share):7.1f}" for share in (0.5, 0.95, 0.99))
        counts = f"{len(self.seconds):6d} {len(self.errors):6d} {self.lost:4d} {self.missed:6d}"
        return f"{p50} {p95} {p99} {counts} {1000 * self.processor:9.2f}"


HEAD = "p50 ms  p95 ms  p99 ms labels errors lost missed cpu ms/label"


def processor_seconds(pid: int) -> float:
    """What the process itself has used, without its children."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def label_at_once(
    annotators: Sequence[Annotator], listeners: Sequence[Listener], pid: int, seconds: float
) -> Outcome:
    """All of them at work for so many seconds."""
    opened = [asyncio.Event() for _ in listeners]
    listening = [asyncio.create_task(one.listen(o)) for one, o in zip(listeners, opened, strict=True)]
    await asyncio.gather(*(one.wait() for one in opened))
    before = processor_seconds(pid)
    until = time.perf_counter() + seconds
    await asyncio.gather(*(one.work(until) for one in annotators))
    used = processor_seconds(pid) - before
    logs = {one.session_id: await _seqs(one.url, one.session_id) for one in annotators}
    await _heard_all(listeners, logs)
    for task in listening:
        task.cancel()
    for task in listening:
        with suppress(asyncio.CancelledError):
            await task
    labels = sum(len(one.seqs) for one in annotators)
    return Outcome(
        seconds=sorted(second for one in annotators for second in one.seconds),
        errors=[*(one.ended for one in listeners if one.ended), *(error for one in annotators for error in one.errors)],
        lost=sum(len(set(one.seqs) - set(logs[one.session_id])) for one in annotators),
        missed=sum(one.seqs != [seq for seq in logs[one.session_id] if seq > one.after] for one in listeners),
        processor=used / max(1, labels),
    )


async def _seqs(url: str, session_id: str) -> list[int]:
    wire = Wire(url)
    answer = await wire.request("GET", f"/api/sessions/{session_id}/events")
    await wire.close()
    return [event["seq"] for event in answer.json()["events"]]


async def _heard_all(listeners: Sequence[Listener], logs: dict[str, list[int]]) -> None:
    """Give what is on its way the time to arrive."""
    for _ in range(100):
        if all(one.seqs and one.seqs[-1] >= logs[one.session_id][-1] for one in listeners):
            return
        await asyncio.sleep(0.1)
