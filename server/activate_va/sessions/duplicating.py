"""A session begun anew from all that happened in another."""

from __future__ import annotations

from collections.abc import Sequence

from activate_va.sessions.errors import OfAProject, RoundRunning
from activate_va.sessions.events import Event, SessionCreated
from activate_va.sessions.owners import Owner
from activate_va.sessions.state import SessionState


def copied(events: Sequence[Event], session_id: str, name: str) -> list[Event]:
    """The same log under another id and name, by the same people at the same times. Keys of writes stay behind: they
    are the other session's."""
    renamed = [_renamed(event, name) if event.seq == 1 else event for event in events]
    return [event.model_copy(update={"session_id": session_id, "client_key": None}) for event in renamed]


def expect_duplicable(state: SessionState, owner: Owner) -> None:
    """Raises RoundRunning, OfAProject."""
    if state.running is not None:
        raise RoundRunning(f"round {state.running.round} of this session is still running")
    if owner.project_id is not None:
        raise OfAProject(f"session {state.session_id} is a project's, which hands its samples out")


def _renamed(event: Event, name: str) -> Event:
    if not isinstance(event.payload, SessionCreated):
        raise TypeError(f"{event.payload.kind} begins no session")
    return event.model_copy(update={"payload": event.payload.model_copy(update={"name": name})})
