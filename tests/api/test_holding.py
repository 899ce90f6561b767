"""Who has which samples in hand: told to who listens, in the name of who says it, and kept by nobody."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import httpx2
import pytest
from fastapi.testclient import TestClient

from activate_va.jobs.publisher import session_channel
from activate_va.services import Services
from activate_va.sessions.holding import MOST_CLIENT, MOST_HELD
from activate_va.sessions.news import LONGEST, notifications

from ..own_loop import run
from .conftest import POOL_SIZE, Queried
from .team import begin, team_on


def put(client: TestClient, url: str, sample_ids: list[Any], /, **body: Any) -> httpx2.Response:
    return client.put(f"{url}/holding", json={"client": "page", "sample_ids": sample_ids, **body})


def told(services: Services, client: TestClient, session_id: str, *holds: list[int]) -> list[tuple[int | None, Any]]:
    """What whoever follows the session hears while the client says that it holds these."""

    async def listen() -> list[tuple[int | None, Any]]:
        async with services.publisher.subscribe(session_channel(session_id)) as messages:
            for held in holds:
                answer = await asyncio.to_thread(put, client, f"/api/sessions/{session_id}", held)
                assert answer.status_code == 204, answer.text
            heard = [await asyncio.wait_for(anext(messages), 60) for _ in holds]
        assert {message.kind for message in heard} == {"holding"}
        return [(message.seq, json.loads(message.json)) for message in heard]

    return run(listen())


def test_what_is_held_and_let_go_is_heard_in_order_and_in_no_log(queried: Queried) -> None:
    before = queried.expect(200, "GET", f"{queried.url}/events")
    held = [queried.on_board, queried.off_board]
    heard = told(queried.services, queried.client, queried.session_id, held, [])
    page = {"client": "page", "actor": "person", "name": None}
    assert heard == [(None, {**page, "sample_ids": held}), (None, {**page, "sample_ids": []})]
    assert queried.expect(200, "GET", f"{queried.url}/events") == before
    assert queried.state()["seq"] == before["events"][-1]["seq"]


def test_it_is_said_in_the_name_of_who_is_logged_in(tmp_path: Path, digits_path: Path) -> None:
    with team_on(tmp_path, digits_path) as team:
        grace = team.add("grace")
        session_id = begin(grace)
        [(_, heard)] = told(team.services, grace, session_id, [3])
        assert (heard["name"], heard["actor"]) == ("grace", f"annotator:{team.id_of('grace')}")
        assert put(grace, f"/api/sessions/{session_id}", [3], name="ada").status_code == 422
        assert put(team.ada, f"/api/sessions/{session_id}", [3]).status_code == 403
        assert put(team.stranger(), f"/api/sessions/{session_id}", [3]).status_code == 401


@pytest.mark.parametrize(
    ("held", "body", "status", "error"),
    [
        ([POOL_SIZE], {}, 404, "SampleNotInPool"),
        ([1, 1], {}, 422, "RepeatedSample"),
        ([-1], {}, 422, "InvalidRequest"),
        (["1"], {}, 422, "InvalidRequest"),
        (list(range(MOST_HELD + 1)), {}, 422, "InvalidRequest"),
        ([1], {"client": ""}, 422, "InvalidRequest"),
        ([1], {"client": "x" * (MOST_CLIENT + 1)}, 422, "InvalidRequest"),
        ([1], {"client": None}, 422, "InvalidRequest"),
    ],
)
def test_what_nobody_can_hold_is_refused(
    queried: Queried, held: list[Any], body: dict[str, Any], status: int, error: str
) -> None:
    answer = put(queried.client, queried.url, held, **body)
    assert (answer.status_code, answer.json()["error"]) == (status, error)
    assert set(answer.json()) == {"error", "detail", "hint"}


def test_the_most_that_can_be_held_fits_between_servers() -> None:
    ids = [10**9 - number for number in range(MOST_HELD)]
    value = {"client": "\U0001f600" * MOST_CLIENT, "actor": "person:" + "\U0001f600" * 80, "name": "\U0001f600" * 80}
    news = {"session": "s" * 32, "seq": None, "kind": "holding", "value": {**value, "sample_ids": ids}}
    [text] = notifications("f" * 32, [news])
    assert len(text.encode()) <= LONGEST


def test_a_session_that_is_not_there_is_held_by_nobody(client: TestClient) -> None:
    answer = put(client, "/api/sessions/0123456789abcdef", [1])
    assert (answer.status_code, answer.json()["error"]) == (404, "SessionNotFound")
