from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, Engine

from activate_va.accounts.service import Accounts
from activate_va.storage.database import open_database

PASSWORD = "a sentence as a password"  # noqa: S105


class Time:
    """A clock that moves when it is told to."""

    def __init__(self) -> None:
        self.now = datetime(2026, 1, 1, tzinfo=UTC)

    def __call__(self, _: Connection) -> datetime:
        return self.now

    def pass_by(self, **units: float) -> None:
        self.now += timedelta(**units)


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = open_database(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def accounts(engine: Engine, time: Time) -> Accounts:
    """Ada administers it."""
    accounts = Accounts.on(engine, time)
    accounts.annotators.add("Ada", PASSWORD, administrator=True)
    return accounts
