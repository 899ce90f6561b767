"""Logging in at an identity provider, a real one that signs what it says: who is let in, and who is not."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
import requests
from fastapi.testclient import TestClient
from joserfc.jwk import OctKey, RSAKey

from activate_va.accounts.annotators import Subject
from activate_va.accounts.provider import Provider

from ..oidc_provider import CLIENT, SECRET, OidcProvider
from .team import ADDRESS, PASSWORD, Team, team_on


@pytest.fixture(scope="module")
def the_provider() -> Iterator[OidcProvider]:
    with OidcProvider() as provider:
        yield provider


@pytest.fixture
def provider(the_provider: OidcProvider) -> OidcProvider:
    the_provider.reset()
    return the_provider


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory, digits_path: Path, the_provider: OidcProvider) -> Iterator[Team]:
    given: dict[str, Any] = {"oidc_issuer": the_provider.issuer, "oidc_client_id": CLIENT, "oidc_name": "the lab"}
    with team_on(tmp_path_factory.mktemp("oidc"), digits_path, oidc_client_secret=SECRET, **given) as team:
        team.accounts.annotators.add_subject("grace", Subject(the_provider.issuer, "24400320"))
        yield team


def browser_of(team: Team) -> TestClient:
    return TestClient(team.app, base_url=ADDRESS, follow_redirects=False, raise_server_exceptions=False)


def sent_back(browser: TestClient, page: str = "/") -> str:
    """Where the provider sends the browser back to, after it has logged in there."""
    out = browser.get("/api/oidc/login", params={"page": page})
    assert out.status_code == 303, out.text
    back = requests.get(out.headers["location"], allow_redirects=False, timeout=10).headers["location"]
    assert back.startswith(f"{ADDRESS}/api/oidc/callback?")
    return back


def came_back(browser: TestClient) -> Any:
    return browser.get(sent_back(browser))


def test_whom_the_provider_vouches_for_is_logged_in(team: Team, provider: OidcProvider) -> None:
    browser = browser_of(team)
    assert browser.get("/api/account").json()["provider"] == "the lab"
    answer = browser.get(sent_back(browser, "/projects"))
    assert (answer.status_code, answer.headers["location"]) == (303, "/projects")
    cookies = [value.lower() for value in answer.headers.get_list("set-cookie")]
    (login,) = [value for value in cookies if "-oidc=" not in value]
    assert "httponly" in login
    assert "samesite=lax" in login
    account = browser.get("/api/account").json()
    assert (account["handle"], account["administrator"]) == ("grace", False)
    assert account["annotator_id"] == team.id_of("grace")


def test_an_address_elsewhere_is_not_come_back_to(team: Team, provider: OidcProvider) -> None:
    browser = browser_of(team)
    answer = browser.get(sent_back(browser, "//evil.example/"))
    assert answer.headers["location"] == "/"


def test_who_has_no_account_gets_none(team: Team, provider: OidcProvider, monkeypatch: pytest.MonkeyPatch) -> None:
    """The answer says what to tell whoever makes accounts."""
    monkeypatch.setattr(provider, "subject", "nobody here")
    refused = came_back(browser_of(team))
    assert (refused.status_code, refused.json()["error"]) == (403, "NotAdmitted")
    assert "'nobody here'" in refused.json()["detail"]


def test_a_browser_is_sent_back_to_the_page_which_says_why(
    team: Team, provider: OidcProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(provider, "subject", "nobody here")
    browser = browser_of(team)
    refused = browser.get(sent_back(browser, "/projects"), headers={"Accept": "text/html,*/*;q=0.8"})
    assert (refused.status_code, refused.headers["location"]) == (303, "/projects")
    (said,) = [value for name, value in refused.cookies.items() if name.endswith("-refused")]
    assert json.loads(unquote(said))["error"] == "NotAdmitted"
    assert browser.get("/api/account").json()["handle"] is None


def test_a_handle_of_somebody_here_is_no_proof(
    team: Team, provider: OidcProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(provider, "subject", "another")
    provider.called = "ada"
    monkeypatch.setattr(team.accounts.vouched_for, "admits", True)
    refused = came_back(browser_of(team))
    assert (refused.status_code, refused.json()["error"]) == (409, "HandleTaken")


def test_where_the_setting_says_so_people_get_accounts(
    team: Team, provider: OidcProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(team.accounts.vouched_for, "admits", True)
    monkeypatch.setattr(provider, "subject", "new")
    provider.called = "linus@lab.example"
    browser = browser_of(team)
    assert came_back(browser).status_code == 303
    account = browser.get("/api/account").json()
    assert (account["handle"], account["administrator"]) == ("linus@lab.example", False)
    provider.called = "renamed"
    assert came_back(again := browser_of(team)).status_code == 303
    assert again.get("/api/account").json()["annotator_id"] == account["annotator_id"]


def test_who_is_kept_out_stays_out(team: Team, provider: OidcProvider, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(provider, "subject", "out")
    out = team.accounts.annotators.add_subject("out", Subject(provider.issuer, "out"))
    team.accounts.annotators.revoke(out.annotator_id)
    assert came_back(browser_of(team)).json()["detail"] == "out is kept out here"


def test_an_account_without_a_password_has_none_that_lets_in(team: Team) -> None:
    for password in ("nobody has this password", "a", PASSWORD):
        answer = team.stranger().post("/api/logins", json={"handle": "grace", "password": password})
        assert answer.json()["error"] == "WrongLogin"


FALSE: dict[str, dict[str, Any]] = {
    "of another login": {"nonce": "another"},
    "without a nonce": {"nonce": None},
    "for another client": {"aud": "another"},
    "of another provider": {"iss": "https://evil.example"},
    "expired": {"exp": int(time.time()) - 3600},
    "without an end": {"exp": None},
    "of nobody": {"sub": None},
    "for the access token of another": {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"},
}


@pytest.mark.parametrize("changes", FALSE.values(), ids=FALSE.keys())
def test_a_token_that_is_wrong_proves_nothing(team: Team, provider: OidcProvider, changes: dict[str, Any]) -> None:
    provider.changes = changes
    browser = browser_of(team)
    refused = came_back(browser)
    assert (refused.status_code, refused.json()["error"]) == (403, "LoginUnproven")
    assert browser.get("/api/account").json()["handle"] is None


def test_a_token_that_another_has_signed_proves_nothing(team: Team, provider: OidcProvider) -> None:
    provider.key = RSAKey.generate_key(2048, {"kid": "ours"})
    assert came_back(browser_of(team)).json()["error"] == "LoginUnproven"


def test_a_token_that_anybody_could_sign_proves_nothing(team: Team, provider: OidcProvider) -> None:
    """With a key that is no secret: the classic confusion of algorithms."""
    provider.key, provider.algorithm = OctKey.import_key(SECRET + " " * 16), "HS256"
    assert came_back(browser_of(team)).json()["error"] == "LoginUnproven"


def test_the_answer_to_anothers_login_logs_nobody_in(team: Team, provider: OidcProvider) -> None:
    """Neither in a browser that has begun another login, nor in one that has begun none."""
    back = sent_back(browser_of(team))
    begun = browser_of(team)
    sent_back(begun)
    for victim in (begun, browser_of(team)):
        refused = victim.get(back)
        assert (refused.status_code, refused.json()["error"]) == (403, "LoginUnproven")
        assert victim.get("/api/account").json()["handle"] is None


def test_a_code_works_once(team: Team, provider: OidcProvider) -> None:
    browser = browser_of(team)
    back = sent_back(browser)
    kept = dict(browser.cookies)
    assert browser.get(back).status_code == 303
    again = browser_of(team)
    again.cookies.update(kept)
    assert again.get(back).json()["error"] == "LoginUnproven"


def test_what_the_provider_refuses_is_said(team: Team, provider: OidcProvider) -> None:
    browser = browser_of(team)
    state = sent_back(browser).partition("state=")[2]
    refused = browser.get("/api/oidc/callback", params={"error": "access_denied", "state": state})
    assert refused.json()["detail"] == "the lab says: access_denied"


def test_a_provider_that_is_not_there_or_another_is_said(team: Team, provider: OidcProvider) -> None:
    from activate_va.accounts.errors import ProviderUnreachable

    with OidcProvider() as gone:
        pass
    for issuer in (gone.issuer, f"{provider.issuer}/"):
        with pytest.raises(ProviderUnreachable):
            Provider(issuer, CLIENT, SECRET, "it").address("secret", ADDRESS)


def test_without_a_provider_there_is_no_way_to_it(tmp_path: Path, digits_path: Path) -> None:
    with team_on(tmp_path, digits_path) as team:
        refused = team.stranger().get("/api/oidc/login")
        assert (refused.status_code, refused.json()["error"]) == (409, "NoProvider")
        assert team.stranger().get("/api/account").json()["provider"] is None
