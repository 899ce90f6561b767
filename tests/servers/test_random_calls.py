"""Calls made up from the description, on PostgreSQL; on SQLite those of the API's tests are."""

from __future__ import annotations

from pathlib import Path

import pytest

from ..api.random_calls import call_in_turn, of_a_session
from ..faults.random_calls import client_on
from ..postgres_server import PostgresServer


@pytest.mark.slow
def test_whatever_is_sent_to_what_an_earlier_call_made_is_answered_as_described(
    tmp_path: Path, digits_path: Path, postgres: PostgresServer
) -> None:
    with client_on(tmp_path, digits_path, postgres.new_database()) as client:
        reached = call_in_turn(client, examples=4, steps=15)
    assert ("POST /api/sessions", 201) in reached
    assert of_a_session(reached)


def test_no_number_that_is_let_in_is_too_large_for_the_database(
    tmp_path: Path, digits_path: Path, postgres: PostgresServer
) -> None:
    with client_on(tmp_path, digits_path, postgres.new_database()) as client:
        session = client.post("/api/sessions", json={"dataset": "digits"}).json()["session_id"]
        for numbers in ({"after": 2**31 - 1}, {"most": 2**31 - 1}):
            assert client.get(f"/api/sessions/{session}/events", params=numbers).status_code == 200
        for numbers in ({"after": 2**31}, {"most": 2**31}):
            assert client.get(f"/api/sessions/{session}/events", params=numbers).status_code == 422
