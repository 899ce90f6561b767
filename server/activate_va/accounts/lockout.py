"""Wrong passwords, counted for each handle in the database: after five of them nobody gets in by that handle for a
while, at whichever server."""

from __future__ import annotations

import math
from datetime import timedelta

from sqlalchemy import Connection, Engine, case, delete
from sqlalchemy.dialects import postgresql, sqlite

from activate_va.accounts.errors import TooManyBadLogins
from activate_va.storage.account_tables import BAD_LOGINS
from activate_va.storage.transactions import Clock, database_now, writing

MOST = 5
LOCKED = timedelta(minutes=15)


class Lockout:
    def __init__(self, engine: Engine, now: Clock = database_now) -> None:
        self.engine = engine
        self.now = now

    def expect_open(self, handle: str) -> None:
        """Count one more attempt, before its password is looked at, so that many at once are no way around.

        Raises TooManyBadLogins. What is tried while the handle is locked does not count.
        """
        with writing(self.engine) as connection:
            now = self.now(connection)
            connection.execute(delete(BAD_LOGINS).where(BAD_LOGINS.c.last_at <= now - LOCKED))
            insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
            full = BAD_LOGINS.c.count >= MOST
            counted = insert(BAD_LOGINS).values(handle=handle, count=1, last_at=now)
            counted = counted.on_conflict_do_update(
                index_elements=[BAD_LOGINS.c.handle],
                set_={"count": BAD_LOGINS.c.count + 1, "last_at": case((full, BAD_LOGINS.c.last_at), else_=now)},
            )
            count, last_at = connection.execute(counted.returning(BAD_LOGINS.c.count, BAD_LOGINS.c.last_at)).one()
            seconds = math.ceil((last_at + LOCKED - now).total_seconds())
        if count > MOST:
            raise TooManyBadLogins(f"too many wrong passwords for {handle}: try again in {seconds} s")

    def forget(self, handle: str) -> None:
        """After a login, or an invitation that was accepted."""
        with writing(self.engine) as connection:
            forgotten(connection, handle)


def forgotten(connection: Connection, handle: str) -> None:
    connection.execute(delete(BAD_LOGINS).where(BAD_LOGINS.c.handle == handle))
