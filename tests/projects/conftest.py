"""Projects on SQLite and on PostgreSQL, with a clock that tests set."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from .people import Named, Time, opened_projects


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def projects(database_url: str, tmp_path: Path, time: Time) -> Iterator[Named]:
    with opened_projects(database_url, tmp_path, time) as named:
        yield named
