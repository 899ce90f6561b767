"""Bounds for each person with an account: how often they may try to come in, and how much they may have."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from .team import ADDRESS, PASSWORD, Team, begin, team_on

BY_HANDLE, BY_ADDRESS = 3, 15


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory, digits_path: Path) -> Iterator[Team]:
    given: dict[str, Any] = {"logins_per_handle": BY_HANDLE, "logins_per_address": BY_ADDRESS}
    given |= {"max_sessions": 2, "max_rounds": 1, "max_bytes": 50_000_000}
    with team_on(tmp_path_factory.mktemp("quotas"), digits_path, **given) as team:
        yield team


def at(team: Team, address: str) -> TestClient:
    return TestClient(team.app, base_url=ADDRESS, client=(address, 5), raise_server_exceptions=False)


def log_in(browser: TestClient, handle: str) -> Any:
    return browser.post("/api/logins", json={"handle": handle, "password": PASSWORD})


def test_a_handle_may_be_tried_so_often_a_minute_from_wherever(team: Team) -> None:
    team.accounts.annotators.add("often", PASSWORD)
    answers = [log_in(at(team, f"10.0.0.{n}"), " Often ") for n in range(BY_HANDLE + 1)]
    assert [answer.status_code for answer in answers] == [201] * BY_HANDLE + [429]
    assert answers[-1].json()["error"] == "TooManyLogins"
    assert 1 <= int(answers[-1].headers["retry-after"]) <= 60
    assert log_in(at(team, "10.0.0.1"), "ada").status_code == 201


def test_an_address_may_try_so_many_handles_a_minute(team: Team, caplog: pytest.LogCaptureFixture) -> None:
    address = "198.51.100.7"
    answers = [log_in(at(team, address), f"nobody{n // 2}") for n in range(BY_ADDRESS + 1)]
    assert [answer.json()["error"] for answer in answers] == ["WrongLogin"] * BY_ADDRESS + ["TooManyLogins"]
    invitation = at(team, address).post("/api/invitations/preview", json={"invitation": "guess"})
    assert invitation.json()["error"] == "TooManyLogins"
    assert address not in answers[-1].text + caplog.text


def test_who_has_as_many_sessions_as_allowed_begins_no_more(team: Team) -> None:
    many, other = team.add("many"), team.add("other")
    for _ in range(2):
        begin(many)
    refused = many.post("/api/sessions", json={"dataset": "digits"})
    assert (refused.status_code, refused.json()["error"]) == (409, "QuotaReached")
    assert refused.json()["detail"] == "many has 2 sessions, and 2 are allowed"
    begin(other)


def labelled(browser: TestClient) -> str:
    """A session of theirs that can train."""
    session_id = begin(browser)
    board = browser.get(f"/api/sessions/{session_id}").json()["board"]
    for place, sample in enumerate(board):
        answer = browser.put(f"/api/sessions/{session_id}/labels/{sample}", json={"class_index": place % 2})
        assert answer.status_code == 200
    return f"/api/sessions/{session_id}/rounds"


def test_who_has_as_many_rounds_as_allowed_starts_no_more(team: Team) -> None:
    trains, other = team.add("trains"), team.add("trains-too")
    first, second, others = labelled(trains), labelled(trains), labelled(other)
    assert trains.post(first).status_code == 202
    refused = trains.post(second)
    assert (refused.status_code, refused.json()["error"]) == (409, "QuotaReached")
    assert other.post(others).status_code == 202
    assert trains.delete(f"{first}/current").status_code == 200
    assert trains.post(second).status_code == 202
    for browser, url in ((trains, second), (other, others)):
        assert browser.delete(f"{url}/current").status_code == 200


def upload(size: int) -> Callable[[TestClient], Any]:
    return lambda browser: browser.post("/api/uploads", json={"name": "a.csv", "size": size})


def test_who_has_as_many_bytes_as_allowed_sends_and_trains_no_more(team: Team) -> None:
    heavy = team.add("heavy")
    url = labelled(heavy)
    assert upload(49_000_000)(heavy).status_code == 201
    refused = upload(2_000_000)(heavy)
    assert (refused.status_code, refused.json()["error"]) == (409, "QuotaReached")
    assert "49 MB of models and uploads and asks for 2 MB more; 50 MB are allowed" in refused.json()["detail"]
    session_id = url.split("/")[3]
    team.services.sessions.artifacts.save_model(session_id, 1, "SIL", ".keras", bytes(2_000_000))
    assert heavy.post(url).json()["error"] == "QuotaReached"
    assert upload(2_000_000)(team.add("light")).status_code == 201


def test_without_accounts_nothing_is_counted(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    quotas = client.app.state.quotas  # type: ignore[attr-defined]
    for name in ("sessions", "rounds", "bytes"):
        monkeypatch.setattr(quotas, name, 1)
    for _ in range(2):
        assert client.post("/api/sessions", json={"dataset": "digits"}).status_code == 201
    answer = upload(1_000)(client)
    assert answer.status_code == 201
    client.delete(f"/api/uploads/{answer.json()['id']}")


def asked(browser: TestClient, times: int) -> list[int]:
    return [browser.get("/api/projects").status_code for _ in range(times)]


def test_one_account_token_or_address_asks_so_often_a_minute(tmp_path: Path, digits_path: Path) -> None:
    most = 60
    with team_on(tmp_path, digits_path, requests_per_minute=most) as team:
        eager, other = team.add("eager"), team.add("other")
        script = team.stranger(Authorization=f"Bearer {eager.post('/api/tokens', json={'name': 's'}).json()['secret']}")
        assert asked(eager, most) == [200] * (most - 1) + [429]
        refused = eager.get("/api/projects")
        assert refused.json()["error"] == "TooManyRequests"
        assert "REQUESTS_PER_MINUTE" in refused.json()["hint"]
        assert 1 <= int(refused.headers["retry-after"]) <= 60
        assert asked(script, most) == [200] * most  # A script that runs wild does not shut its person out.
        assert asked(script, 1) == [429]
        assert asked(other, 1) == [200]
        strangers = [at(team, "203.0.113.9").get("/api/health").status_code for _ in range(most + 1)]
        assert strangers == [200] * most + [429]
        assert at(team, "203.0.113.10").get("/api/health").status_code == 200
        assert eager.get("/favicon.svg").status_code == 200  # The page itself is no request of anybody's.
