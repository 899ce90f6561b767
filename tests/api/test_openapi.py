"""The description of the interface is complete and true."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from fastapi.testclient import TestClient

from .random_calls import CHECKS, DESCRIPTION, SCHEMA, answered, call_in_turn, of_a_session, patient

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


@SCHEMA.parametrize()
@patient(max_examples=15)
def test_whatever_is_sent_is_answered_as_described(case: schemathesis.Case, client: TestClient) -> None:
    case.validate_response(answered(case, client), checks=CHECKS)


def test_whatever_is_sent_to_what_an_earlier_call_made_is_answered_as_described(client: TestClient) -> None:
    reached = call_in_turn(client, examples=8, steps=20)
    assert ("POST /api/sessions", 201) in reached
    assert of_a_session(reached)
