"""Until when what somebody is asked for is kept for them: renewed by what they do, ended by whoever asks next."""

from __future__ import annotations

import time
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, select
from sqlalchemy.dialects import postgresql, sqlite

from activate_va.recent import Recent
from activate_va.storage.project_tables import LEASES
from activate_va.storage.transactions import Clock, database_now, writing

LASTS = timedelta(minutes=10)
RENEWED_SECONDS = 30.0
"""A lease that this server renewed as lately is left as it is."""


class Leases:
    def __init__(self, engine: Engine, now: Clock = database_now) -> None:
        self.engine = engine
        self.now = now
        self._renewed: Recent[tuple[str, str], float] = Recent(10_000)

    def renew(self, project_id: str, annotator_id: str) -> None:
        """Whoever writes is there."""
        key = project_id, annotator_id
        if time.monotonic() - (self._renewed.get(key) or -RENEWED_SECONDS) < RENEWED_SECONDS:
            return
        with writing(self.engine) as connection:
            renewed(connection, project_id, annotator_id, self.now(connection))
        self._renewed.put(key, time.monotonic())


def renewed(connection: Connection, project_id: str, annotator_id: str, now: datetime) -> None:
    added = (sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert)(LEASES)
    row = {"project_id": project_id, "annotator_id": annotator_id, "until": now + LASTS}
    newer = {"until": added.excluded.until}
    connection.execute(added.on_conflict_do_update(index_elements=list(LEASES.primary_key), set_=newer), row)


def live(connection: Connection, project_id: str, now: datetime) -> frozenset[str]:
    """Those whose leases last."""
    own = select(LEASES.c.annotator_id).where(LEASES.c.project_id == project_id, LEASES.c.until > now)
    return frozenset(connection.execute(own).scalars())
