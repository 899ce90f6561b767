"""Maps and feature spaces of a session that holds samples out: nothing of these is in them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Response
from fastapi.responses import JSONResponse

from activate_va.api.datasets import (
    COORDINATES,
    SPACE,
    OwnName,
    ProjectionOptions,
    SelectingBy,
    being_computed,
    space_of,
)
from activate_va.api.dependencies import AllServices, SessionId
from activate_va.api.errors import responses
from activate_va.api.permissions import Permission, needs
from activate_va.api.schemas import SpaceInfo
from activate_va.options import key_of, parsed_options
from activate_va.projections import projections
from activate_va.sessions.evaluating import learnt_from, spread

router = APIRouter(prefix="/sessions/{session_id}", tags=["sessions"])


@router.get("/projections/{method}", responses={**responses(404, 409, 422), **COORDINATES}, response_class=Response)
@needs(Permission.READ_SESSION)
def get_session_projection(
    session_id: SessionId,
    method: Annotated[str, Path(max_length=100)],
    services: AllServices,
    options: ProjectionOptions = "{}",
    own: OwnName = None,
) -> Response:
    """2-D coordinates of every pool sample, as fitted without those that are held out, which have none: NaN."""
    state = services.sessions.state(session_id)
    chosen = {key_of(projections, method): parsed_options(options)}
    known = services.projector.find(learnt_from(state), method, chosen, own)
    if known is None:
        return being_computed(services.projector.compute(learnt_from(state), method, chosen, own))
    views = services.sessions.selecting.views
    whole = spread(known.coordinates, views.kept(state), len(services.shelf.open(state.dataset).pool))
    return Response(whole.astype("<f4").tobytes(), media_type="application/octet-stream")


@router.get("/spaces/{space}", responses={**responses(404, 409, 422), **SPACE}, response_model=SpaceInfo)
@needs(Permission.READ_SESSION)
def get_session_space(
    session_id: SessionId,
    space: Annotated[str, Path(max_length=100)],
    services: AllServices,
    selection: SelectingBy = None,
) -> SpaceInfo | JSONResponse:
    """As of a dataset, learnt without the samples that the session holds out."""
    return space_of(learnt_from(services.sessions.state(session_id)), space, services, selection)
