"""After what changes an adjudicator's board, the project learns what it decides."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute

from activate_va.assembly import ServerServices
from activate_va.projects.own_sessions import ADJUDICATION


class SettlingRoute(APIRoute):
    """A route under a session's path whose call changes labels."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def handled(request: Request) -> Response:
            response = await handle(request)
            services: ServerServices = request.app.state.services
            owner = services.sessions.owners.recalled(request.path_params["session_id"])
            if owner and owner.purpose == ADJUDICATION and owner.project_id and owner.annotator_id:
                settle = services.projects.adjudicating.settle
                await asyncio.to_thread(settle, owner.project_id, owner.annotator_id, request.state.identity.actor)
            return response

        return handled
