"""Runs the application under uvicorn, and tells where the page is."""

from __future__ import annotations

import os
import secrets
import sys
import webbrowser
from types import FrameType

import uvicorn
from fastapi import FastAPI
from rich.console import Console

from activate_va.api.app import create_app
from activate_va.errors import ActivateError
from activate_va.settings import Settings

LOOPBACK = ("127.0.0.1", "localhost", "::1")
GRACE_SECONDS = 3


class OpenToOthers(ActivateError):
    hint = "leave --no-auth out, or listen on 127.0.0.1"


class PortTaken(ActivateError):
    hint = "stop what listens there, or choose another port: --port 8123, or --port 0 for any free one"


def run(settings: Settings, browser: bool) -> None:
    """Serve until interrupted. Raises OpenToOthers, PortTaken, SchedulerUnreachable, DatasetError."""
    settings = _with_token(settings)
    Server(settings, browser).run()


def _with_token(settings: Settings) -> Settings:
    if not settings.auth and settings.host not in LOOPBACK:
        raise OpenToOthers(f"without a token the server may not listen on {settings.host}, where others reach it")
    token = (settings.token or secrets.token_urlsafe(24)) if settings.auth else None
    hosts = (*settings.allowed_hosts, settings.host)
    return settings.model_copy(update={"token": token, "allowed_hosts": hosts})


class Server(uvicorn.Server):
    """uvicorn, which says where the page is once it listens, and lets go of listening browsers when it stops."""

    def __init__(self, settings: Settings, browser: bool) -> None:
        self.settings = settings
        self.browser = browser
        self.application: FastAPI = create_app(settings)
        super().__init__(
            uvicorn.Config(
                self.application,
                settings.host,
                settings.port,
                log_level="warning",
                timeout_graceful_shutdown=GRACE_SECONDS,
                server_header=False,
            )
        )

    async def startup(self, sockets: list[object] | None = None) -> None:  # type: ignore[override]
        try:
            await super().startup(sockets)  # type: ignore[arg-type]
        except SystemExit as error:
            raise PortTaken(f"port {self.settings.port} of {self.settings.host} is taken") from error
        if self.started:
            self._announce()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        services = getattr(self.application.state, "services", None)
        if services is not None:
            services.publisher.close()
        super().handle_exit(sig, frame)

    def _announce(self) -> None:
        port = self.servers[0].sockets[0].getsockname()[1]
        token = f"?token={self.settings.token}" if self.settings.token else ""
        host = f"[{self.settings.host}]" if ":" in self.settings.host else self.settings.host
        url = f"http://{host}:{port}/{token}"
        console = Console(file=sys.stdout, highlight=False, soft_wrap=True)
        console.print(f"ActiVAte is at [bold]{url}[/]")
        console.print(f"Sessions are kept in {self.settings.data_dir}. Ctrl+C stops the server.")
        if self.browser and _has_display():
            webbrowser.open(url)


def _has_display() -> bool:
    return sys.platform in ("win32", "darwin") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
