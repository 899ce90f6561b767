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
    request = case.as_transport_kwargs(base_url="http://testserver")
    request["content"] = request.pop("data", None)
    request.pop("cookies", None)
    case.validate_response(client.request(**request), checks=CHECKS)
