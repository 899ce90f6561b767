"""What Prometheus reads of a server."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families

from .conftest import Labeller

REQUESTS = "activate_va_request_seconds_count"
GET_SESSION = {"method": "GET", "operation": "get_session", "status": "200"}


def read(client: TestClient, name: str, **labels: str) -> float:
    """The value of the one sample of that name and these labels; 0 where there is none yet."""
    answer = client.get("/metrics")
    assert answer.status_code == 200
    found = [
        sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
        if sample.name == name and sample.labels == labels
    ]
    assert len(found) < 2
    return found[0] if found else 0.0


def test_answers_are_counted_by_operation_and_not_by_address(client: TestClient, labeller: Labeller) -> None:
    before = read(client, REQUESTS, **GET_SESSION)
    labeller.state()
    labeller.state()
    assert read(client, REQUESTS, **GET_SESSION) == before + 2
    assert labeller.session_id not in client.get("/metrics").text


@pytest.mark.parametrize(
    ("method", "counted"), [("GET", "GET"), ("BREW", "other")], ids=["an unknown address", "an unknown method"]
)
def test_what_strangers_make_up_becomes_no_name(client: TestClient, method: str, counted: str) -> None:
    status = str(client.request(method, "/api/made/up").status_code)
    assert read(client, REQUESTS, method=counted, operation="none", status=status) > 0
    text = client.get("/metrics").text
    assert "made/up" not in text
    assert "BREW" not in text


def test_a_round_is_seen_while_it_runs_and_its_jobs_when_it_has_ended(client: TestClient, labeller: Labeller) -> None:
    labeller.label(labeller.query(10)["samples"])
    ended = read(client, "activate_va_jobs", state="finished")
    labeller.expect(202, "POST", f"{labeller.url}/rounds")
    assert read(client, "activate_va_rounds_running") >= 1
    labeller.wait()
    assert read(client, "activate_va_jobs", state="finished") > ended
    assert read(client, "activate_va_listeners") == 0
