"""Runs the application under uvicorn, and tells where the page is."""

from __future__ import annotations

import gc
import logging
import os
import secrets
import socket
import sys
import webbrowser
from types import FrameType
from urllib.parse import quote

import uvicorn
from fastapi import FastAPI
from rich.console import Console
from rich.markup import escape
from uvicorn.config import LOGGING_CONFIG

from activate_va.api.app import create_app
from activate_va.api.connections import Limits, bounded
from activate_va.api.ending import ending_in_order
from activate_va.api.open_files import BACKLOG, room_for
from activate_va.assembly import ServerServices, open_services
from activate_va.errors import ActivateError
from activate_va.logs import write_json
from activate_va.settings import Settings, open_to_others

LOOPBACK = ("127.0.0.1", "localhost", "::1")
GRACE_SECONDS = 3
COLLECTOR_THRESHOLDS = (10_000, 4, 1_000)
"""What is new in few objects at a time: all that a long log leaves at once held up others for 100 ms."""
SWITCH_SECONDS = 0.001


logger = logging.getLogger(__name__)


class OpenToOthers(ActivateError):
    hint = "leave --no-auth out, or listen on 127.0.0.1"


class PortTaken(ActivateError):
    hint = "stop what listens there, or choose another port: --port 8123, or --port 0 for any free one"


def run(settings: Settings, browser: bool) -> None:
    """Serve until interrupted or ended by SIGTERM. Raises OpenToOthers, PortTaken, and what `open_services` does."""
    settings = _with_token(settings)
    if settings.log_format == "json":
        write_json()
    with ending_in_order(), listen(settings.host, settings.port) as listener, open_services(settings) as services:
        _collect_seldom()
        sys.setswitchinterval(SWITCH_SECONDS)  # A label waits for its turn at each step while a long log is folded.
        Server(settings, services, listener, browser).run(sockets=[listener])


def _collect_seldom() -> None:
    """Sessions are many objects that live for long and hold no cycles: Python's default looks through them so often
    that it takes a quarter of a label's processor time on boards of 10,000."""
    gc.freeze()
    gc.set_threshold(*COLLECTOR_THRESHOLDS)


def listen(host: str, port: int) -> socket.socket:
    """Take the port before anything else is started. Raises PortTaken.

    Connections inherit that nothing waits for an acknowledgement: an answer's head and its body are sent one after the
    other, and a second request on a connection would take 40 ms more. (asyncio sees to it for its own sockets only.)
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family, backlog=BACKLOG)
    except OSError as error:
        raise PortTaken(f"cannot listen on port {port} of {host}: {error.strerror}") from error
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def _with_token(settings: Settings) -> Settings:
    if not settings.auth and settings.host not in LOOPBACK:
        raise OpenToOthers(f"without a token the server may not listen on {settings.host}, where others reach it")
    asked = settings.auth and not settings.accounts
    token = (settings.token or secrets.token_urlsafe(24)) if asked else None
    hosts = (*settings.allowed_hosts, settings.host)
    return settings.model_copy(update={"token": token, "allowed_hosts": hosts})


def configured(settings: Settings, app: FastAPI) -> uvicorn.Config:
    """How uvicorn is to serve the application: within the settings' bounds."""
    limits = Limits(
        connections=room_for(settings.max_connections),
        waiting=settings.max_waiting_connections,
        head_seconds=settings.head_seconds,
    )
    return uvicorn.Config(
        app,
        http=bounded(limits),
        ws="none",
        backlog=BACKLOG,
        log_level="warning",
        log_config=LOGGING_CONFIG if settings.log_format == "text" else None,
        timeout_graceful_shutdown=GRACE_SECONDS,
        server_header=False,
        proxy_headers=False,  # The application sees to them.
    )


class Server(uvicorn.Server):
    """uvicorn, which says where the page is once it listens, and lets go of listening browsers when it stops."""

    def __init__(self, settings: Settings, services: ServerServices, listener: socket.socket, browser: bool) -> None:
        self.settings = settings
        self.services = services
        self.port = listener.getsockname()[1]
        self.browser = browser
        super().__init__(configured(settings, create_app(settings, services)))

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._announce()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self.services.publisher.close()
        super().handle_exit(sig, frame)

    def _announce(self) -> None:
        if self.settings.log_format == "json":
            logger.info("ready", extra={"port": self.port})
            return
        url = page_address(self.settings, self.port)
        console = Console(file=sys.stdout, highlight=False, soft_wrap=True)
        console.print(f"ActiVAte is at [bold]{escape(url)}[/]")
        console.print(f"Sessions are kept in {escape(str(self.settings.data_dir))}. Ctrl+C stops the server.")
        if open_to_others(self.settings.data_dir):
            console.print(f"Others on this machine may look into it: chmod o= {escape(str(self.settings.data_dir))}")
        if self.services.accounts is not None and not self.services.accounts.annotators.all():
            console.print("Nobody has an account yet: activate-va accounts add NAME --administrator")
        if self.browser and _has_display():
            webbrowser.open(url)


def page_address(settings: Settings, port: int) -> str:
    """Where the page is, with the token that lets its reader in."""
    token = f"?token={quote(settings.token, safe='')}" if settings.token else ""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"http://{host}:{port}/{token}"


def _has_display() -> bool:
    return sys.platform in ("win32", "darwin") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
