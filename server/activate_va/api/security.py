"""Who may call: whom the door lets in, known hosts only, writes from our own page only, bounded bodies."""

from __future__ import annotations

import asyncio
import time
from functools import partial
from urllib.parse import parse_qs, urlencode

from starlette.datastructures import Headers
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from activate_va.accounts.identity import Identity
from activate_va.accounts.service import Accounts
from activate_va.api.attempts import WrongTokens
from activate_va.api.credentials import bearer, cookie, set_cookie
from activate_va.api.doors import TokenDoor, TokenNeeded, door_of
from activate_va.api.errors import error_response, response_to
from activate_va.api.origins import addressed_port, as_in_headers, from_our_page, parse_host
from activate_va.api.pace import Pace, TooManyRequests
from activate_va.api.policy import with_policy
from activate_va.api.proxies import PEER, TrustedHeader
from activate_va.api.static import PAGES
from activate_va.errors import ActivateError

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
GUARDED = ("/api/", "/metrics")
"""Nothing else that is read holds a secret."""
OPEN = ("/api/health", "/api/ready", "/api/account", "/api/oidc/login", "/api/oidc/callback")
"""What may be read by whoever has not come in yet."""
DOORSTEP = ("/api/logins", "/api/invitations/preview", "/api/invitations/acceptances")
"""What may be written by them: this is how people come in."""
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


class Guard:
    """ASGI middleware in front of everything. `token=None` lets everybody in who may reach the address, unless there
    are `accounts`. Who asks stands in the request's state, as `identity`; None for a stranger at the doorstep.

    Nothing of a body is read before it is known that its sender may write.
    """

    def __init__(
        self,
        app: ASGIApp,
        token: str | None,
        hosts: tuple[str, ...],
        max_body_bytes: int,
        body_seconds: float,
        requests_per_minute: int,
        accounts: Accounts | None = None,
        trusted: TrustedHeader | None = None,
    ) -> None:
        self.app = app
        self.door = door_of(token, accounts, trusted)
        self.wrong_tokens = WrongTokens()
        self.pace = Pace(requests_per_minute)
        self.hosts = frozenset({*LOOPBACK, *map(as_in_headers, hosts)})
        self.max_body_bytes = max_body_bytes
        self.body_seconds = body_seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        guarded = with_policy(send)
        headers = Headers(scope=scope)
        answer = self._refusal(scope, headers) or self._entrance(scope) or await self._stranger(scope, headers)
        if answer:
            await answer(scope, receive, guarded)
            return
        try:
            async with asyncio.timeout(self.body_seconds):
                body = await self._read(scope, receive)
        except ValueError:
            detail = f"the body exceeds the {self.max_body_bytes:,} bytes allowed"
            await error_response(413, "BodyTooLarge", detail, "send less at a time")(scope, receive, guarded)
        except TimeoutError:
            await _too_slow(self.body_seconds)(scope, receive, guarded)
        else:
            await self.app(scope, body, guarded)

    def _refusal(self, scope: Scope, headers: Headers) -> ASGIApp | None:
        address = parse_host(headers.get("host", ""), scope["scheme"])
        if address is None or address.name not in self.hosts:
            detail = f"host {headers.get('host', '')!r} is not one this server answers to"
            hint = (
                "name it, and others after commas, in the server's environment: ACTIVATE_VA_ALLOWED_HOSTS=lab.example"
            )
            return error_response(400, "UnknownHost", detail, hint)
        if scope["method"] not in SAFE_METHODS and not from_our_page(headers, scope["scheme"]):
            page = headers.get("origin") or f"of a {headers.get('sec-fetch-site')} page"
            hint = "open the page from this server's own address"
            return error_response(403, "ForeignOrigin", f"origin {page!r} may not write here", hint)
        return None

    async def _stranger(self, scope: Scope, headers: Headers) -> ASGIApp | None:
        """The answer to whoever the door does not let in, or who asks too often."""
        scope.setdefault("state", {})["identity"] = None
        if scope["method"] in SAFE_METHODS and not scope["path"].startswith(GUARDED):
            return None  # The page itself holds nothing secret; without a login it says how to get in.
        port = addressed_port(headers, scope["scheme"])
        scope["state"]["identify"] = partial(self.door.identify, headers, port, scope.get(PEER, ""))
        try:
            identity = scope["state"]["identity"] = await scope["state"]["identify"]()
        except ActivateError as error:
            return response_to(error)
        if identity is not None or _on_the_doorstep(scope):
            return self._too_often(scope, identity)
        token, shown = bearer(headers), cookie(headers, port)
        if token is None and shown is None:
            return self._unauthorised()
        return self._wrong(scope, None if token else shown)

    def _too_often(self, scope: Scope, identity: Identity | None) -> ASGIApp | None:
        try:
            self.pace.count(scope, identity)
        except TooManyRequests as error:
            return response_to(error)
        return None

    def _wrong(self, scope: Scope, shown: str | None) -> ASGIApp:
        return self._attempted(scope, shown) or self._unauthorised()

    def _attempted(self, scope: Scope, shown: str | None) -> ASGIApp | None:
        """Counts a wrong token; the answer to whoever has shown too many."""
        address = scope["client"][0] if scope.get("client") else ""
        wait = self.wrong_tokens.count(address, shown, time.monotonic())
        return _later(wait) if wait else None

    def _entrance(self, scope: Scope) -> ASGIApp | None:
        """`/?token=…` turns the token into a cookie, and takes it out of the address. After a wrong one the page says
        how to get in."""
        query = parse_qs(scope["query_string"].decode("latin-1"))
        if not isinstance(self.door, TokenDoor) or scope["path"] not in PAGES or "token" not in query:
            return None
        right = self.door.credentials.is_token(query.pop("token")[0])
        rest = urlencode(query, doseq=True)
        response = RedirectResponse(f"{scope['path']}?{rest}" if rest else scope["path"], 303)
        if not right:
            return self._attempted(scope, None) or response
        port = addressed_port(Headers(scope=scope), scope["scheme"])
        set_cookie(response, port, self.door.credentials.cookie, "strict", scope["scheme"] == "https")
        return response

    def _unauthorised(self) -> ASGIApp:
        response = response_to(self.door.refusal())
        response.headers["www-authenticate"] = "Bearer"
        return response

    async def _read(self, scope: Scope, receive: Receive) -> Receive:
        """The request with its body read, up to what is allowed; ValueError beyond. Trusts no stated length."""
        if scope["method"] in SAFE_METHODS:
            return receive
        messages: list[Message] = []
        size = 0
        while not messages or messages[-1].get("more_body"):
            messages.append(await receive())
            size += len(messages[-1].get("body", b""))
            if size > self.max_body_bytes:
                raise ValueError
        pending = iter(messages)

        async def replayed() -> Message:
            return next(pending, None) or await receive()

        return replayed


def _on_the_doorstep(scope: Scope) -> bool:
    if scope["method"] in SAFE_METHODS:
        return scope["path"] in OPEN
    return scope["method"] == "POST" and scope["path"] in DOORSTEP


def _later(seconds: int) -> ASGIApp:
    detail = f"too many wrong tokens; the next is looked at in {seconds} s, the right one at once"
    response = error_response(429, "TooManyWrongTokens", detail, TokenNeeded.hint)
    response.headers["retry-after"] = str(seconds)
    return response


def _too_slow(seconds: float) -> ASGIApp:
    response = error_response(408, "BodyTooSlow", f"the body took longer than {seconds:g} s to arrive", "send it again")
    response.headers["connection"] = "close"
    return response
