"""Writes tests/fixtures/session_logs.jsonl.gz: random logs, and what Python folds them to after each event.

The page folds them in TypeScript, and its tests hold it to these states; test_twin_fold.py proves that the file is what
Python folds today. After a change of the fold or of the events: python -m tests.sessions.twin_logs
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings

from activate_va.sessions.events import Event
from activate_va.sessions.fold import apply, effort_of
from activate_va.sessions.state import SessionState

from .strategies import logs

FIXTURE = Path(__file__).parent.parent / "fixtures" / "session_logs.jsonl.gz"
LOGS = 200
SHORTEST = 20

View = dict[str, Any]


def view(state: SessionState) -> View:
    """All that both folds must agree on, as JSON has it."""
    return {
        **state.model_dump(mode="json"),
        "fresh_effort": effort_of(state).model_dump(),
        "undo_steps": [[step.seq, step.actor, step.key, step.turned_seq] for step in state.undo_steps],
        "redo_steps": [[step.seq, step.actor, step.key, step.turned_seq] for step in state.redo_steps],
    }


def states(events: list[Event]) -> Iterator[SessionState]:
    state = None
    for event in events:
        state = apply(state, event)
        yield state


def differences(events: list[Event]) -> list[View]:
    """For each event what of the view is other than before; of the board, the samples that are (null: taken off)."""
    before: View = {"board": {}}
    found = []
    for state in states(events):
        now = view(state)
        changed = {name: value for name, value in now.items() if name != "board" and before.get(name, ...) != value}
        found.append({**changed, "board": _moved(before["board"], now["board"])})
        before = now
    return found


def _moved(before: View, now: View) -> View:
    gone = {sample: None for sample in before if sample not in now}
    return gone | {sample: placement for sample, placement in now.items() if before.get(sample) != placement}


def read() -> list[tuple[list[Event], list[View]]]:
    with gzip.open(FIXTURE, "rt", encoding="utf-8") as stream:
        lines = [json.loads(line) for line in stream]
    return [([Event.model_validate(event) for event in line["events"]], line["differences"]) for line in lines]


def generated() -> list[list[Event]]:
    found: list[list[Event]] = []

    @settings(
        max_examples=2 * LOGS,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(logs(least=40, most=80))
    def collect(events: list[Event]) -> None:
        if len(events) >= SHORTEST and len(found) < LOGS:
            found.append(events)

    collect()
    return found


def main() -> None:
    with FIXTURE.open("wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", mtime=0, filename="") as stream:
        for events in generated():
            line = {"events": [event.model_dump(mode="json") for event in events], "differences": differences(events)}
            stream.write(json.dumps(line, separators=(",", ":")).encode() + b"\n")


if __name__ == "__main__":
    main()
