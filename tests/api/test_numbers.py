"""Numbers in bodies are written as numbers: JSON has truth values and text beside them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from activate_va.api.app import create_app
from activate_va.sessions.events import Event
from activate_va.settings import Settings

from .conftest import Queried

DESCRIPTION: dict[str, Any] = create_app(Settings()).openapi()
Place = tuple[str, ...]


def _numbers(schema: dict[str, Any], place: Place, given: dict[str, str]) -> Iterator[tuple[Place, dict[str, str]]]:
    """Every place of a number in a body, and what has to be given beside it for the place to exist."""
    if "$ref" in schema:
        yield from _numbers(DESCRIPTION["components"]["schemas"][schema["$ref"].split("/")[-1]], place, given)
    for one in schema.get("anyOf", []):
        yield from _numbers(one, place, given)
    for tag, reference in schema.get("discriminator", {}).get("mapping", {}).items():
        yield from _numbers({"$ref": reference}, place, {schema["discriminator"]["propertyName"]: tag})
    if schema.get("type") in ("integer", "number"):
        yield place, given
    for name, one in schema.get("properties", {}).items():
        yield from _numbers(one, (*place, name), given)
    if "items" in schema:
        yield from _numbers(schema["items"], (*place, "0"), given)


def _bodies() -> Iterator[tuple[str, str, Place, dict[str, str]]]:
    for path, methods in DESCRIPTION["paths"].items():
        for method, operation in methods.items():
            content = operation.get("requestBody", {}).get("content", {})
            if "application/json" in content:  # What is uploaded has no numbers of its own.
                for place, given in _numbers(content["application/json"]["schema"], (), {}):
                    yield method.upper(), path, place, given


def _body(place: Place, value: Any) -> Any:
    for name in reversed(place):
        value = [value] if name == "0" else {name: value}
    return value


PLACES = list(_bodies())


@pytest.mark.parametrize("value", [True, False, "1", "0.5"], ids=repr)
@pytest.mark.parametrize(
    ("method", "path", "place", "given"), PLACES, ids=[f"{m} {p} {'.'.join(q)}" for m, p, q, _ in PLACES]
)
def test_what_is_no_number_is_not_taken_for_one(
    queried: Queried, method: str, path: str, place: Place, given: dict[str, str], value: Any
) -> None:
    url = path.format(session_id=queried.session_id, sample_id=queried.on_board, project_id="none")
    before = queried.state()
    answer = queried.client.request(method, url, json={**given, **_body(place, value)})
    assert (answer.status_code, answer.json()["error"]) == (422, "InvalidRequest"), answer.text
    assert f"{'.'.join(place)}: Input should be a number, not text, true or false" in answer.json()["detail"]
    assert queried.state() == before


def test_there_are_such_places() -> None:
    places = {place[-1] for _, _, place, _ in PLACES}
    assert {"confidence", "class_index", "count", "seed", "seeds", "epochs", "batch_size", "shear", "0"} <= places


@pytest.mark.parametrize("confidence", [1, 0, 1.0, 0.25])
def test_whole_numbers_are_heights_too(queried: Queried, confidence: float) -> None:
    body = {"class_index": 1, "confidence": confidence}
    event = queried.expect(200, "PUT", f"{queried.url}/labels/{queried.on_board}", body)
    assert event["payload"]["confidence"] == confidence


def test_places_in_addresses_are_text_and_stay_so(queried: Queried, client: TestClient) -> None:
    assert client.get(f"{queried.url}/events?after=1").status_code == 200


def test_events_are_read_however_their_numbers_were_kept() -> None:
    payload = {"kind": "sample_placed", "sample_id": "7", "class_index": True, "confidence": "0.5"}
    event = Event(session_id="s", seq=2, at="2026-01-01T00:00:00Z", actor="person", payload=payload)
    assert event.payload.model_dump() == {
        "kind": "sample_placed",
        "sample_id": 7,
        "class_index": 1,
        "confidence": 0.5,
        "source": None,
    }
