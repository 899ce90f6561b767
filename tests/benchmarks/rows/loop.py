"""Rounds through the service: submitted to Dask, trained in a worker, written to the log."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from measuring import Pair, Row
from workload import labels, mnist

from rows.serving import begin, label, serving, train

ROUNDS = 10
ROUNDS_SCRIPT = Path(__file__).parents[1] / "rounds.py"


@contextmanager
def first_result() -> Iterator[Pair]:
    """From the request to train until the accuracy of SIL is an event of the log."""
    truth = mnist().pool.labels
    assert truth is not None
    with serving() as services:
        session_id = begin(services, "mnist", training_schemes=("SIL", "IDA", "CBA"))
        services.sessions.pick(session_id, labels().sample_ids.tolist())
        label(services, session_id, labels().sample_ids.tolist(), truth)
        yield Pair(lambda: train(services, session_id, "scheme_trained", "round_finished")[0])


@contextmanager
def memory() -> Iterator[Pair]:
    """One repetition is a round; the measure is what the server and its workers hold at its end."""
    notes: dict[str, Any] = {"per_process": []}
    command = [sys.executable, str(ROUNDS_SCRIPT), str(ROUNDS)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as rounds:

        def ours() -> float:
            assert rounds.stdout is not None
            held: dict[str, float] = json.loads(rounds.stdout.readline())
            notes["per_process"].append(held)
            return sum(held.values())

        yield Pair(ours, notes=notes)


LOOP = (
    Row("first-result", "first result after Train (SIL), through the service", 0.5, first_result),
    Row(
        "memory",
        "memory of server and workers after each of ten rounds, all four schemes (the most)",
        2500,
        memory,
        unit="MB",
        percentile=100,
        warm=False,
        repetitions=ROUNDS,
    ),
)
