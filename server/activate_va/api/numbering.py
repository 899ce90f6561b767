"""A number for each request: in its answer, and in whatever is logged on its behalf."""

from __future__ import annotations

import logging
import re
import time
import uuid

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADER = "x-request-id"
THEIRS = re.compile(r"[A-Za-z0-9._-]{8,64}")
"""What a proxy may number requests with; anything else is not taken over into the log."""

logger = logging.getLogger(__name__)


class Numbered:
    """ASGI middleware around everything. Where the log is JSON, each request is a line of it, once it has ended."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id, began, status = number_of(Headers(scope=scope)), time.perf_counter(), 0

        async def numbered(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[HEADER] = request_id
            await send(message)

        with structlog.contextvars.bound_contextvars(request_id=request_id):
            try:
                await self.app(scope, receive, numbered)
            finally:
                operation = getattr(scope.get("endpoint"), "__name__", None)
                fields = {"method": scope["method"], "operation": operation, "status": status}
                logger.info("request", extra={**fields, "seconds": round(time.perf_counter() - began, 4)})


def number_of(headers: Headers) -> str:
    """That of the proxy in front, or a new one."""
    theirs = headers.get(HEADER, "")
    return theirs if THEIRS.fullmatch(theirs) else uuid.uuid4().hex
