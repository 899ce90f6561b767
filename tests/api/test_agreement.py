"""Agreement between sessions, over HTTP."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from .conftest import Labeller


def told(client: TestClient, *sessions: str, status: int = 200) -> Any:
    answer = client.get("/api/agreement", params=[("session", one) for one in sessions])
    assert answer.status_code == status, answer.text
    return answer.json()


@pytest.fixture
def two(client: TestClient, truth: list[int]) -> tuple[Labeller, Labeller]:
    """One who labels 30 samples rightly, and one who does so with 20 of them, and calls each 8 a 3."""
    right, wrong = Labeller(client, truth), Labeller(client, truth)
    for labeller, count in ((right, 30), (wrong, 20)):
        labeller.expect(201, "POST", f"{labeller.url}/selections", {"by": "user", "sample_ids": list(range(count))})
        for sample_id in range(count):
            seen = truth[sample_id]
            body = {"class_index": 3 if seen == 8 and labeller is wrong else seen, "confidence": 0.5 + sample_id / 100}
            labeller.expect(200, "PUT", f"{labeller.url}/labels/{sample_id}", body)
    return right, wrong


def test_two_sessions_are_compared_where_both_have_labels(
    client: TestClient, two: tuple[Labeller, Labeller], truth: list[int]
) -> None:
    found = told(client, *(labeller.session_id for labeller in two))
    agreement, alike = found["agreement"], sum(truth[sample] != 8 for sample in range(20)) / 20
    assert found["classes"] == [str(digit) for digit in range(10)]
    assert agreement["people"] == 2
    assert agreement["alpha"]["samples"] == agreement["fleiss"]["samples"] == 20
    assert agreement["pairs"][0]["agreed"] == pytest.approx(alike)
    assert agreement["alpha"]["lower"] <= agreement["alpha"]["value"] <= agreement["alpha"]["upper"] <= 1
    assert [third["samples"] for third in agreement["tertiles"]] == [7, 7, 6]
    assert found == told(client, *(labeller.session_id for labeller in two))


def test_what_cannot_be_compared_is_refused(client: TestClient, two: tuple[Labeller, Labeller]) -> None:
    one = two[0].session_id
    assert told(client, one, status=409)["error"] == "NotComparable"
    assert told(client, one, one, status=409)["error"] == "NotComparable"
    assert told(client, one, "none", status=404)["error"] == "SessionNotFound"
    assert told(client, status=422)["error"]
    other = client.post("/api/sessions", json={"dataset": "mnist"}).json()["session_id"]
    assert "digits, mnist" in told(client, one, other, status=409)["detail"]


def test_sessions_without_labels_say_that_nothing_was_labelled_twice(client: TestClient, truth: list[int]) -> None:
    found = told(client, *(Labeller(client, truth).session_id for _ in range(2)))
    assert found["agreement"]["alpha"] == {
        "value": None,
        "lower": None,
        "upper": None,
        "samples": 0,
        "why": "no sample that two people labelled",
    }
