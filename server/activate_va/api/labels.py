"""Labels: place a sample, confirm the machine's placements, put a sample back."""

from __future__ import annotations

from fastapi import APIRouter, Response

from activate_va.api.answers import as_json
from activate_va.api.dependencies import RequestKey, SampleIdPath, SessionId, Sessions
from activate_va.api.errors import responses
from activate_va.api.naming import Actor
from activate_va.api.permissions import Permission, needs
from activate_va.api.schemas import AlikeLabels, Confirmations, Label
from activate_va.api.settling import SettlingRoute
from activate_va.projects.errors import SharedOut
from activate_va.sessions.events import Event

router = APIRouter(prefix="/sessions/{session_id}", tags=["labels"], route_class=SettlingRoute)


@router.post("/labels", response_model=Event, responses=responses(404, 409))
@needs(Permission.WRITE_SESSION)
def post_labels(
    session_id: SessionId, body: AlikeLabels, sessions: Sessions, key: RequestKey, caller: Actor
) -> Response:
    """Give several samples one class in one step; those not on the board come onto it. Labels stay as they are, unless
    the body says to `relabel`.

    Not in a project's session, where nobody picks samples.
    """
    owner = sessions.owners.of(session_id)
    if owner.project_id and owner.annotator_id:
        raise SharedOut("in a project nobody picks samples")
    said = body.sample_ids, body.class_index, body.confidence
    return as_json(sessions.label_alike(session_id, *said, caller.actor, key, body.relabel))


@router.put("/labels/{sample_id}", response_model=Event, responses=responses(404, 409))
@needs(Permission.WRITE_SESSION)
def put_label(
    session_id: SessionId, sample_id: SampleIdPath, body: Label, sessions: Sessions, key: RequestKey, caller: Actor
) -> Response:
    """Put a sample of the board into a class, or move it: at the height of the person's confidence, where stated."""
    return as_json(sessions.place(session_id, sample_id, body.class_index, body.confidence, caller.actor, key))


@router.delete("/labels/{sample_id}", response_model=Event, responses=responses(404, 409))
@needs(Permission.WRITE_SESSION)
def delete_label(
    session_id: SessionId, sample_id: SampleIdPath, sessions: Sessions, key: RequestKey, caller: Actor
) -> Response:
    """Put a sample back into the unlabelled region."""
    return as_json(sessions.return_sample(session_id, sample_id, caller.actor, key))


@router.post("/confirmations", response_model=Event, responses=responses(404, 409))
@needs(Permission.WRITE_SESSION)
def confirm(session_id: SessionId, body: Confirmations, sessions: Sessions, key: RequestKey, caller: Actor) -> Response:
    """Accept the machine's placements as they stand, or as they were seen."""
    return as_json(sessions.confirm(session_id, body.sample_ids, body.class_indices, caller.actor, key))
