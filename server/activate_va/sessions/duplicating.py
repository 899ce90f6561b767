"""A session begun anew from all that happened in another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from activate_va.datasets.shelf import DatasetShelf
from activate_va.sessions.errors import OfAProject, OtherSamples, RoundRunning
from activate_va.sessions.events import Event, SessionCreated
from activate_va.sessions.own_embeddings import expect_own_embeddings
from activate_va.sessions.owners import Owner
from activate_va.sessions.state import SessionState


def copied(events: Sequence[Event], session_id: str, changes: Mapping[str, str]) -> list[Event]:
    """The same log under another id, by the same people at the same times. Keys of writes stay behind: they are the
    other session's. `changes`: of what the session was created with."""
    renamed = [_changed(event, changes) if event.seq == 1 else event for event in events]
    return [event.model_copy(update={"session_id": session_id, "client_key": None}) for event in renamed]


def expect_duplicable(state: SessionState, owner: Owner) -> None:
    """Raises RoundRunning, OfAProject."""
    if state.running is not None:
        raise RoundRunning(f"round {state.running.round} of this session is still running")
    if owner.project_id is not None:
        raise OfAProject(f"session {state.session_id} is a project's, which hands its samples out")


def changes_of(state: SessionState, name: str, dataset: str | None, shelf: DatasetShelf) -> dict[str, str]:
    """What a copy of the session is created with in place of what it was. `dataset`: one with samples added, or None.

    Raises OtherSamples, DatasetNotFound, OwnEmbeddingNotFound.
    """
    if dataset is None:
        return {"name": name}
    if state.dataset_digest not in shelf.grew_from(dataset):
        raise OtherSamples(f"{dataset} is not {state.dataset} with samples added")
    data = shelf.open(dataset)
    expect_own_embeddings(state.config, data)
    return {"name": name, "dataset": dataset, "dataset_digest": data.digest}


def _changed(event: Event, changes: Mapping[str, str]) -> Event:
    if not isinstance(event.payload, SessionCreated):
        raise TypeError(f"{event.payload.kind} begins no session")
    return event.model_copy(update={"payload": event.payload.model_copy(update=changes)})
