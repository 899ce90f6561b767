"""A short form of tests/faults/database_stops.py: nothing acknowledged is lost where PostgreSQL goes and comes back."""

from __future__ import annotations

from pathlib import Path

import pytest

from ..faults.database_stops import Work, two_servers
from ..postgres_server import PostgresServer


@pytest.mark.slow
def test_nothing_is_lost_where_the_database_stops_or_connections_are_cut_off(
    tmp_path: Path, digits_path: Path, postgres_programs: Path
) -> None:
    with (
        PostgresServer(postgres_programs) as postgres,
        two_servers(tmp_path, digits_path, postgres) as servers,
        Work(servers, postgres, seed=1) as work,
    ):
        for _ in range(2):
            work.stop_once()
            assert work.cut_off_once().ended == 2
        work.end()
        tally = work.tally()
    assert (tally.lost, tally.gaps, tally.unlike) == (0, 0, 0)
    assert [fault for person in work.people for fault in person.faults] == []
    assert work.reader.seqs == list(range(1, len(work.reader.seqs) + 1))
