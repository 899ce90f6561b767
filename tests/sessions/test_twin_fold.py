"""The page folds what Python folds: the logs that hold both to each other are current, and cover what can happen."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any, get_args

import pytest

from activate_va.sessions.events import Event, Payload
from activate_va.sessions.fold import apply

from .strategies import ACTORS
from .twin_logs import LOGS, differences, read

VERSION_1 = Path(__file__).parent.parent / "fixtures" / "session_log_version_1.json"
KINDS = {kind.model_fields["kind"].default for kind in get_args(get_args(Payload)[0])}


@pytest.fixture(scope="module")
def fixture() -> list[tuple[list[Event], list[dict[str, Any]]]]:
    return read()


def test_python_folds_the_logs_as_the_file_says(fixture: list[tuple[list[Event], list[dict[str, Any]]]]) -> None:
    """Where this fails the fold has changed: write the file anew, and see whether the page still agrees."""
    assert len(fixture) == LOGS
    for events, expected in fixture:
        assert differences(events) == expected


def test_the_logs_cover_every_kind_of_event_and_whose_step_it_is(
    fixture: list[tuple[list[Event], list[dict[str, Any]]]],
) -> None:
    events = [event for log, _ in fixture for event in log]
    counted = Counter(event.payload.kind for event in events)
    assert set(counted) == KINDS
    assert min(counted.values()) >= 50
    for kind in ("undone", "redone"):
        assert {event.actor for event in events if event.payload.kind == kind} == {*ACTORS}
    done = [{event.seq: event.actor for event in log} for log, _ in fixture]
    turned = {
        (by_seq[event.payload.seq], event.actor)
        for (log, _), by_seq in zip(fixture, done, strict=True)
        for event in log
        if event.payload.kind in ("undone", "redone")
    }
    assert ("person", "person:ada") in turned
    assert ("person:ada", "person") not in turned
    assert {event.payload.source for event in events if event.payload.kind == "sample_placed"} == {"stated", "default"}


def test_a_log_of_version_1_folds_as_it_did() -> None:
    """Its labels do not say whose their confidence is, but for those that were confirmed as they stood."""
    stored = json.loads(VERSION_1.read_text(encoding="utf-8"))
    state = None
    for payload, expected in zip(stored["events"], stored["states"], strict=True):
        event = Event.model_validate(payload)
        assert event.version == 1
        state = apply(state, event)
        assert {placement.source for placement in state.board.values()} <= {None, "accepted"}
        del expected["fresh_effort"]
        assert as_then(json.loads(state.model_dump_json())) == expected


def as_then(state: dict[str, Any]) -> dict[str, Any]:
    """The state without what version 1 had no word for, and its three measures where they were."""
    del state["labels"]
    assert not any(state.pop("guideline").values())
    assert (state.pop("existing_labels"), state.pop("evaluation_first"), state.pop("held_out")) == ("hide", False, [])
    for config in (state["config"], *(done["config"] for done in (*state["rounds"], state["running"]) if done)):
        del config["default_confidence"], config["accepted_confidence"]
        assert config["augmentation"].pop("elastic") == 0
        taken = ("options", "calibration", "mixture", "map_space", "first_labels", "first_classes")
        assert [config.pop(name) for name in taken] == [{}, "none", {}, "original", 1, 2]
    for result in (r for done in (*state["rounds"], state["running"]) if done for r in done["results"].values()):
        assert (result.pop("note"), result.pop("temperature"), result.pop("course")) == (None, None, None)
        assert (result.pop("evaluated_on"), result.pop("validation")) == ("test", None)
        result |= {"calibration_error": None, **result.pop("measures")}
    for placement in state["board"].values():
        assert (placement["predicted_by"] or {"weights": {}}).pop("weights") == {}
        del placement["source"], placement["earlier_prediction"], placement["held_out_for"], placement["strategy"]
    return state
