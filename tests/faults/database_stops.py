"""PostgreSQL stopped at once, and listeners cut off, while people label at two servers; then all is looked for again.

Run from the repository's root: `python -m tests.faults.database_stops 20`. Each row is a stop, or an end of all
connections that servers listen on: how long until the next label was acknowledged, and until a reader at the other
server had it.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import httpx2
import pytest

from activate_va.sessions.relay import APPLICATION

from ..postgres_server import PostgresServer, programs
from ..server_process import ServerProcess
from .kills import Person, Tally, read
from .served import write_digits

AGAIN_SECONDS = 0.05
DOWN_SECONDS = 0.5
SETTLED_SECONDS = 0.5


class Persistent(Person):
    """Sends what was refused for want of a database again, with the same key, until it is answered.

    Anything else that the server cannot do is noted as a `fault`. `last` is when something was acknowledged last.
    """

    stopped = False
    last = 0.0
    faults: tuple[str, ...] = ()

    def write(self, method: str, path: str, body: Any, key: str) -> bool:
        url = f"/api/sessions/{self.session_id}/{path}"
        while True:
            answer = self.http.request(method, url, json=body, headers={"Idempotency-Key": key})
            if answer.status_code < 500:
                break
            if answer.status_code == 500:
                self.faults += (answer.text,)
            time.sleep(AGAIN_SECONDS)
        if answer.is_success:
            self.acknowledged[answer.json()["seq"]] = key
            self.last = time.monotonic()
        else:
            self.refused += 1
        return not self.stopped

    def _next(self, turn: int) -> tuple[str, str, Any]:
        if turn == 0:
            return "POST", "selections", {"by": "user", "sample_ids": list(range(40))}
        sample = self.random.randrange(40)
        return "PUT", f"labels/{sample}", {"class_index": self.random.randrange(10), "confidence": 0.5}


class Stopped(NamedTuple):
    """Seconds until the next acknowledged label, and until the other server's stream had one; connections ended."""

    label_seconds: float
    seen_seconds: float
    ended: int


class Reader(threading.Thread):
    """Reads a session's stream, and opens it again where it ends. `seqs` are what arrived, at `last` most lately."""

    def __init__(self, url: str, session_id: str) -> None:
        super().__init__(daemon=True)
        self.url = url
        self.session_id = session_id
        self.seqs: list[int] = []
        self.last = 0.0
        self.ended = False

    def run(self) -> None:
        with httpx2.Client(base_url=self.url, timeout=60) as http:
            while not self.ended:
                after = self.seqs[-1] if self.seqs else 0
                with http.stream("GET", f"/api/sessions/{self.session_id}/stream?after={after}") as answer:
                    for line in answer.iter_lines():
                        if line.startswith("id: "):
                            self.seqs.append(int(line[4:]))
                            self.last = time.monotonic()
                        if self.ended:
                            return
                time.sleep(AGAIN_SECONDS)


@contextmanager
def two_servers(
    folder: Path, digits: Path, postgres: PostgresServer, who: str = "--no-auth"
) -> Iterator[tuple[ServerProcess, ServerProcess]]:
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("ACTIVATE_VA_DATABASE_URL", postgres.new_database())
        arguments = (who, "--dataset", str(digits))
        with ServerProcess(folder, *arguments) as a, ServerProcess(folder, *arguments) as b:
            yield a, b


class Work:
    """People who label at two servers, and somebody who looks on, at the other server, at what the first one does."""

    def __init__(self, servers: tuple[ServerProcess, ServerProcess], postgres: PostgresServer, seed: int) -> None:
        self.postgres = postgres
        self.clients = [httpx2.Client(base_url=server.url, timeout=60) for server in servers]
        chance = random.Random(seed)
        self.people = [Persistent(self.clients[n % 2], random.Random(chance.random()), f"{n}") for n in range(4)]
        for person in self.people:
            person.begin()
        self.reader = Reader(servers[1].url, self.people[0].session_id)

    def __enter__(self) -> Work:
        for thread in (self.reader, *self.people):
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.end()
        for client in self.clients:
            client.close()

    def end(self) -> None:
        """Let everybody come to an end; a second time nothing happens."""
        if self.reader.ended:
            return
        for person in self.people:
            person.stopped = True
        for person in self.people:
            person.join()
        self.reader.ended = True
        self.people[0].write("PUT", "labels/0", {"class_index": 0, "confidence": 0.5}, "last")
        self.reader.join(10)

    def stop_once(self) -> Stopped:
        """The database is stopped at once, and is back after half a second."""
        time.sleep(SETTLED_SECONDS)
        self.postgres.stop_at_once()
        time.sleep(DOWN_SECONDS)
        self.postgres.start()
        return self._recovered(time.monotonic(), 0)

    def cut_off_once(self) -> Stopped:
        """All connections on which servers listen to each other end."""
        time.sleep(SETTLED_SECONDS)
        ended = self.postgres.cut_off(APPLICATION)
        return self._recovered(time.monotonic(), ended)

    def tally(self) -> Tally:
        tally = Tally()
        for person in self.people:
            state = person.http.get(f"/api/sessions/{person.session_id}").json()
            tally.add(person, read(person.http, person.session_id), state)
        return tally

    def _recovered(self, since: float, ended: int) -> Stopped:
        first = self.people[0]
        while first.last <= since or self.reader.last <= since:
            time.sleep(0.01)
        return Stopped(first.last - since, self.reader.last - since, ended)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("stops", type=int)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    binaries = programs()
    if binaries is None:
        raise SystemExit("PostgreSQL is not installed here")
    with tempfile.TemporaryDirectory() as folder, PostgresServer(binaries) as postgres:
        digits = write_digits(Path(folder))
        servers = two_servers(Path(folder) / "data", digits, postgres)
        with servers as both, Work(both, postgres, given.seed) as work:
            _disturb(work, given.stops)
            work.end()
            _show(work)


def _disturb(work: Work, times: int) -> None:
    for name, disturb in (("stopped", work.stop_once), ("cut off", work.cut_off_once)):
        rows = [disturb() for _ in range(times)]
        label, seen = (max(row[place] for row in rows) for place in (0, 1))
        longest = f"next label within {label:.2f} s, seen at the other server within {seen:.2f} s"
        print(f"{name} {times} times: {longest}", flush=True)


def _show(work: Work) -> None:
    tally, faults = work.tally(), [fault for person in work.people for fault in person.faults]
    gaps = work.reader.seqs != list(range(1, len(work.reader.seqs) + 1))
    print(f"{tally.acknowledged:,} acknowledged, {tally.lost} lost, {tally.gaps} gaps, {tally.unlike} unlike")
    print(
        f"{len(faults)} answers of 500; the reader's stream has {'gaps' if gaps else 'no gap'}", *faults[:3], sep="\n"
    )


if __name__ == "__main__":
    main()
