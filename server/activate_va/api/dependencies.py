"""What routes are given: the services of this server, and what each request carries."""

from __future__ import annotations

import json
from typing import Annotated

from fastapi import Depends, Header, Path, Request

from activate_va.assembly import ServerServices
from activate_va.client_key import ClientKey
from activate_va.digest import json_digest
from activate_va.sessions.service import SessionService
from activate_va.text import Text


async def _services(request: Request) -> ServerServices:
    """Not in a thread, as no dependency that waits for nothing: each would cost a request two changes of threads."""
    services: ServerServices = request.app.state.services
    return services


async def _sessions(request: Request) -> SessionService:
    services: ServerServices = request.app.state.services
    return services.sessions


AllServices = Annotated[ServerServices, Depends(_services)]
Sessions = Annotated[SessionService, Depends(_sessions)]
SessionId = Annotated[Text, Path(max_length=32)]
DatasetName = Annotated[str, Path(max_length=200)]
SampleIdPath = Annotated[int, Path(ge=0, lt=2**53)]
KeyHeader = Annotated[
    Text | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=200,
        description="made by the client for this one write: repeating it after a lost answer is harmless",
    ),
]


async def _request_key(request: Request, key: KeyHeader = None) -> ClientKey | None:
    if key is None:
        return None
    return ClientKey(key, _digest(request.method, request.scope["path"], await request.body()))


def _digest(method: str, path: str, body: bytes) -> str:
    """That of a request: two that say the same have the same, however their JSON is spaced and ordered."""
    try:
        said = json.loads(body) if body else None
    except ValueError:  # Of a call that takes no body: what came with it is part of the request all the same.
        said = body.decode("latin-1")
    return json_digest([method, path, said])


RequestKey = Annotated[ClientKey | None, Depends(_request_key)]
