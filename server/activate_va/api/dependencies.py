"""What routes are given: the services of this server, and what each request carries."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Annotated

from fastapi import Depends, Header, Path, Request
from pydantic import AfterValidator, AwareDatetime

from activate_va.assembly import ServerServices
from activate_va.client_key import ClientKey
from activate_va.digest import json_digest
from activate_va.errors import ActivateError
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


def _in_utc(at: datetime) -> datetime:
    try:
        return at.astimezone(UTC)
    except OverflowError:
        raise ValueError("is beyond the calendar") from None


ClientAt = Annotated[
    Annotated[AwareDatetime, AfterValidator(_in_utc)] | None,
    Header(description="when the client acted, by its clock, as in 2026-01-31T12:00:00.250Z; goes with a key"),
]
ClientT = Annotated[
    float | None,
    Header(
        ge=0,
        lt=2**53,
        allow_inf_nan=False,
        description="the same in milliseconds of a clock that is never set back: differences are reaction times",
    ),
]
DECIMALS = 3
"""Of milliseconds: no browser's clock is finer."""


class ClientTimeWithoutKey(ActivateError):
    hint = "send Idempotency-Key as well: both say something of one write"


async def _request_key(
    request: Request, key: KeyHeader = None, client_at: ClientAt = None, client_t: ClientT = None
) -> ClientKey | None:
    if key is None:
        if client_at is not None or client_t is not None:
            raise ClientTimeWithoutKey("Client-At and Client-T came without Idempotency-Key")
        return None
    digest = _digest(request.method, request.scope["path"], await request.body())
    return ClientKey(key, digest, client_at, None if client_t is None else round(client_t, DECIMALS))


def _digest(method: str, path: str, body: bytes) -> str:
    """That of a request: two that say the same have the same, however their JSON is spaced and ordered."""
    try:
        said = json.loads(body) if body else None
    except ValueError:  # Of a call that takes no body: what came with it is part of the request all the same.
        said = body.decode("latin-1")
    return json_digest([method, path, said])


RequestKey = Annotated[ClientKey | None, Depends(_request_key)]
