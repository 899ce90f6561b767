"""Writes of many threads share commits, and each is whole or not at all."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, Insert, event, insert, text
from sqlalchemy.exc import IntegrityError

from activate_va.storage.database import open_database
from activate_va.storage.tables import SESSIONS
from activate_va.storage.writer import Writer

ADD = insert(SESSIONS)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_database(f"sqlite:///{tmp_path / 'test.sqlite3'}")
    yield engine
    engine.dispose()


def as_row(name: str) -> tuple[Insert, dict[str, object]]:
    return ADD, {"session_id": name, "name": "n", "dataset": "d", "created_at": datetime(2026, 1, 1, tzinfo=UTC)}


def add(writer: Writer, name: str) -> None:
    writer.add([as_row(f"{name}-1"), as_row(name)])


class Hold:
    """Keeps the next commit from ending."""

    def __init__(self, engine: Engine) -> None:
        self.holding, self.held = threading.Event(), threading.Event()
        event.listen(engine, "commit", self._hold, once=True)

    def _hold(self, _: object) -> None:
        self.held.set()
        assert self.holding.wait(30)


def names(engine: Engine) -> set[str]:
    with engine.connect() as connection:
        return set(connection.execute(text("SELECT session_id FROM sessions")).scalars())


def test_what_waits_for_a_commit_goes_into_the_next_one_and_one_refusal_is_no_others(engine: Engine) -> None:
    writer, commits = Writer(engine), []
    add(writer, "taken")
    event.listen(engine, "commit", lambda _: commits.append(1))
    hold = Hold(engine)
    with ThreadPoolExecutor(20) as threads:
        first = threads.submit(writer.add, [])
        assert hold.held.wait(30)
        others = [threads.submit(add, writer, f"s{number}") for number in range(16)]
        while len(writer._wishes) < 16:
            threading.Event().wait(0.01)
        hold.holding.set()
        first.result()
        for other in others:
            other.result()
        assert len(commits) == 2, "that of the first, and one of all who waited"
        refused = threads.submit(add, writer, "taken")
        with pytest.raises(IntegrityError):
            refused.result()
    assert names(engine) == {"taken", "taken-1"} | {f"s{n}{end}" for n in range(16) for end in ("", "-1")}


def test_a_refusal_among_others_takes_only_its_own_back(engine: Engine) -> None:
    writer = Writer(engine)
    add(writer, "taken")
    with ThreadPoolExecutor(8) as threads:
        written = [threads.submit(add, writer, name) for name in ["a", "taken", "b", "taken", "c"]]
        errors = [type(one.exception()) for one in written]
    assert errors.count(IntegrityError) == 2
    assert names(engine) == {name + end for name in ("taken", "a", "b", "c") for end in ("", "-1")}


def test_rows_of_many_are_added_at_once_and_a_refused_one_takes_only_its_own_back(engine: Engine) -> None:
    writer, statements = Writer(engine), []
    writer.add([as_row("taken")])
    event.listen(engine, "before_cursor_execute", lambda *given: statements.append(given[2]))

    def all_at_once(rows: list[str]) -> list[BaseException | None]:
        hold = Hold(engine)
        with ThreadPoolExecutor(20) as threads:
            first = threads.submit(writer.add, [])
            assert hold.held.wait(30)
            others = [threads.submit(writer.add, [as_row(name), as_row(f"{name}-2")]) for name in rows]
            while len(writer._wishes) < len(rows):
                threading.Event().wait(0.01)
            hold.holding.set()
            first.result()
            return [other.exception() for other in others]

    assert all_at_once([f"s{number}" for number in range(16)]) == [None] * 16
    assert len(statements) == 1
    refused = all_at_once(["a", "taken", "b"])
    assert [type(error) for error in refused] == [type(None), IntegrityError, type(None)]
    expected = {"taken", "a", "a-2", "b", "b-2"} | {f"s{n}{end}" for n in range(16) for end in ("", "-2")}
    assert names(engine) == expected
