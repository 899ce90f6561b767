"""Short writes of many threads, in as few commits as there is time for."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, Insert

from activate_va.storage.tables import Base

ORDER = [table.name for table in Base.metadata.sorted_tables]
"""Tables after those that they refer to."""
Rows = Sequence[tuple[Insert, Mapping[str, Any]]]
"""Rows, each with the statement that adds it."""


@dataclass(eq=False)
class _Wish:
    rows: Rows
    done: bool = False
    error: Exception | None = None


class Writer:
    """Adds rows, those of one call all or none, and durable when `add` returns.

    SQLite takes one writer at a time, and waits for the disk at each commit: what comes meanwhile goes into the next
    commit together. Other databases do that themselves.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.together = engine.dialect.name == "sqlite"
        self._queueing = threading.Lock()
        self._committing = threading.Lock()
        self._wishes: list[_Wish] = []

    def add(self, rows: Rows) -> None:
        """Raises what the database does."""
        if self.together:
            self._add_with_others(_Wish(rows))
        else:
            with self.engine.begin() as connection:
                _execute(connection, rows)

    def _add_with_others(self, wish: _Wish) -> None:
        with self._queueing:
            self._wishes.append(wish)
        with self._committing:
            if not wish.done:
                self._commit(self._taken())
        if wish.error is not None:
            raise wish.error

    def _taken(self) -> list[_Wish]:
        with self._queueing:
            taken, self._wishes = self._wishes, []
        return taken

    def _commit(self, wishes: list[_Wish]) -> None:
        try:
            with self.engine.begin() as connection:
                _execute(connection, (row for wish in wishes for row in wish.rows))
        except Exception as error:  # noqa: BLE001 - it is raised in the thread whose write it was
            if len(wishes) == 1:
                wishes[0].error = error
                wishes[0].done = True
                return
            for wish in wishes:
                self._commit([wish])
        else:
            for wish in wishes:
                wish.done = True


def _execute(connection: Connection, rows: Iterable[tuple[Insert, Mapping[str, Any]]]) -> None:
    """Those of one statement all at once, those of a table after what they refer to."""
    added: dict[Insert, list[Mapping[str, Any]]] = {}
    for statement, row in rows:
        added.setdefault(statement, []).append(row)
    for statement in sorted(added, key=lambda statement: ORDER.index(statement.table.name)):
        connection.execute(statement, added[statement])
