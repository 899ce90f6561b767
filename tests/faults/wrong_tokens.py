"""What becomes of a thousand wrong tokens, and of a right one among them: `python tests/faults/wrong_tokens.py`.

Starts a server of its own on loopback, and stops by itself.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import httpx2
from rich.console import Console

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.server_process import ServerProcess


class Answered(NamedTuple):
    """How wrong tokens were answered, by status, with the seconds of each; and right ones in between."""

    wrong: Counter[int]
    seconds: list[float]
    right: Counter[int]
    right_seconds: list[float]


def guess(client: httpx2.Client, token: str, count: int, every: int = 50) -> Answered:
    """Send so many wrong tokens, each another one, and the right one after every so many."""
    found = Answered(Counter(), [], Counter(), [])
    for number in range(count):
        _ask(client, f"wrong-token-number-{number}", found.wrong, found.seconds)
        if (number + 1) % every == 0:
            _ask(client, token, found.right, found.right_seconds)
    return found


def _ask(client: httpx2.Client, token: str, statuses: Counter[int], seconds: list[float]) -> None:
    began = time.perf_counter()
    answer = client.get("/api/sessions", headers={"Authorization": f"Bearer {token}"})
    seconds.append(time.perf_counter() - began)
    statuses[answer.status_code] += 1


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=1000, help="wrong tokens (default: 1000)")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, ServerProcess(Path(folder)) as server:
        url, _, token = server.url.partition("?token=")
        with httpx2.Client(base_url=url, timeout=60) as client:
            found = guess(client, token, given.count)
    console = Console()
    for name, statuses, seconds in (("wrong", *found[:2]), ("right", *found[2:])):
        times = f"median {1000 * statistics.median(seconds):.1f} ms, slowest {1000 * max(seconds):.1f} ms"
        console.print(f"{name}: {', '.join(f'{n} x {status}' for status, n in statuses.items())}; {times}")


if __name__ == "__main__":
    main()
