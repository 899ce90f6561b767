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


def answered(browser: TestClient, path: str, most: int) -> int:
    """How many requests, until one is refused."""
    for count in range(2 * most):
        answer = browser.get(path)
        if answer.status_code == 429:
            return count
        assert answer.status_code == 200
    raise AssertionError("nothing is refused")


def test_one_account_token_or_address_asks_so_often_a_minute(tmp_path: Path, digits_path: Path) -> None:
    most, url = 60, "/api/projects"
    about = range(most - 2, most + most // 2)  # The minute before is estimated, and goes by meanwhile.
    with team_on(tmp_path, digits_path, requests_per_minute=most) as team:
        eager, other = team.add("eager"), team.add("other")
        script = team.stranger(Authorization=f"Bearer {eager.post('/api/tokens', json={'name': 's'}).json()['secret']}")
        assert answered(eager, url, most) in about
        refused = eager.get(url)
        assert refused.json()["error"] == "TooManyRequests"
        assert "REQUESTS_PER_MINUTE" in refused.json()["hint"]
        assert 1 <= int(refused.headers["retry-after"]) <= 60
        assert script.get(url).status_code == 200  # Who clicks too fast does not stop their scripts, nor the other way.
        assert answered(script, url, most) in about
        assert other.get(url).status_code == 200
        assert answered(at(team, "203.0.113.9"), "/api/health", most) in about
        assert at(team, "203.0.113.10").get("/api/health").status_code == 200
        assert eager.get("/favicon.svg").status_code == 200  # The page itself is no request of anybody's.
