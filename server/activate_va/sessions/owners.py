"""Whose a session is: settled when it begins, and never changed."""

from __future__ import annotations

import hashlib
import secrets
from typing import NamedTuple

from sqlalchemy import Engine

from activate_va.client_key import ClientKey
from activate_va.recent import Recent
from activate_va.sessions.errors import SessionNotFound
from activate_va.sessions.repository import SessionRepository

REMEMBERED = 100_000


class Owner(NamedTuple):
    """`annotator_id` is None of sessions begun without an account; `actor` began it. `project_id` is None of those that
    label for no project; of one, `purpose` is None where the session labels."""

    actor: str
    annotator_id: str | None
    project_id: str | None = None
    purpose: str | None = None


class Owners:
    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._known: Recent[str, Owner] = Recent(REMEMBERED)

    def recalled(self, session_id: str) -> Owner | None:
        """Without asking the database; None where that would be needed."""
        return self._known.get(session_id)

    def of(self, session_id: str) -> Owner:
        """Raises SessionNotFound."""
        known = self._known.get(session_id)
        if known is not None:
            return known
        with self.engine.connect() as connection:
            found = SessionRepository(connection).entry(session_id)
        if found is None:
            raise SessionNotFound(f"there is no session {session_id!r}")
        owner = Owner(found.actor, found.annotator_id, found.project_id, found.purpose)
        self._known.put(session_id, owner)
        return owner


def new_session_id(client_key: ClientKey | None, annotator_id: str | None) -> str:
    """By the client's key, so that repeating a call finds the session begun first; two people's keys may be alike, and
    each finds their own."""
    if client_key is None:
        return secrets.token_hex(8)
    own = (annotator_id or "").encode()
    return hashlib.blake2b(client_key.key.encode(), digest_size=8, person=own[:16]).hexdigest()
