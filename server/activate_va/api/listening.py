"""Streams last no longer than what lets their readers in: a login, an account, a place in a project."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from fastapi import Request

from activate_va.api.permissions import authorise
from activate_va.assembly import ServerServices
from activate_va.errors import ActivateError
from activate_va.jobs.publisher import Subscriber
from activate_va.storage.failures import StorageFailure

LOOK_SECONDS = 2.0
"""Between two looks at whether the reader of a stream may still read it."""

logger = logging.getLogger(__name__)


@asynccontextmanager
async def listening(request: Request, channel: str) -> AsyncIterator[Subscriber]:
    """What is published on the channel, until whoever asked may read it no more."""
    services: ServerServices = request.app.state.services
    async with services.publisher.subscribe(channel) as subscriber:
        if services.accounts is None:
            yield subscriber
            return
        watch = asyncio.create_task(_watch(request, subscriber.end))
        try:
            yield subscriber
        finally:
            watch.cancel()


async def _watch(request: Request, end: Callable[[], None]) -> None:
    await asyncio.sleep(LOOK_SECONDS)
    while await _may_go_on(request):
        await asyncio.sleep(LOOK_SECONDS)
    end()


async def _may_go_on(request: Request) -> bool:
    """Nobody is put out because the database does not answer."""
    try:
        request.state.identity = await request.state.identify()
        await authorise(request)
    except StorageFailure as failure:
        logger.warning("whether a stream may go on cannot be seen for now: %s", type(failure).__name__)
    except ActivateError:
        return False
    return True
