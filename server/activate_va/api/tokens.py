"""Tokens for scripts."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import BaseModel, Field

from activate_va.accounts.errors import NoAccounts
from activate_va.accounts.tokens import ApiToken
from activate_va.api.accounts import expect_accounts
from activate_va.api.dependencies import AllServices
from activate_va.api.errors import responses
from activate_va.api.permissions import Caller, Permission, needs
from activate_va.api.schemas import Body
from activate_va.text import Text

router = APIRouter(prefix="/tokens", tags=["accounts"])

Name = Annotated[Text, Field(min_length=1, max_length=60)]


class NewApiToken(Body):
    name: Name


class MadeToken(BaseModel):
    """`secret` is shown this once."""

    token: ApiToken
    secret: str


class ApiTokenList(BaseModel):
    tokens: list[ApiToken]


@router.get("", responses=responses(409))
@needs(Permission.MEMBER)
def list_tokens(services: AllServices, caller: Caller) -> ApiTokenList:
    """One's own, the newest first; revoked ones among them."""
    return ApiTokenList(tokens=expect_accounts(services).tokens.of(_own(caller.annotator_id)))


@router.post("", status_code=201, responses=responses(409))
@needs(Permission.MEMBER)
def make_token(body: NewApiToken, services: AllServices, caller: Caller) -> MadeToken:
    """A token by which a script acts for the caller; events name it."""
    made = expect_accounts(services).tokens.make(_own(caller.annotator_id), body.name)
    return MadeToken(token=made.token, secret=made.secret)


@router.delete("/{name}", responses=responses(404, 409))
@needs(Permission.MEMBER)
def revoke_token(name: Annotated[Text, Path(max_length=60)], services: AllServices, caller: Caller) -> ApiToken:
    """Let the token in no longer; its name stays taken."""
    return expect_accounts(services).tokens.revoke(_own(caller.annotator_id), name)


def _own(annotator_id: str | None) -> str:
    if annotator_id is None:
        raise NoAccounts("this server has no accounts, and so no tokens of people")
    return annotator_id
