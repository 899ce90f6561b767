"""Invitations: a link by which a person sets their password, once."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, Engine, delete, insert, select

from activate_va.accounts.annotators import added, named, renewed
from activate_va.accounts.errors import AnnotatorNotFound, InvitationVoid
from activate_va.accounts.lockout import forgotten
from activate_va.accounts.logins import Login, begun
from activate_va.accounts.names import fit_name
from activate_va.accounts.passwords import hashed
from activate_va.accounts.secret_texts import digest_of, new_secret
from activate_va.storage.account_tables import INVITATIONS
from activate_va.storage.transactions import Clock, database_now, writing

LASTS = timedelta(days=7)


class Invitation(NamedTuple):
    """`secret` is shown once, to whoever invites."""

    secret: str
    handle: str
    expires_at: datetime


class Invited(NamedTuple):
    """Whom an invitation is for; `known`: they have an account, and set a new password."""

    handle: str
    known: bool


class Invitations:
    def __init__(self, engine: Engine, now: Clock = database_now) -> None:
        self.engine = engine
        self.now = now

    def invite(self, handle: str, administrator: bool = False) -> Invitation:
        """For somebody new, or for somebody known who has forgotten their password or is let in again.

        An earlier invitation of theirs is void. Raises UnfitName.
        """
        name, secret = fit_name(handle), new_secret()
        with writing(self.engine) as connection:
            now = self.now(connection)
            connection.execute(
                delete(INVITATIONS).where((INVITATIONS.c.handle == name) | (INVITATIONS.c.expires_at <= now))
            )
            row = {"digest": digest_of(secret), "handle": name, "administrator": administrator}
            connection.execute(insert(INVITATIONS), row | {"expires_at": now + LASTS})
        return Invitation(secret, name, now + LASTS)

    def look(self, secret: str) -> Invited:
        """Raises InvitationVoid."""
        with self.engine.connect() as connection:
            handle = self._found(connection, secret).handle
            return Invited(handle, _is_known(connection, handle))

    def accept(self, secret: str, password: str) -> Login:
        """Set the password, and log in. Raises InvitationVoid, WeakPassword."""
        self.look(secret)
        password_hash = hashed(password)
        with writing(self.engine) as connection:
            found = self._found(connection, secret)
            used = connection.execute(delete(INVITATIONS).where(INVITATIONS.c.digest == digest_of(secret)))
            if not used.rowcount:
                raise InvitationVoid("this invitation has just been used")
            if _is_known(connection, found.handle):
                renewed(connection, found.handle, password_hash)
            else:
                added(connection, found.handle, password_hash, found.administrator, self.now(connection))
            forgotten(connection, found.handle)
            return begun(connection, found.handle, self.now)

    def _found(self, connection: Connection, secret: str) -> _Row:
        row = connection.execute(select(INVITATIONS).where(INVITATIONS.c.digest == digest_of(secret))).first()
        if row is None or row.expires_at <= self.now(connection):
            raise InvitationVoid("this invitation has been used, has expired, or never was one")
        return _Row(row.handle, row.administrator)


class _Row(NamedTuple):
    handle: str
    administrator: bool


def _is_known(connection: Connection, handle: str) -> bool:
    try:
        named(connection, handle)
    except AnnotatorNotFound:
        return False
    return True
