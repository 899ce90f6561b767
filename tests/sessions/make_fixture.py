"""Writes tests/fixtures/session_log.json: a log with every kind of event, and the state after each.

The page folds the same log in TypeScript; its tests hold it to these states.
Run: python tests/sessions/make_fixture.py
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from activate_va.sessions.config import SessionConfig
from activate_va.sessions.events import Event
from activate_va.sessions.fold import apply, effort_of
from activate_va.sessions.state import SessionState

FIXTURE = Path(__file__).parent.parent / "fixtures" / "session_log.json"
START = datetime(2019, 5, 1, 9, 0, tzinfo=UTC)
CONFIG = SessionConfig().model_dump(mode="json")
LATER_CONFIG = SessionConfig(selection_scheme="LCRS", training_schemes=("SIL", "IDA")).model_dump(mode="json")
EFFORT = {"labelled": 2, "corrected": 0, "hand_labelled": 2}
RESULT = {
    "round": 1,
    "accuracy": 0.75,
    "macro_f1": 0.7,
    "calibration_error": 0.05,
    "confusion": [[3, 1], [1, 3]],
    "seconds": 1.5,
    "labels_used": 2,
    "training_size": 64,
    "model_digest": "abc",
}


def predicted(sample_id: int, class_index: int) -> dict[str, Any]:
    probabilities = [0.2, 0.8] if class_index else [0.9, 0.1]
    prediction = {
        "class_index": class_index,
        "confidence": probabilities[class_index],
        "probabilities": probabilities,
    }
    return {"sample_id": sample_id, "prediction": prediction}


def placed(sample_id: int, class_index: int, confidence: float) -> dict[str, Any]:
    return {
        "kind": "sample_placed",
        "sample_id": sample_id,
        "class_index": class_index,
        "confidence": confidence,
    }


PAYLOADS: list[dict[str, Any]] = [
    {
        "kind": "session_created",
        "name": "Session 1",
        "dataset": "mnist",
        "dataset_digest": "d1",
        "seed": 7,
        "config": CONFIG,
    },
    {
        "kind": "samples_queried",
        "scheme": "LCRS",
        "effective_scheme": "RS",
        "reason": "no classifier yet",
        "samples": [{"sample_id": i, "prediction": None} for i in (31, 4, 15)],
        "predicted_by": None,
    },
    placed(31, 1, 0.9),
    placed(4, 0, 0.4),
    placed(15, 0, 0.5),
    {"kind": "undone", "seq": 5},
    {"kind": "redone", "seq": 5},
    {"kind": "sample_returned", "sample_id": 15},
    placed(4, 0, 0.6),
    {"kind": "round_started", "round": 1, "labels": 2, "effort": EFFORT, "config": CONFIG},
    {"kind": "scheme_trained", "training_scheme": "SIL", **RESULT},
    {"kind": "config_changed", "config": LATER_CONFIG},
    {"kind": "scheme_trained", "training_scheme": "IDA", **RESULT},
    {"kind": "round_finished", "round": 1, "seconds": 3.25},
    {
        "kind": "samples_queried",
        "scheme": "LCRS",
        "effective_scheme": "LCRS",
        "reason": None,
        "samples": [predicted(70, 0), predicted(71, 1), predicted(72, 1)],
        "predicted_by": {"round": 1, "training_scheme": "IDA"},
    },
    {"kind": "labels_confirmed", "sample_ids": [70, 71]},
    placed(72, 0, 0.95),
    {
        "kind": "samples_picked",
        "samples": [predicted(99, 1)],
        "predicted_by": {"round": 1, "training_scheme": "IDA"},
    },
    {"kind": "undone", "seq": 18},
    {"kind": "undone", "seq": 17},
    placed(72, 1, 0.3),
    {"kind": "round_started", "round": 2, "labels": 5, "effort": EFFORT, "config": LATER_CONFIG},
    {"kind": "round_failed", "round": 2, "error": "WorkerLost", "detail": "a worker died", "hint": "train again"},
    {"kind": "round_started", "round": 2, "labels": 5, "effort": EFFORT, "config": LATER_CONFIG},
    {"kind": "scheme_trained", "training_scheme": "SIL", **RESULT, "round": 2},
    {"kind": "round_cancelled", "round": 2},
    {"kind": "scheme_trained", "training_scheme": "IDA", **RESULT, "round": 2},
    {"kind": "sample_returned", "sample_id": 70},
    placed(72, 1, 0.4),
    {"kind": "undone", "seq": 29},
    {"kind": "round_started", "round": 2, "labels": 4, "effort": EFFORT, "config": LATER_CONFIG},
    {"kind": "redone", "seq": 29},
    {"kind": "round_finished", "round": 2, "seconds": 1.25},
    {"kind": "undone", "seq": 29},
    {"kind": "undone", "seq": 28},
    {"kind": "redone", "seq": 28},
]


def events() -> list[Event]:
    return [
        Event.model_validate(
            {
                "session_id": "s1",
                "seq": seq,
                "at": START + timedelta(seconds=seq),
                "actor": "machine" if payload["kind"] in {"scheme_trained", "round_finished"} else "person",
                "client_key": None if seq % 3 else f"key-{seq}",
                "payload": payload,
            }
        )
        for seq, payload in enumerate(PAYLOADS, start=1)
    ]


def states(log: list[Event]) -> list[dict[str, Any]]:
    state: SessionState | None = None
    after = []
    for event in log:
        state = apply(state, event)
        after.append({**state.model_dump(mode="json"), "fresh_effort": effort_of(state).model_dump()})
    return after


def main() -> None:
    log = events()
    document = {"events": [event.model_dump(mode="json") for event in log], "states": states(log)}
    FIXTURE.write_text(json.dumps(document, indent=1) + "\n")


if __name__ == "__main__":
    main()
