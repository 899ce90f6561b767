from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from activate_va.sessions.events import Event
from activate_va.sessions.fold import fold
from activate_va.sessions.state import SessionState
from activate_va.storage.database import open_database

from .strategies import CREATED


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """A migrated database in a folder that is made for it."""
    engine = open_database(f"sqlite:///{tmp_path / 'data' / 'test.sqlite3'}")
    yield engine
    engine.dispose()


@pytest.fixture
def begun() -> SessionState:
    """A session in which nothing has happened yet."""
    return fold([Event(session_id="s1", seq=1, at=datetime(2026, 1, 1, tzinfo=UTC), actor="person", payload=CREATED)])
