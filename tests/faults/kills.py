"""kill -9 of the server at random moments, while people label, undo and train; then everything is looked for again.

Run from the repository's root, with as many kills as are named, and a number that makes the moments others:
`python -m tests.faults.kills 100 --seed 1`. A thousand in shares of hundreds are as good as at once.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import subprocess
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2

from activate_va.sessions.events import Event
from activate_va.sessions.fold import fold

from ..sessions.twin_logs import differences
from .served import Served, folder_with_digits

PEOPLE = 3
LONGEST_SECONDS = 2.0
CONFIG = {"classifier": "logistic_regression", "projection": "pca", "training_schemes": ["SIL"], "predict_with": "SIL"}


@dataclass(eq=False)
class Person(threading.Thread):
    """Does whatever comes to mind on a session of their own until the server is gone.

    `acknowledged` holds the client key of each seq that was answered; `open_` is the write without an answer.
    """

    http: httpx2.Client
    random: random.Random
    name_: str
    acknowledged: dict[int, str] = field(default_factory=dict)
    open_: tuple[str, str, Any, str] | None = None
    refused: int = 0
    session_id: str = ""

    def __post_init__(self) -> None:
        super().__init__()

    def begin(self) -> None:
        body = {"dataset": "digits", "seed": 1, "config": CONFIG}
        self.session_id = self.http.post("/api/sessions", json=body).json()["session_id"]

    def run(self) -> None:
        turn = 0
        while self.write(*self._next(turn), f"{self.name_}-{turn}"):
            turn += 1

    def write(self, method: str, path: str, body: Any, key: str) -> bool:
        """Whether there was an answer."""
        self.open_ = method, path, body, key
        url = f"/api/sessions/{self.session_id}/{path}"
        try:
            answer = self.http.request(method, url, json=body, headers={"Idempotency-Key": key})
        except httpx2.TransportError:
            return False
        self.open_ = None
        if answer.is_success:
            self.acknowledged[answer.json()["seq"]] = key
        else:
            assert answer.status_code < 500, answer.text
            self.refused += 1
        return True

    def again(self) -> None:
        """Send what had no answer once more, as the page does."""
        if self.open_ is not None:
            self.write(*self.open_)

    def _next(self, turn: int) -> tuple[str, str, Any]:
        if turn == 0:
            return "POST", "selections", {"by": "user", "sample_ids": list(range(40))}
        kind = self.random.choices(["label", "undo", "redo", "return", "train", "query"], [20, 4, 3, 1, 1, 1])[0]
        sample = self.random.randrange(40)
        if kind == "label":
            return "PUT", f"labels/{sample}", {"class_index": self.random.randrange(10), "confidence": 0.5}
        if kind == "return":
            return "DELETE", f"labels/{sample}", None
        if kind == "query":
            return "POST", "selections", {"by": "machine", "scheme": "RS", "count": 3}
        return "POST", {"undo": "undo", "redo": "redo", "train": "rounds"}[kind], None


@dataclass
class Tally:
    """What came of the kills so far; `lost`, `gaps` and `unlike` are to stay 0."""

    kills: int = 0
    acknowledged: int = 0
    repeated: int = 0
    rounds: int = 0
    lost: int = 0
    gaps: int = 0
    unlike: int = 0

    def add(self, person: Person, events: list[Event], state: dict[str, Any]) -> None:
        keys = {event.seq: event.client_key for event in events}
        self.acknowledged += len(person.acknowledged)
        self.lost += sum(keys.get(seq) != key for seq, key in person.acknowledged.items())
        self.gaps += list(keys) != list(range(1, len(events) + 1))
        own = [key for key in keys.values() if key is not None]
        self.gaps += len(own) != len(set(own))
        self.rounds += sum(event.payload.kind == "round_started" for event in events)
        self.unlike += json.loads(fold(events).model_dump_json()) != state

    def row(self) -> str:
        numbers = (self.kills, self.acknowledged, self.repeated, self.rounds, self.lost, self.gaps, self.unlike)
        return "  ".join(f"{number:8,}" for number in numbers)


HEAD = "   kills     acked  repeated    rounds      lost      gaps    unlike"


def kill_once(served: Served, chance: random.Random, tally: Tally) -> list[list[Event]]:
    """One kill while people work; the logs of their sessions after the next start."""
    people = [
        Person(served.http, random.Random(chance.random()), f"{tally.kills}-{number}") for number in range(PEOPLE)
    ]
    for person in people:
        person.begin()
    for person in people:
        person.start()
    time.sleep(chance.uniform(0.02, LONGEST_SECONDS))
    served.process.kill()
    for person in people:
        person.join()
    served.again()
    tally.kills += 1
    logs = []
    for person in people:
        tally.repeated += person.open_ is not None
        person.again()
        logs.append(read(served.http, person.session_id))
        tally.add(person, logs[-1], served.http.get(f"/api/sessions/{person.session_id}").json())
    return logs


def read(http: httpx2.Client, session_id: str) -> list[Event]:
    events = http.get(f"/api/sessions/{session_id}/events").json()["events"]
    return [Event.model_validate(event) for event in events]


def page_agrees(logs: list[list[Event]], folder: Path) -> bool:
    """Whether the page's fold, in TypeScript, reaches the same state after every event of every log."""
    path = folder / "logs.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as stream:
        for events in logs:
            line = {"events": [event.model_dump(mode="json") for event in events], "differences": differences(events)}
            stream.write(json.dumps(line) + "\n")
    command = ["npx", "vitest", "run", "src/session/fold.test.ts", "--testTimeout=300000"]
    done = subprocess.run(
        command, cwd="web", env={**os.environ, "TWIN_LOGS": str(path)}, capture_output=True, text=True
    )
    if done.returncode:
        print(done.stdout[-4000:], done.stderr[-1000:])
    return done.returncode == 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kills", type=int)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    chance, tally, logs = random.Random(given.seed), Tally(), []
    print(HEAD)
    with folder_with_digits() as (folder, digits), Served(folder / "data", digits) as served:
        while tally.kills < given.kills:
            logs += kill_once(served, chance, tally)
            if tally.kills % 20 == 0 or tally.kills == given.kills:
                print(tally.row(), flush=True)
        print("the page folds the same:", "yes" if page_agrees(logs, folder) else "NO")


if __name__ == "__main__":
    main()
