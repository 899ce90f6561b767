"""With accounts: people log in, act under their own names, and see what is theirs."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from activate_va.api.doors import REMEMBERED_SECONDS

from .team import ADDRESS, PASSWORD, Team, begin, team_on


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory, digits_path: Path) -> Iterator[Team]:
    with team_on(tmp_path_factory.mktemp("team"), digits_path) as team:
        yield team


@pytest.fixture(scope="module")
def grace(team: Team) -> TestClient:
    return team.add("grace")


def account(browser: TestClient) -> dict[str, Any]:
    return dict(browser.get("/api/account").json())


def forgotten() -> None:
    """Whoever was let in is looked up again."""
    time.sleep(REMEMBERED_SECONDS + 0.1)


def test_a_stranger_is_told_to_log_in_and_nothing_else(team: Team) -> None:
    stranger = team.stranger()
    assert account(stranger) == {
        "accounts": True,
        "actor": None,
        "annotator_id": None,
        "handle": None,
        "administrator": False,
        "provider": None,
        "way": None,
    }
    refused = stranger.get("/api/sessions")
    assert (refused.status_code, refused.json()["error"]) == (401, "LoginNeeded")
    assert stranger.get("/api/health").status_code == 200
    assert stranger.post("/anything", content=b"x" * 100).status_code == 401


def test_the_cookie_of_a_login_is_for_browsers_and_links_alone(team: Team) -> None:
    answer = team.stranger().post("/api/logins", json={"handle": "ada", "password": PASSWORD})
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "; secure" not in cookie
    tls = TestClient(team.app, base_url="https://127.0.0.1")
    assert (
        "; secure"
        in tls.post("/api/logins", json={"handle": "ada", "password": PASSWORD}).headers["set-cookie"].lower()
    )


def test_a_page_elsewhere_logs_nobody_in(team: Team) -> None:
    foreign = team.stranger(Origin="http://evil.example")
    assert foreign.post("/api/logins", json={"handle": "ada", "password": PASSWORD}).status_code == 403


def test_who_logs_out_is_out(team: Team) -> None:
    browser = team.log_in("ada")
    assert account(browser)["handle"] == "ada"
    cookies = dict(browser.cookies)
    assert browser.delete("/api/logins/current").status_code == 204
    assert account(browser)["handle"] is None
    forgotten()
    again = team.stranger(Cookie="; ".join(f"{name}={value}" for name, value in cookies.items()))
    assert again.get("/api/sessions").status_code == 401


def test_a_link_lets_somebody_new_in(team: Team) -> None:
    link = team.ada.post("/api/invitations", json={"handle": "Linus"}).json()
    assert link["path"].startswith("/invitation#")
    secret = link["path"].partition("#")[2]
    browser = team.stranger()
    assert browser.get("/invitation").status_code in (200, 503)  # 503: the page is not built here.
    shown = browser.post("/api/invitations/preview", json={"invitation": secret})
    assert shown.json() == {"handle": "linus", "known": False}
    answer = browser.post("/api/invitations/acceptances", json={"invitation": secret, "password": PASSWORD})
    assert answer.status_code == 201
    assert account(browser)["handle"] == "linus"
    assert browser.post("/api/invitations/preview", json={"invitation": secret}).status_code == 404


def test_events_and_lists_name_who_acts(team: Team, grace: TestClient) -> None:
    session_id = begin(grace)
    token = grace.post("/api/tokens", json={"name": "nightly"}).json()
    script = team.stranger(Authorization=f"Bearer {token['secret']}")
    assert (
        script.post(f"/api/sessions/{session_id}/undo").status_code == 409
    )  # A step of hers, and not of the script's.
    assert script.patch(f"/api/sessions/{session_id}/config", json={"batch_size": 7}).status_code == 200
    events = grace.get(f"/api/sessions/{session_id}/events").json()["events"]
    own = f"annotator:{team.id_of('grace')}"
    assert [event["actor"] for event in events] == [own, own, "token:nightly"]
    (entry,) = [one for one in grace.get("/api/sessions").json()["sessions"] if one["session_id"] == session_id]
    assert (entry["annotator"], entry["annotator_id"]) == ("grace", team.id_of("grace"))
    assert grace.delete("/api/tokens/nightly").json()["revoked_at"]
    forgotten()
    assert script.get("/api/sessions").status_code == 401


def test_the_export_names_the_annotator(team: Team, grace: TestClient) -> None:
    session_id = begin(grace)
    sample = next(iter(grace.get(f"/api/sessions/{session_id}").json()["board"]))
    labelled = grace.put(f"/api/sessions/{session_id}/labels/{sample}", json={"class_index": 3})
    assert labelled.status_code == 200
    (row,) = grace.get(f"/api/sessions/{session_id}/export?format=jsonl").text.splitlines()
    assert '"annotator": "grace"' in row


def test_one_key_of_two_people_begins_two_sessions(team: Team, grace: TestClient) -> None:
    headers = {"Idempotency-Key": "the same"}
    begun = [one.post("/api/sessions", json={"dataset": "digits"}, headers=headers) for one in (team.ada, grace)]
    again = grace.post("/api/sessions", json={"dataset": "digits"}, headers=headers)
    ids = [answer.json()["session_id"] for answer in (*begun, again)]
    assert ids[0] != ids[1] == ids[2]


def test_who_is_kept_out_is_out_within_a_second_or_two(team: Team) -> None:
    browser = team.add("mallory")
    assert browser.get("/api/sessions").status_code == 200
    assert team.ada.delete(f"/api/annotators/{team.id_of('mallory')}").json()["revoked_at"]
    forgotten()
    assert browser.get("/api/sessions").status_code == 401
    refused = team.stranger().post("/api/logins", json={"handle": "mallory", "password": PASSWORD})
    assert (refused.status_code, refused.json()["error"]) == (403, "WrongLogin")


def test_another_password_keeps_this_browser_in_and_no_other(team: Team) -> None:
    here, elsewhere = team.add("edsger"), team.log_in("edsger")
    body = {"old": PASSWORD, "new": "another good sentence"}
    assert here.put("/api/account/password", json={**body, "old": "wrong"}).status_code == 403
    assert here.put("/api/account/password", json=body).json()["handle"] == "edsger"
    forgotten()
    assert account(here)["handle"] == "edsger"
    assert account(elsewhere)["handle"] is None


def test_the_sixth_wrong_password_is_answered_with_a_wait(team: Team) -> None:
    team.accounts.annotators.add("barbara", PASSWORD)
    browser = team.stranger()
    answers = [browser.post("/api/logins", json={"handle": "barbara", "password": f"guess {n}"}) for n in range(6)]
    assert [answer.status_code for answer in answers] == [403] * 5 + [429]
    assert answers[-1].json()["error"] == "TooManyBadLogins"


def test_without_accounts_there_is_nobody_to_log_in(client: TestClient) -> None:
    assert account(client)["accounts"] is False
    assert account(client)["actor"] == "person"
    for method, path, body in (
        ("POST", "/api/logins", {"handle": "ada", "password": PASSWORD}),
        ("GET", "/api/tokens", None),
        ("GET", "/api/annotators", None),
    ):
        refused = client.request(method, path, json=body)
        assert (refused.status_code, refused.json()["error"]) == (409, "NoAccounts")


def test_the_address_is_printed_without_a_token(team: Team) -> None:
    assert team.stranger().get(f"{ADDRESS}/?token=whatever").status_code in (200, 503)
