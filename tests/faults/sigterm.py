"""SIGTERM while somebody labels and a round trains: how long the end takes, and what is left after it.

Run from the repository's root, with as many ends as are named: `python -m tests.faults.sigterm 5`
"""

from __future__ import annotations

import json
import sys
import threading
import time
from pathlib import Path
from typing import NamedTuple

import httpx2
import psutil

from ..api.conftest import Labeller
from .served import Served, folder_with_digits, kept_events


class Ended(NamedTuple):
    """How a server ended, and what the next one found."""

    seconds: float
    status: int
    files: tuple[str, ...]
    """What SQLite left beside the database file."""
    reason: str | None
    """Why the running round ended, as the log says."""
    acknowledged: int
    """Labels that the labeller was told of."""
    found: int
    """Labels that the server has after it was started again."""
    left: int
    """Processes of the server that were still there two seconds after its end."""


class Hand(threading.Thread):
    """Labels one sample after the other until the server is gone."""

    def __init__(self, labeller: Labeller, samples: list[int]) -> None:
        super().__init__()
        self.labeller = labeller
        self.samples = samples
        self.acknowledged = 0

    def run(self) -> None:
        for sample in self.samples:
            body = {"class_index": self.labeller.truth[sample], "confidence": 0.9}
            try:
                answer = self.labeller.client.put(f"{self.labeller.url}/labels/{sample}", json=body)
            except httpx2.TransportError:
                return
            if answer.status_code != 200:
                return
            self.acknowledged += 1


def terminate(served: Served) -> Ended:
    """End the server in the middle of work, look at what it left, and start it again."""
    labeller = served.labeller(epochs=1_000)
    ids = [sample["sample_id"] for sample in labeller.query(200)["samples"]]
    labeller.label([{"sample_id": i, "prediction": None} for i in ids[:20]])
    labeller.expect(202, "POST", f"{labeller.url}/rounds")
    hand = Hand(labeller, ids[20:])
    hand.start()
    time.sleep(0.5)
    tree = served.process.tree()
    begun = time.monotonic()
    status = served.process.terminate()
    seconds = time.monotonic() - begun
    hand.join()
    _, left = psutil.wait_procs(tree[1:], 2)
    files = tuple(path.name for path in served.data_dir.glob("activate-va.sqlite3-*"))
    reason = _reason(served.data_dir)
    served.again()
    found = sum(1 for entry in labeller.state()["board"].values() if entry["labelled_seq"] is not None)
    return Ended(seconds, status, files, reason, 20 + hand.acknowledged, found, len(left))


def _reason(folder: Path) -> str | None:
    """The error of the last event in the file, where that is a failed round."""
    failed = [json.loads(payload)["error"] for kind, payload in kept_events(folder) if kind == "round_failed"]
    return failed[-1] if failed else None


def main() -> None:
    print("seconds  status  WAL left  round ended as  acknowledged  found again  processes left")
    with folder_with_digits() as (folder, digits), Served(folder / "data", digits) as served:
        for _ in range(int(sys.argv[1]) if len(sys.argv) > 1 else 5):
            e = terminate(served)
            wal = "yes" if e.files else "no"
            told = (e.reason, e.acknowledged, e.found, e.left)
            print(f"{e.seconds:7.1f} {e.status:7} {wal:>9} {told[0]!s:>15} {told[1]:13} {told[2]:12} {told[3]:15}")


if __name__ == "__main__":
    main()
