"""Short writes of many threads, in as few commits as there is time for."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, Insert

Write = Callable[[Connection], None]
Rows = Sequence[tuple[Insert, Mapping[str, Any]]]
"""Rows, each with the statement that adds it."""


@dataclass(eq=False)
class _Wish:
    write: Write | Rows
    done: bool = False
    error: Exception | None = None


class Writer:
    """Carries out writes, each whole or not at all, and durable when `carry_out` returns.

    SQLite takes one writer at a time, and waits for the disk at each commit: what comes meanwhile goes into the next
    commit together. Other databases do that themselves.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.together = engine.dialect.name == "sqlite"
        self._queueing = threading.Lock()
        self._committing = threading.Lock()
        self._wishes: list[_Wish] = []

    def carry_out(self, write: Write | Rows) -> None:
        """Raises what `write` or the database does. It may be tried more than once, and only queries.

        Rows come after what other writes of the same commit do, those of one statement all at once.
        """
        if self.together:
            self._carry_out_with_others(_Wish(write))
        else:
            with self.engine.begin() as connection:
                _execute(connection, [_Wish(write)])

    def _carry_out_with_others(self, wish: _Wish) -> None:
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
                _execute(connection, wishes)
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


def _execute(connection: Connection, wishes: Iterable[_Wish]) -> None:
    added: dict[Insert, list[Mapping[str, Any]]] = {}
    for wish in wishes:
        if callable(wish.write):
            wish.write(connection)
        else:
            for statement, row in wish.write:
                added.setdefault(statement, []).append(row)
    for statement, rows in added.items():
        connection.execute(statement, rows)
