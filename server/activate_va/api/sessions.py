"""Sessions: begin one, read its state, change its configuration, select."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from activate_va.api.access import may_read
from activate_va.api.answers import as_json
from activate_va.api.dependencies import AllServices, RequestKey, SessionId, Sessions
from activate_va.api.errors import responses
from activate_va.api.naming import Actor
from activate_va.api.permissions import Caller, Permission, needs
from activate_va.api.quotas import quotas_of
from activate_va.api.schemas import (
    EvaluationSelection,
    MachineSelection,
    NewSelection,
    NewSession,
    SearchSelection,
    SelectionAnswer,
    SessionCopy,
    SessionEntryInfo,
    SessionList,
    SessionListing,
    UserSelection,
)
from activate_va.projects.errors import SharedOut
from activate_va.projects.own_sessions import ADJUDICATION
from activate_va.sessions.config import ConfigPatch
from activate_va.sessions.events import EvaluationDrawn, Event, SamplesPicked, SamplesQueried, SelectedSample
from activate_va.sessions.owners import Owner
from activate_va.sessions.state import SessionState

router = APIRouter(prefix="/sessions", tags=["sessions"])


@router.post("", status_code=201, response_model=SessionState, responses=responses(404, 409))
@needs(Permission.MEMBER)
def create_session(
    body: NewSession, request: Request, services: AllServices, sessions: Sessions, key: RequestKey, caller: Actor
) -> Response:
    """Begin a labelling session on a dataset. Without a seed one is drawn and kept."""
    quotas_of(request).expect_room_for_session(services, caller)
    begun = sessions.create(
        body.dataset,
        body.name,
        body.seed,
        body.config,
        caller.actor,
        key,
        existing_labels=body.existing_labels or "hide",
        evaluation_first=body.evaluation_first,
        annotator_id=caller.annotator_id,
    )
    return as_json(begun, 201)


@router.post("/{session_id}/copies", status_code=201, responses=responses(404, 409))
@needs(Permission.WRITE_SESSION)
def duplicate_session(
    session_id: SessionId,
    body: SessionCopy,
    request: Request,
    services: AllServices,
    sessions: Sessions,
    key: RequestKey,
    caller: Caller,
) -> SessionEntryInfo:
    """Begin another session with all that happened in this one, or go on with a dataset to which samples were added.

    From here both go on by themselves.
    """
    quotas_of(request).expect_room_for_session(services, caller)
    entry = sessions.duplicate(session_id, body.name, key, caller.annotator_id, body.dataset)
    return SessionEntryInfo(**entry._asdict())


@router.get("", responses=responses())
@needs(Permission.MEMBER)
def list_sessions(services: AllServices, sessions: Sessions, caller: Caller) -> SessionList:
    """All sessions that the caller may read, the newest first: people's, and simulated ones; deleted ones too."""
    entries = sessions.listing.entries()
    roles = {one: services.projects.role(one, caller.annotator_id) for one in {e.project_id for e in entries} if one}
    readable = (
        one
        for one in entries
        if may_read(caller, Owner(one.actor, one.annotator_id, one.project_id), roles.get(one.project_id or ""))
    )
    return SessionList(sessions=[SessionEntryInfo(**entry._asdict()) for entry in readable])


@router.get("/{session_id}", response_model=SessionState, responses=responses(404, 409))
@needs(Permission.READ_SESSION)
def get_session(session_id: SessionId, sessions: Sessions) -> Response:
    """The session's state: its events folded."""
    return as_json(sessions.state(session_id))


@router.get("/{session_id}/listing", responses=responses(404))
@needs(Permission.READ_SESSION)
def get_listing(session_id: SessionId, sessions: Sessions) -> SessionEntryInfo:
    """The session as lists show it."""
    return SessionEntryInfo(**sessions.entry(session_id)._asdict())


@router.patch("/{session_id}/listing", responses=responses(404))
@needs(Permission.WRITE_SESSION)
def patch_listing(session_id: SessionId, body: SessionListing, sessions: Sessions) -> SessionEntryInfo:
    """Rename a session, archive it, delete it, or undo that. Its events stay; exports name it as it was begun."""
    entry = sessions.list_as(session_id, body.name, body.deleted, body.archived)
    return SessionEntryInfo(**entry._asdict())


@router.patch("/{session_id}/config", response_model=Event, responses=responses(404, 409))
@needs(Permission.WRITE_SESSION)
def patch_config(
    session_id: SessionId, body: ConfigPatch, sessions: Sessions, key: RequestKey, caller: Actor
) -> Response:
    """Change any part of the configuration; the next selection and the next round go by it."""
    return as_json(sessions.change_config(session_id, body, caller.actor, key))


@router.post("/{session_id}/selections", status_code=201, responses=responses(404, 409))
@needs(Permission.WRITE_SESSION)
def create_selection(
    session_id: SessionId,
    services: AllServices,
    sessions: Sessions,
    body: NewSelection,
    key: RequestKey,
    caller: Actor,
) -> SelectionAnswer:
    """Bring samples onto the board: selected by the machine, picked by the person, found by a search, or drawn by
    lot to evaluate on.

    In a project's session come those that the project asks for next, whatever the scheme; nothing else is to be had.
    """
    owner = sessions.owners.of(session_id)
    if owner.project_id and owner.annotator_id:
        if not isinstance(body, MachineSelection):
            raise SharedOut("in a project nobody picks, draws or searches for samples to label")
        count = body.count or sessions.state(session_id).config.batch_size
        handing_out = services.projects.handing_out
        hand_out = handing_out.to_adjudicate if owner.purpose == ADJUDICATION else handing_out.to_label
        event = hand_out(owner.project_id, owner.annotator_id, count, caller.actor, key)
    elif isinstance(body, UserSelection):
        event = sessions.pick(session_id, body.sample_ids, caller.actor, key)
    elif isinstance(body, EvaluationSelection):
        event = sessions.draw_evaluation(session_id, body.held_out_for, body.count, caller.actor, key)
    elif isinstance(body, SearchSelection):
        decide = sessions.selecting.by_search(body.wanted, body.expression, body.count)
        event = sessions.select(session_id, decide, "samples_queried", caller.actor, key)
    else:
        event = sessions.query(session_id, body.scheme, body.count, caller.actor, key)
    return _answer(event)


def _answer(event: Event) -> SelectionAnswer:
    payload = event.payload
    if isinstance(payload, SamplesQueried):
        return SelectionAnswer(
            seq=event.seq,
            samples=payload.samples,
            scheme=payload.scheme,
            effective_scheme=payload.effective_scheme,
            reason=payload.reason,
        )
    if isinstance(payload, EvaluationDrawn):
        drawn = tuple(SelectedSample(sample_id=i, prediction=None) for i in payload.sample_ids)
        return SelectionAnswer(seq=event.seq, samples=drawn, scheme=None, effective_scheme=None, reason=None)
    if isinstance(payload, SamplesPicked):
        return SelectionAnswer(seq=event.seq, samples=payload.samples, scheme=None, effective_scheme=None, reason=None)
    raise TypeError(f"{payload.kind} is no selection")
