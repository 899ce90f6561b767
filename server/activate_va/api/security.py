"""Who may call: a token as in Jupyter, known hosts only, writes from our own page only, bounded bodies."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable
from ipaddress import IPv6Address
from urllib.parse import parse_qs, urlencode, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from activate_va.api.errors import error_response

COOKIE_SECONDS = 30 * 24 * 3600
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
PAGES = ("/", "/studies")
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
CONTENT_SECURITY_POLICY = (
    "default-src 'self'; img-src 'self' blob: data:; style-src 'self' 'unsafe-inline'; script-src 'self'; "
    "worker-src 'self' blob:; connect-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; "
    "form-action 'self'"
)


class Guard:
    """ASGI middleware in front of everything. `token=None` lets everybody in who may reach the address."""

    def __init__(self, app: ASGIApp, token: str | None, hosts: tuple[str, ...], max_body_bytes: int) -> None:
        self.app = app
        self.token = token
        self.hosts = frozenset({*LOOPBACK, *map(_as_in_headers, hosts)})
        self.max_body_bytes = max_body_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        guarded = _with_policy(send)
        answer = self._refusal(scope, Headers(scope=scope)) or self._entrance(scope)
        if answer:
            await answer(scope, receive, guarded)
            return
        try:
            body = await self._read(scope, receive)
        except ValueError:
            detail = f"the body exceeds the {self.max_body_bytes:,} bytes allowed"
            await error_response(413, "BodyTooLarge", detail, "send less at a time")(scope, receive, guarded)
            return
        await self.app(scope, body, guarded)

    def _refusal(self, scope: Scope, headers: Headers) -> ASGIApp | None:
        if _host_name(headers.get("host", "")) not in self.hosts:
            detail = f"host {headers.get('host', '')!r} is not one this server answers to"
            hint = (
                "name it, and others after commas, in the server's environment: ACTIVATE_VA_ALLOWED_HOSTS=lab.example"
            )
            return error_response(400, "UnknownHost", detail, hint)
        if scope["method"] not in SAFE_METHODS and not _same_origin(headers):
            detail = f"origin {headers.get('origin')!r} may not write here"
            return error_response(403, "ForeignOrigin", detail, "open the page from this server's own address")
        return None if self._public(scope) or self._known(scope, headers) else _unauthorised()

    def _public(self, scope: Scope) -> bool:
        """The page itself holds nothing secret; without a token it says how to get in."""
        return not scope["path"].startswith("/api/") or scope["path"] == "/api/health"

    def _known(self, scope: Scope, headers: Headers) -> bool:
        if self.token is None:
            return True
        scheme, _, bearer = headers.get("authorization", "").partition(" ")
        cookie = cookie_parser(headers.get("cookie", "")).get(_cookie_name(headers))
        offered = (bearer if scheme.lower() == "bearer" else None, cookie)
        return any(self._matches(one) for one in offered if one is not None)

    def _matches(self, offered: str) -> bool:
        return self.token is not None and hmac.compare_digest(offered.encode(), self.token.encode())

    def _entrance(self, scope: Scope) -> ASGIApp | None:
        """`/?token=…` turns the token into a cookie, and takes it out of the address."""
        query = parse_qs(scope["query_string"].decode("latin-1"))
        if self.token is None or scope["path"] not in PAGES or "token" not in query:
            return None
        if not self._matches(query.pop("token")[0]):
            return _unauthorised()
        rest = urlencode(query, doseq=True)
        response = RedirectResponse(f"{scope['path']}?{rest}" if rest else scope["path"], 303)
        response.set_cookie(
            _cookie_name(Headers(scope=scope)), self.token, httponly=True, samesite="strict", max_age=30 * 24 * 3600
        )
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


def _host_name(host: str) -> str | None:
    """The name without the port; None where the port is none."""
    try:
        _port(host)
    except ValueError:
        return None
    return _as_in_headers(host if host.endswith("]") else host.rsplit(":", 1)[0])


def _as_in_headers(host: str) -> str:
    """A name in lower case; an IPv6 address in brackets and its shortest spelling, as browsers write it."""
    try:
        return f"[{IPv6Address(host.removeprefix('[').removesuffix(']'))}]"
    except ValueError:
        return host.lower()


def _port(host: str) -> int:
    return urlsplit(f"//{host}").port or 80


def _cookie_name(headers: Headers) -> str:
    """Cookies do not tell ports apart; servers side by side on one host need names of their own."""
    return f"activate-va-{_port(headers.get('host', ''))}"


def _same_origin(headers: Headers) -> bool:
    """A browser says where a write comes from; scripts say nothing, and show the token instead."""
    origin = headers.get("origin")
    try:
        return origin is None or urlsplit(origin).netloc == headers.get("host")
    except ValueError:
        return False


def _unauthorised() -> ASGIApp:
    hint = "open the address with the token that the server printed at its start, or send Authorization: Bearer TOKEN"
    response = error_response(401, "TokenNeeded", "the request carries no valid token", hint)
    response.headers["www-authenticate"] = "Bearer"
    return response


def _with_policy(send: Send) -> Callable[[Message], Awaitable[None]]:
    async def with_policy(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.setdefault("content-security-policy", CONTENT_SECURITY_POLICY)
            headers.setdefault("x-content-type-options", "nosniff")
            headers.setdefault("referrer-policy", "no-referrer")
        await send(message)

    return with_policy
