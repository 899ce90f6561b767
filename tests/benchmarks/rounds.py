"""Rounds of ten labels with all four schemes in a process of its own; prints after each what it and its workers hold.

    python tests/benchmarks/rounds.py 10

A line of JSON per round: megabytes by process.
"""

from __future__ import annotations

import json
import sys

from memory import megabytes_of_tree
from rows.serving import begin, label, serving, train
from workload import mnist

from activate_va.api import server  # noqa: F401 - a server has loaded it
from activate_va.services import Services

BATCH = 10


def one_round(services: Services, session_id: str) -> None:
    truth = mnist().pool.labels
    assert truth is not None
    queried = services.sessions.query(session_id, "LCRS", BATCH)
    label(services, session_id, [sample.sample_id for sample in queried.payload.samples], truth)
    train(services, session_id, "round_finished")


def main() -> None:
    with serving() as services:
        session_id = begin(services, "mnist")
        for _ in range(int(sys.argv[1])):
            one_round(services, session_id)
            print(json.dumps(megabytes_of_tree()), flush=True)


if __name__ == "__main__":
    main()
