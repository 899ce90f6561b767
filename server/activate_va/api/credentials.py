"""The token, and the cookie that stands for it in browsers."""

from __future__ import annotations

import hmac
from typing import Literal

from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.responses import Response

COOKIE_SECONDS = 30 * 24 * 3600
COOKIE_PURPOSE = b"activate-va: cookie of a browser"


class Credentials:
    """What lets somebody in. The cookie is made of the token, so that it lasts as long, and does not tell it."""

    def __init__(self, token: str) -> None:
        self._token = token.encode()
        self.cookie = hmac.new(self._token, COOKIE_PURPOSE, "sha256").hexdigest()

    def is_token(self, offered: str) -> bool:
        return hmac.compare_digest(offered.encode(), self._token)

    def is_cookie(self, offered: str) -> bool:
        return hmac.compare_digest(offered.encode(), self.cookie.encode())


def bearer(headers: Headers) -> str | None:
    """The token that a script sends: `Authorization: Bearer …`."""
    scheme, _, token = headers.get("authorization", "").partition(" ")
    return token if scheme.lower() == "bearer" else None


def cookie(headers: Headers, port: int) -> str | None:
    return cookie_parser(headers.get("cookie", "")).get(cookie_name(port))


def cookie_name(port: int) -> str:
    """Cookies do not tell ports apart; servers side by side on one host need names of their own."""
    return f"activate-va-{port}"


def set_cookie(response: Response, port: int, value: str, samesite: Literal["lax", "strict"], secure: bool) -> None:
    """A cookie that no script of the page can read. `secure`: it is for TLS only."""
    name = cookie_name(port)
    response.set_cookie(name, value, max_age=COOKIE_SECONDS, httponly=True, samesite=samesite, secure=secure)
