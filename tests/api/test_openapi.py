"""The description of the interface is complete and true."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, settings
from schemathesis import checks

from activate_va.api.app import create_app
from activate_va.settings import Settings

DESCRIPTION: dict[str, Any] = create_app(Settings()).openapi()
ERROR = {"$ref": "#/components/schemas/ErrorBody"}
OPERATIONS = [
    (f"{method.upper()} {path}", operation)
    for path, methods in DESCRIPTION["paths"].items()
    for method, operation in methods.items()
]


@pytest.mark.parametrize(("name", "operation"), OPERATIONS, ids=[name for name, _ in OPERATIONS])
def test_every_operation_is_described_with_its_errors_in_the_one_shape(name: str, operation: dict[str, Any]) -> None:
    assert operation["summary"]
    assert operation["description"]
    errors = {status: answer for status, answer in operation["responses"].items() if status >= "400"}
    assert {"401", "422", "500"} <= set(errors)
    for answer in errors.values():
        assert answer["content"]["application/json"]["schema"] == ERROR
    assert any(status < "400" for status in operation["responses"])


def test_the_front_ends_copy_is_up_to_date() -> None:
    copy = Path(__file__).parents[2] / "web" / "openapi.json"
    assert json.loads(copy.read_text(encoding="utf-8")) == DESCRIPTION


schema = schemathesis.openapi.from_dict(DESCRIPTION).exclude(path_regex="/stream$")
CHECKS = [checks.not_a_server_error, checks.status_code_conformance, checks.response_schema_conformance]


@schema.parametrize()
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_is_sent_is_answered_as_described(case: schemathesis.Case, client: TestClient) -> None:
    case.validate_response(_answer(case, client), checks=CHECKS)


def _answer(case: schemathesis.Case, client: TestClient) -> Any:
    request = case.as_transport_kwargs(base_url="http://testserver")
    request["content"] = request.pop("data", None)
    request.pop("cookies", None)
    return client.request(**request)


def _end_rounds(client: TestClient) -> None:
    """What was begun by chance may train for a thousand epochs, while the tests to come wait for a worker."""
    for session in client.get("/api/sessions").json()["sessions"]:
        rounds = f"/api/sessions/{session['session_id']}/rounds"
        if client.get(rounds).json().get("running"):
            assert client.delete(f"{rounds}/current").status_code in (200, 409)  # It may have ended by itself.


LINKED = schemathesis.openapi.from_dict(DESCRIPTION).include(path_regex="^/api/sessions").exclude(path_regex="/stream$")


def test_whatever_is_sent_to_what_an_earlier_call_made_is_answered_as_described(client: TestClient) -> None:
    """Calls follow one another as the description's names suggest: a session that was made is labelled, undone…"""

    reached: set[tuple[str, int]] = set()

    class Sessions(LINKED.as_state_machine()):  # type: ignore[misc]
        def before_call(self, case: schemathesis.Case) -> None:
            if case.operation.label == "POST /api/sessions" and isinstance(case.body, dict):
                case.body["dataset"] = "digits"

        def call(self, case: schemathesis.Case, **_: Any) -> schemathesis.Response:
            answer = _answer(case, client)
            reached.add((case.operation.label, answer.status_code))
            return schemathesis.Response.from_any(answer)

        def validate_response(self, response: schemathesis.Response, case: schemathesis.Case, **_: Any) -> None:
            case.validate_response(response, checks=CHECKS)

    try:
        Sessions.run(
            settings=settings(
                max_examples=8, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
            )
        )
    finally:
        _end_rounds(client)
    assert ("POST /api/sessions", 201) in reached
    assert ("GET /api/sessions/{session_id}", 200) in reached
