"""Many people on two servers with one PostgreSQL: `python -m tests.load.two_servers --rate 1 --seconds 120`.

A fifth of them share one session, half of these at either server; each of the others has one of their own. Five
listen to the shared session at either server. "until seen" is from a label's answer at one server until it has
arrived at a listener of the other one. With `--pgbench` so many clients of it work on the same PostgreSQL meanwhile.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..postgres_server import PostgresServer, programs
from ..server_process import ServerProcess
from .crew import HEAD, Annotator, Listener, Outcome, begin, label_at_once
from .labelling import GOLDEN
from .last_words import last_words

BOARD, SHARED, LISTENERS = 100, 0.2, 5


async def measure(
    urls: tuple[str, str], pid: int, annotators: int, rate: float, seconds: float
) -> tuple[Outcome, list[float]]:
    """How it went, and the sorted seconds from a label's answer at one server until it is seen at the other."""
    together = max(2, int(SHARED * annotators))
    shared = await begin(urls[0], BOARD)
    at_shared = [Annotator(urls[n % 2], shared, BOARD, n * BOARD // together, rate) for n in range(together)]
    others = [
        Annotator(urls[n % 2], await begin(urls[n % 2], BOARD), BOARD, 0, rate) for n in range(together, annotators)
    ]
    for turn, annotator in enumerate((*at_shared, *others)):
        annotator.phase = turn * GOLDEN % 1
    listeners = [Listener(urls[n % 2], shared, after=2) for n in range(2 * LISTENERS)]
    outcome = await label_at_once([*at_shared, *others], listeners, pid, seconds)
    return outcome, sorted(_until_seen(at_shared, listeners))


def _until_seen(annotators: list[Annotator], listeners: list[Listener]) -> Iterator[float]:
    for listener in listeners:
        arrived = dict(zip(listener.seqs, listener.at, strict=True))
        for annotator in annotators:
            if annotator.url != listener.url:
                for seq, at in zip(annotator.seqs, annotator.at, strict=True):
                    if seq in arrived:  # What was missed is counted as that.
                        yield max(0.0, arrived[seq] - at)


@contextmanager
def pgbench(binaries: Path, port: int, clients: int) -> Iterator[None]:
    """So many clients of pgbench at work; nothing where there are none."""
    if not clients:
        yield
        return
    reached = ["-h", "127.0.0.1", "-p", str(port), "-U", "postgres", "postgres"]
    subprocess.run([binaries / "pgbench", "-i", "-q", *reached], check=True, capture_output=True)
    command = [binaries / "pgbench", "-c", str(clients), "-T", "3600", *reached]
    at_work = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield
        if at_work.poll() is not None:
            raise RuntimeError(f"pgbench ended meanwhile, with status {at_work.returncode}")
    finally:
        at_work.terminate()
        at_work.wait()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--annotators", type=int, default=50)
    parser.add_argument("--rate", type=float, nargs="+", default=[1, 5], help="labels a second of each (default: 1 5)")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--settle", type=float, default=30, help="seconds in which the servers' workers get ready")
    parser.add_argument("--pgbench", type=int, default=0, metavar="CLIENTS")
    given = parser.parse_args()
    binaries = programs()
    if binaries is None:
        raise SystemExit("PostgreSQL is not installed here")
    with tempfile.TemporaryDirectory() as folder, PostgresServer(binaries) as postgres:
        os.environ["ACTIVATE_VA_DATABASE_URL"] = postgres.new_database()
        with ServerProcess(Path(folder), "--no-auth") as a, ServerProcess(Path(folder), "--no-auth") as b:
            time.sleep(given.settle)
            print(f"  rate {HEAD}   until seen: p50 ms, p95 ms", flush=True)
            for rate in given.rate:
                with last_words(a, b), pgbench(binaries, postgres.port, given.pgbench):
                    work = measure((a.url, b.url), a.process.pid, given.annotators, rate, given.seconds)
                    outcome, seen = asyncio.run(work)
                p50, p95 = statistics.median(seen), seen[int(0.95 * len(seen))]
                print(
                    f"{rate:6g} {outcome.row()} {1000 * p50:11.1f} {1000 * p95:7.1f}",
                    *outcome.errors[:3],
                    sep="\n",
                    flush=True,
                )


if __name__ == "__main__":
    main()
