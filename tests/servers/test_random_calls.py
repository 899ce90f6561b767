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
