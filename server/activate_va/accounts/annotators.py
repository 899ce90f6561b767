"""The people: added, listed, let in anew, kept out."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict
from sqlalchemy import Connection, Engine, insert, select, update
from sqlalchemy.exc import IntegrityError

from activate_va.accounts.errors import AnnotatorNotFound, HandleTaken, LastAdministrator
from activate_va.accounts.names import fit_name
from activate_va.accounts.passwords import hashed
from activate_va.storage.account_tables import ANNOTATORS
from activate_va.storage.transactions import Clock, database_now, writing

NO_PASSWORD = ""
"""In place of the hash of one."""


class Subject(NamedTuple):
    """Whom an identity provider, the `issuer`, vouches for: what it calls them never changes, unlike names."""

    issuer: str
    subject: str


Way = Literal["password", "provider", "proxy"]
"""How somebody comes in: by a password of ours; or an identity provider, or a proxy, vouches for them."""


class Annotator(BaseModel):
    """A person with an account. `revoked_at`: since when they are kept out; null: they are not."""

    model_config = ConfigDict(frozen=True)

    annotator_id: str
    handle: str
    administrator: bool
    created_at: datetime
    revoked_at: datetime | None


_COLUMNS = tuple(ANNOTATORS.c[name] for name in Annotator.model_fields)


class Annotators:
    def __init__(self, engine: Engine, now: Clock = database_now) -> None:
        self.engine = engine
        self.now = now

    def add(self, handle: str, password: str, administrator: bool = False) -> Annotator:
        """Raises UnfitName, WeakPassword, HandleTaken."""
        name, password_hash = fit_name(handle), hashed(password)
        with writing(self.engine) as connection:
            return added(connection, name, password_hash, administrator, self.now(connection))

    def add_subject(self, handle: str, subject: Subject, administrator: bool = False) -> Annotator:
        """An account without a password, for whom an identity provider vouches. Raises UnfitName, HandleTaken."""
        name = fit_name(handle)
        with writing(self.engine) as connection:
            return added(connection, name, NO_PASSWORD, administrator, self.now(connection), subject)

    def all(self) -> list[Annotator]:
        """By handle; those who are kept out among them."""
        with self.engine.connect() as connection:
            found = connection.execute(select(*_COLUMNS).order_by(ANNOTATORS.c.handle))
            return [Annotator(**row) for row in found.mappings()]

    def named(self, handle: str) -> Annotator:
        """Raises AnnotatorNotFound, UnfitName."""
        with self.engine.connect() as connection:
            return named(connection, fit_name(handle))

    def way(self, annotator_id: str) -> Way:
        """Whoever has a password may come in by it, whoever else vouches for them. Raises AnnotatorNotFound."""
        own = select(ANNOTATORS.c.password_hash, ANNOTATORS.c.issuer).where(ANNOTATORS.c.annotator_id == annotator_id)
        with self.engine.connect() as connection:
            found = connection.execute(own).first()
        if found is None:
            raise AnnotatorNotFound(f"there is no annotator {annotator_id!r}")
        if found.password_hash != NO_PASSWORD:
            return "password"
        return "proxy" if found.issuer is None else "provider"

    def revoke(self, annotator_id: str) -> Annotator:
        """Keep a person out from now on: their logins and tokens are void. What they did stays.

        Raises AnnotatorNotFound, LastAdministrator.
        """
        with writing(self.engine) as connection:
            found = self._locked(connection, annotator_id)
            if found.administrator and self._administrators(connection) == {annotator_id}:
                raise LastAdministrator(f"nobody but {found.handle} administers this server")
            since = found.revoked_at or self.now(connection)
            changes = {"revoked_at": since, "generation": ANNOTATORS.c.generation + 1}
            connection.execute(update(ANNOTATORS).where(ANNOTATORS.c.annotator_id == annotator_id).values(changes))
            return found.model_copy(update={"revoked_at": since})

    def log_out_everywhere(self, annotator_id: str) -> None:
        """All cookies of theirs are void from now on, by a higher generation; no token is. Raises AnnotatorNotFound."""
        raised = update(ANNOTATORS).values(generation=ANNOTATORS.c.generation + 1)
        with writing(self.engine) as connection:
            if not connection.execute(raised.where(ANNOTATORS.c.annotator_id == annotator_id)).rowcount:
                raise AnnotatorNotFound(f"there is no annotator {annotator_id!r}")

    def _locked(self, connection: Connection, annotator_id: str) -> Annotator:
        """All administrators are locked with it, so that two do not revoke each other."""
        rows = select(*_COLUMNS).order_by(ANNOTATORS.c.annotator_id).with_for_update()
        found = {row["annotator_id"]: Annotator(**row) for row in connection.execute(rows).mappings()}
        if annotator_id not in found:
            raise AnnotatorNotFound(f"there is no annotator {annotator_id!r}")
        return found[annotator_id]

    def _administrators(self, connection: Connection) -> set[str]:
        let_in = select(ANNOTATORS.c.annotator_id).where(ANNOTATORS.c.administrator, ANNOTATORS.c.revoked_at.is_(None))
        return set(connection.execute(let_in).scalars())


def added(
    connection: Connection,
    handle: str,
    password_hash: str,
    administrator: bool,
    now: datetime,
    subject: Subject | None = None,
) -> Annotator:
    """Raises HandleTaken."""
    issued = subject._asdict() if subject else {}
    row = {
        "annotator_id": secrets.token_hex(8),
        "handle": handle,
        "administrator": administrator,
        "created_at": now,
        "revoked_at": None,
    }
    try:
        connection.execute(insert(ANNOTATORS), row | issued | {"password_hash": password_hash, "generation": 1})
    except IntegrityError as error:
        whose = f", or of subject {subject.subject!r}," if subject else ""
        raise HandleTaken(f"there is somebody called {handle}{whose} already") from error
    return Annotator.model_validate(row)


def named(connection: Connection, handle: str) -> Annotator:
    """Raises AnnotatorNotFound."""
    row = connection.execute(select(*_COLUMNS).where(ANNOTATORS.c.handle == handle)).mappings().first()
    if row is None:
        raise AnnotatorNotFound(f"there is nobody called {handle!r}")
    return Annotator(**row)


def renewed(connection: Connection, handle: str, password_hash: str) -> Annotator:
    """Their account with another password, and let in again; earlier logins are void. Raises AnnotatorNotFound."""
    found = named(connection, handle)
    changes = {"password_hash": password_hash, "generation": ANNOTATORS.c.generation + 1, "revoked_at": None}
    connection.execute(update(ANNOTATORS).where(ANNOTATORS.c.handle == handle).values(changes))
    return found.model_copy(update={"revoked_at": None})
