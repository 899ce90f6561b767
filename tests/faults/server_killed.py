"""A server is killed in a round, and the other one on its database closes it, once; before, it leaves it alone.

Run from the repository's root, with as many kills as are named: `python -m tests.faults.server_killed 5 --looks 1000`.
Each row is a kill: how often the other server was asked about rounds before, how often it said that one had failed,
within how many seconds it was closed, and how often in all.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import httpx2

from ..postgres_server import PostgresServer, programs
from ..server_process import ServerProcess
from .database_stops import two_servers
from .served import write_digits

EPOCHS = 1_000
SECONDS_TO_CLOSE = 60
SECONDS_TO_DO_SO_AGAIN = 5
CONFIG = {"projection": "pca", "training_schemes": ["IL"], "predict_with": "IL", "epochs": EPOCHS}


class Killed(NamedTuple):
    looks: int
    ended_early: int
    seconds: float
    closed: int
    error: str


def kill_in_a_round(servers: tuple[ServerProcess, ServerProcess], looks: int) -> Killed:
    """The first server is started again afterwards."""
    a, b = servers
    with httpx2.Client(base_url=a.url, timeout=60) as at_a, httpx2.Client(base_url=b.url, timeout=60) as at_b:
        url = _begin(at_a)
        early = sum(_looked(at_a, at_b, url) for _ in range(looks))
        _expect_round(at_a, url)
        before = len(_failures(at_b, url))
        a.kill()
        killed = time.monotonic()
        while len(_failures(at_b, url)) == before and time.monotonic() - killed < SECONDS_TO_CLOSE:
            time.sleep(0.05)
        seconds = time.monotonic() - killed
        a.start()
        time.sleep(SECONDS_TO_DO_SO_AGAIN)
        failures = _failures(at_b, url)[before:]
    return Killed(looks, early, seconds, len(failures), ", ".join(failures))


def _looked(at_a: httpx2.Client, at_b: httpx2.Client, url: str) -> bool:
    """Whether the other server says that a round of the first one has failed; then one is under way again."""
    state = at_b.get(url).json()
    if state["running"] is None:
        _expect_round(at_a, url)
    return state["interruption"] is not None


def _expect_round(http: httpx2.Client, url: str) -> None:
    """A round under way: where the last one has ended, another. At its very end a server is still busy with it."""
    while http.get(url).json()["running"] is None:
        assert http.post(f"{url}/rounds").status_code in (202, 409)


def _begin(http: httpx2.Client) -> str:
    begun = http.post("/api/sessions", json={"dataset": "digits", "seed": 0, "config": CONFIG}).json()
    url = f"/api/sessions/{begun['session_id']}"
    samples = http.post(f"{url}/selections", json={"by": "machine", "scheme": "RS", "count": 10}).json()["samples"]
    for place, sample in enumerate(samples):
        http.put(f"{url}/labels/{sample['sample_id']}", json={"class_index": place % 2, "confidence": 1})
    return url


def _failures(http: httpx2.Client, url: str) -> list[str]:
    """The errors of the rounds that have failed."""
    payloads = [event["payload"] for event in http.get(f"{url}/events").json()["events"]]
    return [one["error"] for one in payloads if one["kind"] == "round_failed"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kills", type=int)
    parser.add_argument("--looks", type=int, default=1_000)
    given = parser.parse_args()
    binaries = programs()
    if binaries is None:
        raise SystemExit("PostgreSQL is not installed here")
    print("looks  ended early  closed after s  times  as")
    with (
        tempfile.TemporaryDirectory() as folder,
        PostgresServer(binaries) as postgres,
        two_servers(Path(folder) / "data", write_digits(Path(folder)), postgres) as servers,
    ):
        for _ in range(given.kills):
            k = kill_in_a_round(servers, given.looks)
            print(f"{k.looks:5} {k.ended_early:12} {k.seconds:15.2f} {k.closed:6}  {k.error}", flush=True)


if __name__ == "__main__":
    main()
