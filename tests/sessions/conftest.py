from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine

from activate_va.sessions.events import Event
from activate_va.sessions.fold import fold
from activate_va.sessions.state import SessionState
from activate_va.storage.database import open_database

from .strategies import CREATED


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """A migrated database."""
    engine = open_database(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def begun() -> SessionState:
    """A session in which nothing has happened yet."""
    return fold([Event(session_id="s1", seq=1, at=datetime(2026, 1, 1, tzinfo=UTC), actor="person", payload=CREATED)])
