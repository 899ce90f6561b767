"""Who is let in: everybody, whoever shows the server's one token, or people with accounts."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Protocol

from starlette.datastructures import Headers

from activate_va.accounts.errors import LoginNeeded
from activate_va.accounts.identity import EVERYBODY, Identity
from activate_va.accounts.service import Accounts
from activate_va.api.credentials import Credentials, bearer, cookie
from activate_va.api.proxies import TrustedHeader
from activate_va.errors import ActivateError
from activate_va.recent import Recent

REMEMBERED = 10_000
REMEMBERED_SECONDS = 1.0
"""For which whoever was let in is not looked up again: so long does a login outlive its end at most."""


class TokenNeeded(ActivateError):
    status = 401
    hint = "open the address with the token that the server printed at its start, or send Authorization: Bearer TOKEN"


class Door(Protocol):
    lax: bool
    """Whether its cookie is sent when somebody follows a link from another site to here."""

    async def identify(self, headers: Headers, port: int, peer: str) -> Identity | None:
        """Who asks from the address of the `peer`; None: a stranger."""

    def refusal(self) -> ActivateError:
        """What a stranger is told."""


class OpenDoor:
    """For everybody who may reach the address."""

    lax = False

    async def identify(self, headers: Headers, port: int, peer: str) -> Identity | None:
        return EVERYBODY

    def refusal(self) -> ActivateError:
        raise AssertionError("nobody is a stranger")


class TokenDoor:
    """For whoever shows the token, or the cookie that stands for it."""

    lax = False

    def __init__(self, credentials: Credentials) -> None:
        self.credentials = credentials

    async def identify(self, headers: Headers, port: int, peer: str) -> Identity | None:
        token, shown = bearer(headers), cookie(headers, port)
        right = (token is not None and self.credentials.is_token(token)) or (
            shown is not None and self.credentials.is_cookie(shown)
        )
        return EVERYBODY if right else None

    def refusal(self) -> ActivateError:
        return TokenNeeded("the request carries no valid token")


class AccountDoor:
    """For people who are logged in here or at the proxy, and for their scripts, which show a token of theirs."""

    lax = True

    def __init__(self, accounts: Accounts, trusted: TrustedHeader | None = None) -> None:
        self.accounts = accounts
        self.trusted = trusted
        self._known: Recent[tuple[str, str], tuple[Identity, float]] = Recent(REMEMBERED)

    async def identify(self, headers: Headers, port: int, peer: str) -> Identity | None:
        token, shown = bearer(headers), cookie(headers, port)
        vouched = self.trusted.vouched(headers, peer) if self.trusted else None
        if vouched is not None:
            return await self._looked_up("vouched", vouched, self.accounts.vouched_for.identify)
        if token is not None:
            return await self._looked_up("token", token, self.accounts.tokens.identify)
        return await self._looked_up("cookie", shown, self.accounts.logins.identify) if shown else None

    def refusal(self) -> ActivateError:
        return LoginNeeded("nobody is logged in here")

    async def _looked_up(self, kind: str, secret: str, look: Callable[[str], Identity | None]) -> Identity | None:
        known = self._known.get((kind, secret))
        if known is not None and known[1] > time.monotonic():
            return known[0]
        found = await asyncio.to_thread(look, secret)
        if found is not None:
            self._known.put((kind, secret), (found, time.monotonic() + REMEMBERED_SECONDS))
        return found


def door_of(token: str | None, accounts: Accounts | None, trusted: TrustedHeader | None = None) -> Door:
    if accounts is not None:
        return AccountDoor(accounts, trusted)
    return OpenDoor() if token is None else TokenDoor(Credentials(token))
