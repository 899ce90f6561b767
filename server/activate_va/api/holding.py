"""Who has which samples in hand."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import Field

from activate_va.api.dependencies import AllServices, SessionId
from activate_va.api.errors import responses
from activate_va.api.naming import Actor
from activate_va.api.permissions import Permission, needs
from activate_va.api.schemas import Body
from activate_va.number import AS_NUMBER
from activate_va.sessions.events import SampleId
from activate_va.sessions.holding import MOST_CLIENT, MOST_HELD, Holding, tell_holding
from activate_va.text import Text

router = APIRouter(prefix="/sessions/{session_id}", tags=["labels"])


class Held(Body):
    """All that the client holds now; none: it lets go. `client`: made by each page for itself, so that it knows its own
    from those of others."""

    client: Annotated[Text, Field(min_length=1, max_length=MOST_CLIENT)]
    sample_ids: Annotated[tuple[Annotated[SampleId, AS_NUMBER], ...], Field(max_length=MOST_HELD)]


@router.put("/holding", status_code=204, responses=responses(404, 409), response_class=Response)
@needs(Permission.WRITE_SESSION)
def put_holding(session_id: SessionId, body: Held, services: AllServices, caller: Actor) -> Response:
    """Tell who follows the session which samples one has in hand: being dragged, or about to be answered.

    It passes by as `holding` in the stream, and is in no log. It lasts ten seconds, or until it is said anew.
    """
    said = Holding(client=body.client, actor=caller.actor, name=caller.handle, sample_ids=body.sample_ids)
    tell_holding(services.sessions.log, services.shelf, session_id, said)
    return Response(status_code=204)
