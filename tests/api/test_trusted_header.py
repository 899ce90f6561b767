"""A proxy says by a header whom it has let in: it is believed, and nobody else who sends that header."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from activate_va.settings import InvalidSettings, load_settings

from .team import ADDRESS, PASSWORD, Team, begin, team_on

HEADER = "X-Forwarded-User"
PROXY, ELSEWHERE = "10.1.2.3", "10.2.0.1"


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory, digits_path: Path) -> Iterator[Team]:
    proxies = ("10.1.0.0/16", "::1")
    with team_on(tmp_path_factory.mktemp("proxy"), digits_path, trusted_header=HEADER, trusted_proxies=proxies) as team:
        team.accounts.annotators.add("grace", PASSWORD)
        yield team


def through(team: Team, peer: str, **headers: str) -> TestClient:
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return TestClient(team.app, base_url=ADDRESS, headers=sent, client=(peer, 5), raise_server_exceptions=False)


@pytest.mark.parametrize("peer", [PROXY, "::1", f"::ffff:{PROXY}"])
def test_whom_the_proxy_names_acts_under_their_name(team: Team, peer: str) -> None:
    grace = through(team, peer, X_Forwarded_User="Grace")
    assert grace.get("/api/account").json()["handle"] == "grace"
    session_id = begin(grace)
    events = grace.get(f"/api/sessions/{session_id}/events").json()["events"]
    assert {event["actor"] for event in events} == {f"annotator:{team.id_of('grace')}"}


@pytest.mark.parametrize("peer", [ELSEWHERE, "testclient", "::2", ""])
def test_from_anywhere_else_the_header_is_refused_clearly(team: Team, peer: str) -> None:
    refused = through(team, peer, X_Forwarded_User="ada").get("/api/sessions")
    assert (refused.status_code, refused.json()["error"]) == (403, "ForeignVouching")
    assert "ACTIVATE_VA_TRUSTED_PROXIES" in refused.json()["hint"]


def test_who_says_to_be_forwarded_by_the_proxy_is_not(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    """The address that counts is the one that the connection comes from, whatever is said of it."""
    refused = through(team, "127.0.0.1", X_Forwarded_User="ada", X_Forwarded_For=PROXY).get("/api/sessions")
    assert refused.json()["error"] == "ForeignVouching"


def test_two_names_are_none(team: Team) -> None:
    twice = [(HEADER, "grace"), (HEADER, "ada")]
    refused = through(team, PROXY).get("/api/sessions", headers=twice)
    assert (refused.status_code, refused.json()["error"]) == (403, "ForeignVouching")


def test_without_the_header_people_log_in_as_everywhere(team: Team) -> None:
    for peer in (PROXY, ELSEWHERE):
        browser = through(team, peer)
        assert browser.get("/api/sessions").json()["error"] == "LoginNeeded"
        assert browser.post("/api/logins", json={"handle": "ada", "password": PASSWORD}).status_code == 201
        assert browser.get("/api/account").json()["handle"] == "ada"


def test_who_has_no_account_gets_none_unless_the_setting_says_so(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    linus = through(team, PROXY, X_Forwarded_User="linus@lab.example")
    refused = linus.get("/api/sessions")
    assert (refused.status_code, refused.json()["error"]) == (403, "NotAdmitted")
    monkeypatch.setattr(team.accounts.vouched_for, "admits", True)
    assert linus.get("/api/sessions").json() == {"sessions": []}
    assert linus.get("/api/account").json()["administrator"] is False


def test_who_is_kept_out_stays_out(team: Team) -> None:
    team.accounts.annotators.add("out", PASSWORD)
    team.accounts.annotators.revoke(team.id_of("out"))
    assert through(team, PROXY, X_Forwarded_User="out").get("/api/sessions").json()["error"] == "NotAdmitted"


@pytest.mark.parametrize(
    "given",
    [
        {"trusted_header": HEADER},
        {"trusted_header": HEADER, "trusted_proxies": ("10.0.0.0/8",), "accounts": False},
        {"trusted_header": HEADER, "trusted_proxies": ("the proxy",)},
        {"trusted_header": "X User", "trusted_proxies": ("10.0.0.0/8",)},
        {"oidc_issuer": "https://id.example"},
        {"oidc_issuer": "http://id.example", "oidc_client_id": "a"},
    ],
)
def test_settings_that_would_let_in_too_many_or_nobody_are_refused(given: dict[str, Any]) -> None:
    with pytest.raises(InvalidSettings):
        load_settings(**{"accounts": True, **given})
