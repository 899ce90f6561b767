"""When people acted by their own clocks is kept with each event, decides nothing, and is exported with the labels."""

from __future__ import annotations

import json
from typing import Any

import pytest

from .conftest import Queried

LABEL = {"class_index": 1, "confidence": 0.5}
TIMES = {"Client-At": "2026-01-31T12:00:00.250+01:00", "Client-T": "1769857200250.125"}


def label(queried: Queried, sample_id: int, headers: dict[str, str], status: int = 200) -> Any:
    answer = queried.client.put(f"{queried.url}/labels/{sample_id}", json=LABEL, headers=headers)
    assert answer.status_code == status, answer.text
    return answer.json()


def test_they_stand_in_the_event_that_is_answered_and_in_the_log(queried: Queried) -> None:
    event = label(queried, queried.on_board, {"Idempotency-Key": "k", **TIMES})
    assert (event["client_at"], event["client_t"]) == ("2026-01-31T11:00:00.250000Z", 1769857200250.125)
    logged = queried.expect(200, "GET", f"{queried.url}/events")["events"]
    assert logged[-1] == event
    assert {(one["client_at"], one["client_t"]) for one in logged[:-1]} == {(None, None)}


def test_a_repetition_at_another_time_is_the_same_write(queried: Queried) -> None:
    first = label(queried, queried.on_board, {"Idempotency-Key": "k", **TIMES})
    assert label(queried, queried.on_board, {"Idempotency-Key": "k", "Client-T": "7"}) == first


def test_they_are_exported_with_the_label_that_they_are_of(queried: Queried) -> None:
    other = next(i for i in map(int, queried.state()["board"]) if i != queried.on_board)
    label(queried, queried.on_board, {"Idempotency-Key": "k", **TIMES})
    label(queried, other, {"Idempotency-Key": "without"})
    lines = queried.client.get(f"{queried.url}/export", params={"format": "jsonl"}).text.splitlines()
    found = {row["sample_id"]: (row["client_at"], row["client_t"]) for row in map(json.loads, lines)}
    assert found == {
        queried.on_board: ("2026-01-31T11:00:00.250000+00:00", 1769857200250.125),
        other: (None, None),
    }


@pytest.mark.parametrize(
    "headers",
    [
        {"Client-T": "-1"},
        {"Client-T": "nan"},
        {"Client-T": "1e300"},
        {"Client-At": "yesterday"},
        {"Client-At": "2026-01-31T12:00:00"},
        {"Client-At": "0001-01-01T00:00:00+14:00"},
    ],
)
def test_what_is_no_time_is_refused(queried: Queried, headers: dict[str, str]) -> None:
    refused = label(queried, queried.on_board, {"Idempotency-Key": "k", **headers}, 422)
    assert refused["error"] == "InvalidRequest"
    assert next(iter(headers)).lower() in refused["detail"].lower()


def test_times_without_a_key_are_refused_rather_than_lost(queried: Queried) -> None:
    assert label(queried, queried.on_board, TIMES, 422)["error"] == "ClientTimeWithoutKey"
