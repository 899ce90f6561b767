from __future__ import annotations

from datetime import UTC, datetime

import pytest

from activate_va.sessions.config import SessionConfig
from activate_va.sessions.events import Event, SessionCreated
from activate_va.sessions.fold import fold
from activate_va.sessions.state import SessionState


@pytest.fixture
def begun() -> SessionState:
    """A session in which nothing has happened yet."""
    created = SessionCreated(name="s", dataset="d", dataset_digest="0" * 64, seed=1, config=SessionConfig())
    return fold([Event(session_id="s1", seq=1, at=datetime(2026, 1, 1, tzinfo=UTC), actor="person", payload=created)])
