"""Calls made up from the description of the interface, one by one and following one another by its links."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, settings
from schemathesis import checks
from schemathesis.core.result import Ok

from activate_va.api.app import create_app
from activate_va.settings import Settings

DESCRIPTION: dict[str, Any] = deepcopy(create_app(Settings()).openapi())
SCHEMA = schemathesis.openapi.from_dict(DESCRIPTION).exclude(path_regex="/stream$")
CHECKS = [checks.not_a_server_error, checks.status_code_conformance, checks.response_schema_conformance]


def _nameless() -> dict[str, Any]:
    """The description without `Client-Name`, which is taken for the name of a client that a call has yet to make."""
    description = deepcopy(DESCRIPTION)
    for operations in description["paths"].values():
        for operation in operations.values():
            parameters = operation.get("parameters", [])
            operation["parameters"] = [one for one in parameters if one["name"] != "client-name"]
    return description


LINKED = schemathesis.openapi.from_dict(_nameless()).include(path_regex="^/api/sessions").exclude(path_regex="/stream$")


def operations() -> Iterator[Any]:
    """Of all routes that end."""
    for result in SCHEMA.get_all_operations():
        if not isinstance(result, Ok):
            raise TypeError(f"the description is wrong: {result}")
        yield result.ok()


def patient(**given: Any) -> settings:
    return settings(deadline=None, suppress_health_check=list(HealthCheck), **given)


def answered(case: schemathesis.Case, client: TestClient) -> Any:
    request = case.as_transport_kwargs(base_url="http://testserver")
    request["content"] = request.pop("data", None)
    request.pop("cookies", None)
    return client.request(**request, follow_redirects=False)


def call_in_turn(client: TestClient, examples: int, steps: int) -> set[tuple[str, int]]:
    """Calls follow one another as the description's names suggest: a session that was made is labelled, undone…

    The operations and statuses that were reached. Raises what a check finds wrong.
    """
    reached: set[tuple[str, int]] = set()

    class Sessions(LINKED.as_state_machine()):  # type: ignore[misc]
        def before_call(self, case: schemathesis.Case) -> None:
            if case.operation.label == "POST /api/sessions" and isinstance(case.body, dict):
                case.body["dataset"] = "digits"

        def call(self, case: schemathesis.Case, **_: Any) -> schemathesis.Response:
            found = answered(case, client)
            reached.add((case.operation.label, found.status_code))
            return schemathesis.Response.from_any(found)

        def validate_response(self, response: schemathesis.Response, case: schemathesis.Case, **_: Any) -> None:
            case.validate_response(response, checks=CHECKS)

    try:
        Sessions.run(settings=patient(max_examples=examples, stateful_step_count=steps))
    finally:
        end_rounds(client)
    return reached


def end_rounds(client: TestClient) -> None:
    """What was begun by chance may train for a thousand epochs, while the tests to come wait for a worker."""
    for session in client.get("/api/sessions").json()["sessions"]:
        rounds = f"/api/sessions/{session['session_id']}/rounds"
        if client.get(rounds).json().get("running"):
            assert client.delete(f"{rounds}/current").status_code in (200, 409)  # It may have ended by itself.


def of_a_session(reached: set[tuple[str, int]]) -> set[str]:
    """The operations that found a session which an earlier call had made."""
    return {operation for operation, status in reached if "{session_id}" in operation and status < 300}
