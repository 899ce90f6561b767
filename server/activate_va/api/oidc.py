"""Logging in at an identity provider: out to it, and back."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse

from activate_va.accounts.errors import LoginUnproven, NoProvider
from activate_va.accounts.secret_texts import new_secret
from activate_va.api.accounts import expect_accounts
from activate_va.api.credentials import cookie_name, set_cookie
from activate_va.api.dependencies import AllServices
from activate_va.api.errors import responses
from activate_va.api.origins import addressed_port
from activate_va.api.permissions import Permission, needs
from activate_va.api.rates import count_login
from activate_va.api.static import PAGES
from activate_va.assembly import ServerServices
from activate_va.errors import ActivateError

if TYPE_CHECKING:
    from activate_va.accounts.provider import Provider

router = APIRouter(prefix="/oidc", tags=["accounts"])

SECONDS = 600
"""That people have to log in at the provider."""
REFUSED_SECONDS = 60
"""That the page has to say why somebody was not let in."""
Page = Annotated[str, Query(max_length=200, description="of ours, to come back to")]


@router.get("/login", status_code=303, response_class=RedirectResponse, responses=responses(409))
@needs(Permission.ANYBODY)
def begin_login(request: Request, services: AllServices, page: Page = "/") -> RedirectResponse:
    """To the identity provider, if there is one. Browsers are shown on the page what is wrong."""
    return _or_back_to(page, request, lambda: _begun(request, services, page))


def _begun(request: Request, services: ServerServices, page: str) -> RedirectResponse:
    count_login(request)
    secret = f"{new_secret()} {page if page in PAGES else '/'}"
    answer = RedirectResponse(_provider(services).address(secret, _back(request)), 303)
    secure, name = request.url.scheme == "https", _cookie(request)
    answer.set_cookie(name, secret, max_age=SECONDS, httponly=True, samesite="lax", secure=secure, path="/api/oidc")
    return answer


@router.get("/callback", status_code=303, response_class=RedirectResponse, responses=responses(409))
@needs(Permission.ANYBODY)
def end_login(request: Request, services: AllServices) -> RedirectResponse:
    """Back from it: who proves to be somebody with an account is logged in. Browsers see on the page what is wrong."""
    secret = request.cookies.get(_cookie(request))
    page = secret.partition(" ")[2] if secret else "/"
    return _or_back_to(page, request, lambda: _ended(request, services, secret, page))


def _ended(request: Request, services: ServerServices, secret: str | None, page: str) -> RedirectResponse:
    provider = _provider(services)
    if secret is None:
        raise LoginUnproven("this browser began no login, or more than ten minutes ago")
    count_login(request)
    proven = provider.prove(secret, _back(request), dict(request.query_params))
    accounts = expect_accounts(services)
    login = accounts.logins.vouched(proven.subject, proven.called, accounts.vouched_for.admits)
    answer = RedirectResponse(page, 303)
    answer.delete_cookie(_cookie(request), path="/api/oidc")
    port = addressed_port(request.headers, request.url.scheme)
    set_cookie(answer, port, login.cookie, "lax", request.url.scheme == "https")
    return answer


def _or_back_to(page: str, request: Request, log_in: Callable[[], RedirectResponse]) -> RedirectResponse:
    """A browser that is refused goes back to the page, with a cookie that says why; scripts get the error."""
    try:
        return log_in()
    except ActivateError as error:
        if "text/html" not in request.headers.get("accept", ""):
            raise
        said = quote(json.dumps({"error": error.code, "detail": error.detail, "hint": error.hint}), safe="")
        answer = RedirectResponse(page if page in PAGES else "/", 303)
        answer.set_cookie(f"{_cookie(request)}-refused", said, max_age=REFUSED_SECONDS, samesite="lax", path="/")
        return answer


def _provider(services: ServerServices) -> Provider:
    """Raises NoAccounts, NoProvider."""
    found = expect_accounts(services).provider
    if found is None:
        raise NoProvider("this server knows no identity provider")
    return found


def _back(request: Request) -> str:
    """Where the provider sends browsers back to, as it is registered there."""
    return f"{request.url.scheme}://{request.headers['host']}/api/oidc/callback"


def _cookie(request: Request) -> str:
    return f"{cookie_name(addressed_port(request.headers, request.url.scheme))}-oidc"
