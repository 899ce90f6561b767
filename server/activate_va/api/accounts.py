"""Who is logged in, logging in and out, and one's own password."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field

from activate_va.accounts.annotators import Way
from activate_va.accounts.errors import NoAccounts
from activate_va.accounts.identity import Identity
from activate_va.accounts.logins import Login
from activate_va.accounts.service import Accounts
from activate_va.api.answers import as_json
from activate_va.api.credentials import cookie, cookie_name, set_cookie
from activate_va.api.dependencies import AllServices
from activate_va.api.errors import responses
from activate_va.api.origins import addressed_port
from activate_va.api.permissions import Caller, Permission, needs
from activate_va.api.rates import count_login
from activate_va.api.schemas import Body
from activate_va.assembly import ServerServices
from activate_va.text import Text

router = APIRouter(tags=["accounts"])

Handle = Annotated[Text, Field(min_length=1, max_length=60)]
Password = Annotated[Text, Field(min_length=1, max_length=1_000)]


class AccountInfo(BaseModel):
    """Who asks. `accounts`: whether people have accounts here; without, all are `person`. `actor` is how events name
    them; null for whoever is not logged in. `provider`: where else people may log in; null where nowhere else. `way`:
    how the caller comes in; null for whoever is not logged in."""

    accounts: bool
    actor: str | None
    annotator_id: str | None
    handle: str | None
    administrator: bool
    provider: str | None = None
    way: Way | None = None


class NewLogin(Body):
    handle: Handle
    password: Password


class NewPassword(Body):
    old: Password
    new: Password


@router.get("/account", responses=responses())
@needs(Permission.ANYBODY)
async def get_account(request: Request, services: AllServices) -> AccountInfo:
    """Who is logged in; answers strangers, too."""
    accounts = services.accounts
    found = info(request.state.identity, accounts is not None)
    if accounts is None:
        return found
    name = accounts.provider.name if accounts.provider else None
    way = await asyncio.to_thread(accounts.annotators.way, found.annotator_id) if found.annotator_id else None
    return found.model_copy(update={"provider": name, "way": way})


@router.post("/logins", status_code=201, response_model=AccountInfo, responses=responses(409))
@needs(Permission.ANYBODY)
def log_in(body: NewLogin, request: Request, services: AllServices) -> Response:
    """Log in: the answer sets a cookie. After five wrong passwords a handle is locked for a quarter of an hour."""
    accounts = expect_accounts(services)
    count_login(request, body.handle)
    return logged_in(request, accounts.logins.log_in(body.handle, body.password))


@router.delete("/logins/current", status_code=204, responses=responses(409))
@needs(Permission.MEMBER)
def log_out(request: Request, services: AllServices) -> Response:
    """End this browser's login."""
    accounts, port = expect_accounts(services), addressed_port(request.headers, request.url.scheme)
    shown = cookie(request.headers, port)
    if shown is not None:
        accounts.logins.log_out(shown)
    answer = Response(status_code=204)
    answer.delete_cookie(cookie_name(port))
    return answer


@router.put("/account/password", response_model=AccountInfo, responses=responses(409))
@needs(Permission.MEMBER)
def change_password(body: NewPassword, request: Request, services: AllServices, caller: Caller) -> Response:
    """Set another password, which ends all of one's logins but this one."""
    logins = expect_accounts(services).logins
    count_login(request, caller.handle)
    return logged_in(request, logins.change_password(caller.handle or "", body.old, body.new), 200)


def expect_accounts(services: ServerServices) -> Accounts:
    """Raises NoAccounts."""
    if services.accounts is None:
        raise NoAccounts("this server has no accounts")
    return services.accounts


def logged_in(request: Request, login: Login, status: int = 201) -> Response:
    """The answer that hands the cookie over, to whoever showed or set a password."""
    answer = as_json(info(login.identity, accounts=True).model_copy(update={"way": "password"}), status)
    set_cookie(
        answer, addressed_port(request.headers, request.url.scheme), login.cookie, "lax", request.url.scheme == "https"
    )
    return answer


def info(identity: Identity | None, accounts: bool) -> AccountInfo:
    if identity is None:
        return AccountInfo(accounts=accounts, actor=None, annotator_id=None, handle=None, administrator=False)
    return AccountInfo(accounts=accounts, **vars(identity))
