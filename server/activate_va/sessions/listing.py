"""The list of sessions. What is counted for it is not written: a list is read."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Engine

from activate_va.recent import Recent
from activate_va.sessions.errors import SessionNotFound, UnreadableLog
from activate_va.sessions.log import counts_of
from activate_va.sessions.repository import Counts, SessionEntry, SessionRepository
from activate_va.sessions.states import States

COUNTED = 10_000
"""Sessions whose counts are held, of those that another version wrote without counting."""


def columns_of(name: str | None, deleted: bool | None, archived: bool | None) -> dict[str, str | datetime | None]:
    """What lists are to know of a session: another name, whether they leave it out, whether they show it only to who
    asks for archived ones. None leaves that as it is."""
    since = {"deleted_at": deleted, "archived_at": archived}
    now = datetime.now(UTC)
    return {
        **({} if name is None else {"name": name}),
        **{column: now if is_so else None for column, is_so in since.items() if is_so is not None},
    }


class Listing:
    """All sessions, with the counts that each write leaves, or else counted here from their events."""

    def __init__(self, engine: Engine, states: States) -> None:
        self.engine = engine
        self.states = states
        self._counted: Recent[tuple[str, int], Counts | str] = Recent(COUNTED)

    def entries(self) -> list[SessionEntry]:
        """All sessions, the newest first. One that cannot be read says so, and has no counts."""
        with self.engine.connect() as connection:
            entries = SessionRepository(connection).entries()
        return [entry if entry.labels is not None else self._completed(entry) for entry in entries]

    def entry(self, session_id: str) -> SessionEntry:
        """One session as lists show it. Raises SessionNotFound."""
        with self.engine.connect() as connection:
            entry = SessionRepository(connection).entry(session_id)
        if entry is None:
            raise SessionNotFound(f"there is no session {session_id!r}")
        return entry if entry.labels is not None else self._completed(entry)

    def _completed(self, entry: SessionEntry) -> SessionEntry:
        known = self._counted.get((entry.session_id, entry.seq))
        if known is None:
            known = self._count(entry.session_id)
            self._counted.put((entry.session_id, entry.seq), known)
        return entry._replace(problem=known) if isinstance(known, str) else entry._replace(**known._asdict())

    def _count(self, session_id: str) -> Counts | str:
        try:
            return counts_of(self.states.folded(session_id))
        except UnreadableLog as error:
            return f"{error.detail}; {error.hint}"
