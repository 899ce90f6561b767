"""Who may call: the token, the hosts, the origins, and the size of what is sent."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from activate_va.api.app import create_app
from activate_va.api.assembly import assemble
from activate_va.api.server import OpenToOthers, page_address, run
from activate_va.settings import Settings

TOKEN = "a-token-of-good-length"  # noqa: S105


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    settings = Settings(data_dir=tmp_path_factory.mktemp("guarded"), token=TOKEN, max_body_bytes=5_000)
    with (
        assemble(settings) as services,
        TestClient(create_app(settings, services), base_url="http://127.0.0.1:8000", follow_redirects=False) as client,
    ):
        yield client


@pytest.fixture(autouse=True)
def _forget_cookies(guarded: TestClient) -> None:
    guarded.cookies.clear()


BEARER = {"Authorization": f"Bearer {TOKEN}"}


def test_without_a_token_only_health_answers(guarded: TestClient) -> None:
    assert guarded.get("/api/health").json()["status"] == "ok"
    refused = guarded.get("/api/sessions")
    assert refused.status_code == 401
    assert refused.json()["error"] == "TokenNeeded"
    assert guarded.get("/api/sessions", headers={"Authorization": "Bearer wrong"}).status_code == 401


def test_scripts_send_the_token_as_bearer(guarded: TestClient) -> None:
    assert guarded.get("/api/sessions", headers=BEARER).status_code == 200


def test_the_printed_address_becomes_a_cookie_that_scripts_of_the_page_cannot_read(guarded: TestClient) -> None:
    entrance = guarded.get(f"/?token={TOKEN}&session=abc")
    assert (entrance.status_code, entrance.headers["location"]) == (303, "/?session=abc")
    cookie = entrance.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert guarded.get("/api/sessions").status_code == 200


@pytest.mark.parametrize("token", ["ab+cd/ef+gh=ijkl", "100%&more#of?it;", "an umlaut, u with dots: \u00fc"])
def test_the_printed_address_lets_people_in_whatever_the_token_is_made_of(token: str) -> None:
    settings = Settings(token=token)
    with TestClient(create_app(settings), base_url="http://127.0.0.1:8000", follow_redirects=False) as http:
        assert http.get("/api/openapi.json").status_code == 401
        assert http.get(page_address(settings, 8000)).status_code == 303
        assert http.get("/api/openapi.json").status_code == 200


@pytest.mark.parametrize("allowed", ["2001:db8::5", "[2001:db8::5]", "2001:DB8:0:0::5"])
def test_ipv6_addresses_are_answered_to_however_they_were_written(allowed: str) -> None:
    with TestClient(create_app(Settings(auth=False, allowed_hosts=(allowed,)))) as http:
        for host in ("[2001:db8::5]:8000", "[2001:db8::5]", "[2001:DB8::5]:8000"):
            assert http.get("/api/health", headers={"Host": host}).status_code == 200
        assert http.get("/api/health", headers={"Host": "[2001:db8::6]:8000"}).status_code == 400


def test_a_wrong_token_in_the_address_is_refused(guarded: TestClient) -> None:
    assert guarded.get("/?token=wrong").status_code == 401


@pytest.mark.parametrize("foreign", ['prefs={"dark":1}', "a/b=1", "novalue", "=", '"', "activate-va-8001=x"])
def test_cookies_of_other_servers_on_this_host_do_not_lock_the_page_out(guarded: TestClient, foreign: str) -> None:
    for cookies in (f"{foreign}; activate-va-8000={TOKEN}", f"activate-va-8000={TOKEN}; {foreign}"):
        assert guarded.get("/api/sessions", headers={"Cookie": cookies}).status_code == 200
    assert guarded.get("/api/sessions", headers={"Cookie": foreign}).status_code == 401


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost:99999", "localhost:abc", "localhost:-1", "[::1", "[::1]:x", "[localhost]", "["]
)
def test_other_host_names_are_refused(guarded: TestClient, host: str) -> None:
    for path in ("/api/health", "/api/sessions", f"/?token={TOKEN}"):
        refused = guarded.get(path, headers={"Host": host})
        assert (refused.status_code, refused.json()["error"]) == (400, "UnknownHost")


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:1", "127.0.0.1:65535", "[::1]", "[::1]:8000"])
def test_the_loopback_host_is_known_by_all_its_names(guarded: TestClient, host: str) -> None:
    assert guarded.get("/api/sessions", headers={**BEARER, "Host": host}).status_code == 200


@pytest.mark.parametrize("origin", ["http://evil.example", "http://127.0.0.1:8001", "http://[", "null", ""])
def test_writes_from_foreign_pages_are_refused(guarded: TestClient, origin: str) -> None:
    foreign = {**BEARER, "Origin": origin}
    refused = guarded.post("/api/sessions", json={"dataset": "mnist"}, headers=foreign)
    assert (refused.status_code, refused.json()["error"]) == (403, "ForeignOrigin")


def test_writes_from_our_own_page_are_not(guarded: TestClient) -> None:
    own = {**BEARER, "Origin": "http://127.0.0.1:8000"}
    assert guarded.post("/api/sessions", json={"dataset": "mnist"}, headers=own).status_code == 201


def test_bodies_are_bounded_also_where_they_hide_their_length(guarded: TestClient) -> None:
    large = b'{"dataset": "' + b"x" * 10_000 + b'"}'
    refused = guarded.post("/api/sessions", content=large, headers=BEARER)
    assert (refused.status_code, refused.json()["error"]) == (413, "BodyTooLarge")
    chunked = guarded.post("/api/sessions", content=iter([large]), headers=BEARER)
    assert (chunked.status_code, chunked.json()["error"]) == (413, "BodyTooLarge")


def test_pages_carry_a_strict_policy(guarded: TestClient) -> None:
    policy = guarded.get("/api/health").headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "unsafe-eval" not in policy


def test_no_auth_is_for_loopback_only(tmp_path: Path) -> None:
    with pytest.raises(OpenToOthers, match="without a token"):
        run(Settings(data_dir=tmp_path, host="0.0.0.0", auth=False), browser=False)
