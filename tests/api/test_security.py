"""Who may call: the token, the hosts, the origins, and the size of what is sent."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from starlette.responses import PlainTextResponse

from activate_va.api.app import create_app
from activate_va.api.credentials import COOKIE_SECONDS, Credentials
from activate_va.api.security import Guard
from activate_va.api.server import OpenToOthers, page_address, run
from activate_va.assembly import open_services
from activate_va.settings import Settings

TOKEN = "a-token-of-good-length"  # noqa: S105
COOKIE = f"activate-va-8000={Credentials(TOKEN).cookie}"


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    settings = Settings(data_dir=tmp_path_factory.mktemp("guarded"), token=TOKEN, max_body_bytes=5_000)
    with (
        open_services(settings) as services,
        TestClient(create_app(settings, services), base_url="http://127.0.0.1:8000", follow_redirects=False) as client,
    ):
        yield client


LET_IN = PlainTextResponse("let in")


def _behind_a_guard(token: str = TOKEN, address: str = "http://127.0.0.1:8000") -> TestClient:
    """Answers whoever is let in, and nothing more; nobody has sent a wrong token yet."""
    guard = Guard(LET_IN, token, ("lab.example",), max_body_bytes=5_000, body_seconds=30, requests_per_minute=60_000)
    return TestClient(guard, base_url=address, follow_redirects=False)


@pytest.fixture
def fresh() -> TestClient:
    return _behind_a_guard()


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
    assert TOKEN not in cookie
    assert f"max-age={COOKIE_SECONDS};" in cookie
    assert "secure" not in cookie
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert guarded.get("/api/sessions").status_code == 200


def test_the_cookie_lasts_as_long_as_its_token(fresh: TestClient) -> None:
    fresh.get(f"/?token={TOKEN}")
    for token, status in ((TOKEN, 200), ("a-token-made-afresh", 401)):
        restarted = _behind_a_guard(token)
        restarted.cookies = fresh.cookies
        assert restarted.get("/api/sessions").status_code == status


def test_neither_the_token_as_cookie_nor_the_cookie_as_token_lets_in(guarded: TestClient) -> None:
    swapped = ({"Cookie": f"activate-va-8000={TOKEN}"}, {"Authorization": f"Bearer {Credentials(TOKEN).cookie}"})
    assert [guarded.get("/api/sessions", headers=headers).status_code for headers in swapped] == [401, 401]


def test_behind_a_proxy_with_tls_the_cookie_is_for_tls_only() -> None:
    http = _behind_a_guard(address="https://lab.example")
    assert "; secure" in http.get(f"/?token={TOKEN}").headers["set-cookie"].lower()
    assert http.get("/api/sessions").status_code == 200


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


def test_a_wrong_token_in_the_address_leads_to_the_page_and_lets_nobody_in(fresh: TestClient) -> None:
    answer = fresh.get("/?token=wrong&session=abc")
    assert (answer.status_code, answer.headers["location"]) == (303, "/?session=abc")
    assert "set-cookie" not in answer.headers
    assert fresh.get("/api/sessions").status_code == 401


@pytest.mark.parametrize("foreign", ['prefs={"dark":1}', "a/b=1", "novalue", "=", '"', "activate-va-8001=x"])
def test_cookies_of_other_servers_on_this_host_do_not_lock_the_page_out(guarded: TestClient, foreign: str) -> None:
    for cookies in (f"{foreign}; {COOKIE}", f"{COOKIE}; {foreign}"):
        assert guarded.get("/api/sessions", headers={"Cookie": cookies}).status_code == 200
    assert guarded.get("/api/sessions", headers={"Cookie": foreign}).status_code == 401


FOREIGN_HOSTS = [
    "evil.example",
    "localhost:99999",
    "localhost:abc",
    "localhost:-1",
    "[::1",
    "[::1]:x",
    "[localhost]",
    "[",
]
NO_HOSTS = ["127.0.0.1:8200@evil.com", "evil.com@localhost", "localhost#", "localhost:8000/", "", ":8000", "localhost:"]


@pytest.mark.parametrize("host", [*FOREIGN_HOSTS, *NO_HOSTS])
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


WRITES = [
    # the request's scheme, what the browser says beside its origin, whether it may write
    ("http", {"Origin": "http://lab.example"}, True),
    ("https", {"Origin": "https://lab.example"}, True),
    ("https", {"Origin": "https://lab.example:443"}, True),
    ("http", {"Origin": "https://lab.example"}, True),  # A proxy with TLS that does not say so.
    ("https", {"Origin": "http://lab.example"}, False),
    ("http", {"Origin": "ftp://lab.example"}, False),
    ("http", {"Origin": "http://lab.example:81"}, False),
    ("http", {"Origin": "http://lab.example:443"}, False),
    ("http", {"Origin": "http://somebody@lab.example"}, False),
    ("http", {"Origin": "http://lab.example/"}, False),
    ("http", {"Origin": "lab.example"}, False),
    ("http", {"Origin": "null"}, False),
    ("http", {}, True),
    ("http", {"Sec-Fetch-Site": "same-origin"}, True),
    ("http", {"Sec-Fetch-Site": "none"}, True),
    ("http", {"Sec-Fetch-Site": "same-site"}, False),
    ("http", {"Sec-Fetch-Site": "cross-site"}, False),
    ("http", {"Sec-Fetch-Site": "anything"}, False),
    ("http", {"Sec-Fetch-Site": "cross-site", "Origin": "http://lab.example"}, False),
]


@pytest.mark.parametrize(("scheme", "said", "may"), WRITES, ids=[f"{s}, {h}" for s, h, _ in WRITES])
def test_a_browser_writes_from_our_own_page_only(scheme: str, said: dict[str, str], may: bool) -> None:
    http = _behind_a_guard(address=f"{scheme}://lab.example")
    port = {"http": 80, "https": 443}[scheme]
    headers = {"Cookie": f"activate-va-{port}={Credentials(TOKEN).cookie}", **said}
    assert http.post("/api/sessions", headers=headers).status_code == (200 if may else 403)
    assert http.get("/api/sessions", headers=headers).status_code == 200


def _wrong(number: int) -> dict[str, str]:
    return {"Authorization": f"Bearer wrong-{number}"}


def test_from_the_tenth_wrong_token_on_the_answer_is_to_come_back_later(fresh: TestClient) -> None:
    answers = [fresh.get("/api/sessions", headers=_wrong(number)) for number in range(30)]
    assert [answer.status_code for answer in answers[:9]] == [401] * 9
    assert {answer.status_code for answer in answers[15:]} == {429}
    last = answers[-1]
    assert last.json()["error"] == "TooManyWrongTokens"
    assert "printed at its start" in last.json()["hint"]
    assert 1 <= int(last.headers["retry-after"]) <= 100
    assert fresh.get("/?token=wrong").status_code == 429


def test_the_right_token_is_let_in_whatever_others_send(fresh: TestClient) -> None:
    refused = [fresh.get("/api/sessions", headers=_wrong(number)).status_code for number in range(30)]
    assert refused[-1] == 429
    assert fresh.get("/api/sessions", headers=BEARER).status_code == 200
    assert fresh.get("/api/sessions", headers={"Cookie": COOKIE}).status_code == 200
    assert fresh.get("/api/sessions", headers={**_wrong(1), "Cookie": COOKIE}).status_code == 200
    assert fresh.get(f"/?token={TOKEN}").status_code == 303
    assert fresh.get("/api/health").status_code == 200


def test_asking_without_a_token_is_no_guess(fresh: TestClient) -> None:
    assert {fresh.get("/api/sessions").status_code for _ in range(30)} == {401}


def test_a_browser_with_a_cookie_of_yesterday_guesses_once(fresh: TestClient) -> None:
    yesterday = {"Cookie": "activate-va-8000=yesterday"}
    assert {fresh.get("/api/sessions", headers=yesterday).status_code for _ in range(30)} == {401}


def test_cookies_can_be_guessed_no_faster_than_tokens(fresh: TestClient) -> None:
    guesses = [{"Cookie": f"activate-va-8000=wrong-{number}"} for number in range(30)]
    assert fresh.get("/api/sessions", headers=guesses[0]).status_code == 401
    assert {fresh.get("/api/sessions", headers=guess).status_code for guess in guesses[15:]} >= {429}


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
