"""A key belongs to one request: that may be repeated, and no other may come with it."""

from __future__ import annotations

from typing import Any

from fastapi.testclient import TestClient
from sqlalchemy import text

from .conftest import Labeller, Queried

LABEL = {"class_index": 1, "confidence": 0.5}


def reused(labeller: Labeller, method: str, url: str, body: Any = None) -> None:
    before = labeller.state()
    assert labeller.expect(409, method, url, body, key="k")["error"] == "ClientKeyReused"
    assert labeller.state() == before


def test_the_key_of_a_label_is_no_other_labels(queried: Queried) -> None:
    url = f"{queried.url}/labels/{queried.on_board}"
    first = queried.expect(200, "PUT", url, LABEL, key="k")
    reused(queried, "PUT", url, {**LABEL, "class_index": 2})
    reused(queried, "PUT", url, {**LABEL, "confidence": 0.25})
    other = next(i for i in map(int, queried.state()["board"]) if i != queried.on_board)
    reused(queried, "PUT", f"{queried.url}/labels/{other}", LABEL)
    reused(queried, "DELETE", url)
    assert queried.expect(200, "PUT", url, dict(reversed(LABEL.items())), key="k") == first


def test_a_write_that_would_be_refused_by_now_is_answered_as_it_was(queried: Queried) -> None:
    undone = queried.expect(200, "POST", f"{queried.url}/undo", key="k")
    assert queried.expect(409, "POST", f"{queried.url}/undo")["error"] == "NothingToUndo"
    assert queried.expect(200, "POST", f"{queried.url}/undo", key="k") == undone


def test_the_key_of_a_selection_is_no_other_selections(labeller: Labeller) -> None:
    url, body = f"{labeller.url}/selections", {"by": "machine", "scheme": "RS", "count": 5}
    first = labeller.expect(201, "POST", url, body, key="k")
    reused(labeller, "POST", url, {**body, "count": 6})
    reused(labeller, "POST", url, {"by": "user", "sample_ids": [1]})
    assert labeller.expect(201, "POST", url, body, key="k") == first


def test_the_key_that_began_a_session_begins_no_other(client: TestClient) -> None:
    def begin(key: str, **body: Any) -> Any:
        return client.post("/api/sessions", json={"dataset": "digits", **body}, headers={"Idempotency-Key": key})

    first = begin("begin one", name="one")
    assert begin("begin one", name="one").json() == first.json()
    other = begin("begin one", name="two")
    assert (other.status_code, other.json()["error"]) == (409, "ClientKeyReused")


def test_rows_of_earlier_versions_answer_whatever_was_asked(queried: Queried) -> None:
    url = f"{queried.url}/labels/{queried.on_board}"
    first = queried.expect(200, "PUT", url, LABEL, key="k")
    with queried.services.sessions.log.engine.begin() as connection:
        connection.execute(text("UPDATE events SET request_digest = NULL"))
    assert queried.expect(200, "PUT", url, {**LABEL, "class_index": 2}, key="k") == first
    assert queried.expect(409, "POST", f"{queried.url}/undo", key="k")["error"] == "ClientKeyReused"
