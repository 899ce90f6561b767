"""At most one server holds a name, and what a server held is free once it is gone."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Engine

from activate_va.storage.claims import APPLICATION, AdvisoryClaims, SoleClaims, claims_on
from activate_va.storage.database import open_database
from activate_va.storage.failures import DatabaseUnusable

from ..postgres_server import PostgresServer


@pytest.fixture
def engine(postgres: PostgresServer) -> Iterator[Engine]:
    engine = open_database(postgres.new_database())
    yield engine
    engine.dispose()


@pytest.fixture
def servers(engine: Engine) -> Iterator[list[AdvisoryClaims]]:
    servers = [AdvisoryClaims(engine) for _ in range(4)]
    yield servers
    for server in servers:
        server.close()


def test_of_many_servers_that_ask_at_once_one_gets_it(servers: list[AdvisoryClaims]) -> None:
    for number in range(20):
        with ThreadPoolExecutor(4) as threads:
            taken = list(threads.map(lambda server, name: server.take(name), servers, [f"s{number}"] * 4))
        assert sum(taken) == 1


def test_who_holds_it_may_ask_again_and_gives_it_back_at_once(servers: list[AdvisoryClaims]) -> None:
    a, b, *_ = servers
    assert [a.take("s"), a.take("s"), b.take("s"), b.take("other")] == [True, True, False, True]
    b.give_back("s")
    assert not b.take("s")
    a.give_back("s")
    assert b.take("s")


def test_what_a_server_held_is_free_once_its_connection_is_gone(
    servers: list[AdvisoryClaims], postgres: PostgresServer
) -> None:
    """Soon: the database hears of it a moment later."""
    a, b, *_ = servers
    assert a.take("s")
    a.close()
    end = time.monotonic() + 10
    while not b.take("s"):
        assert time.monotonic() < end


def test_a_lost_connection_is_made_anew_with_all_that_nobody_else_took(
    servers: list[AdvisoryClaims], postgres: PostgresServer
) -> None:
    a, b, *_ = servers
    assert a.take("kept")
    assert a.take("lost")
    assert postgres.cut_off(APPLICATION) == 1
    assert b.take("lost")
    assert [a.take("kept"), a.take("lost")] == [True, False]
    assert [b.take("kept"), b.take("lost")] == [False, True]


def test_a_database_that_is_gone_is_named_and_used_again_once_it_is_back(postgres_programs: Path) -> None:
    with PostgresServer(postgres_programs) as postgres:
        engine = open_database(postgres.new_database())
        a, b = AdvisoryClaims(engine), AdvisoryClaims(engine)
        assert a.take("s")
        postgres.stop_at_once()
        with pytest.raises(DatabaseUnusable):
            a.take("s")
        postgres.start()
        assert a.take("s")
        assert not b.take("s")
        with engine.connect() as connection:  # No stale connection of the pool is used.
            assert connection.exec_driver_sql("SELECT 1").scalar() == 1
        a.close()
        b.close()
        engine.dispose()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_on_sqlite_the_one_server_holds_everything(database_url: str) -> None:
    engine = open_database(database_url)
    claims = claims_on(engine)
    assert isinstance(claims, SoleClaims)
    assert claims.take("s")
    assert not claims.shared
    engine.dispose()
