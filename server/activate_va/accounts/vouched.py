"""People whom a proxy has let in already: it says their handles, and is believed."""

from __future__ import annotations

from sqlalchemy import Engine, select

from activate_va.accounts.annotators import NO_PASSWORD, added
from activate_va.accounts.errors import HandleTaken, NotAdmitted
from activate_va.accounts.identity import Identity, actor_of
from activate_va.accounts.names import fit_name
from activate_va.storage.account_tables import ANNOTATORS
from activate_va.storage.transactions import Clock, database_now, writing

_WHO = select(ANNOTATORS.c.annotator_id, ANNOTATORS.c.handle, ANNOTATORS.c.administrator, ANNOTATORS.c.revoked_at)


class VouchedFor:
    """`admits`: whether somebody without an account gets one."""

    def __init__(self, engine: Engine, now: Clock = database_now, admits: bool = False) -> None:
        self.engine = engine
        self.now = now
        self.admits = admits

    def identify(self, called: str) -> Identity:
        """Raises NotAdmitted, UnfitName."""
        handle = fit_name(called)
        found = self._found(handle)
        if found is None and self.admits:
            self._admit(handle)
            found = self._found(handle)
        if found is None:
            raise NotAdmitted(f"{handle} has no account here")
        return found

    def _found(self, handle: str) -> Identity | None:
        with self.engine.connect() as connection:
            row = connection.execute(_WHO.where(ANNOTATORS.c.handle == handle)).first()
        if row is None:
            return None
        if row.revoked_at is not None:
            raise NotAdmitted(f"{handle} is kept out here")
        return Identity(actor_of(row.annotator_id), row.annotator_id, row.handle, row.administrator)

    def _admit(self, handle: str) -> None:
        try:
            with writing(self.engine) as connection:
                added(connection, handle, NO_PASSWORD, False, self.now(connection))
        except HandleTaken:  # By another request of theirs, at the same time.
            return
