"""Logging in by handle and password; the browser then shows a cookie, of which the server knows the digest."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import Connection, Engine, delete, insert, select

from activate_va.accounts.annotators import NO_PASSWORD, Subject, added, renewed
from activate_va.accounts.errors import NotAdmitted, UnfitName, WrongLogin
from activate_va.accounts.identity import Identity, actor_of
from activate_va.accounts.lockout import Lockout
from activate_va.accounts.names import fit_name
from activate_va.accounts.passwords import fits, hashed
from activate_va.accounts.secret_texts import digest_of, new_secret
from activate_va.storage.account_tables import ANNOTATORS, LOGINS
from activate_va.storage.transactions import Clock, database_now, writing

LASTS = timedelta(days=30)
WRONG = "handle or password is wrong"


class Login(NamedTuple):
    """`cookie` is shown once, to the browser that logged in."""

    cookie: str
    identity: Identity


_WHO = (
    select(LOGINS.c.expires_at, ANNOTATORS.c.annotator_id, ANNOTATORS.c.handle, ANNOTATORS.c.administrator)
    .join(ANNOTATORS, ANNOTATORS.c.annotator_id == LOGINS.c.annotator_id)
    .where(ANNOTATORS.c.generation == LOGINS.c.generation, ANNOTATORS.c.revoked_at.is_(None))
)
_KNOWN = select(ANNOTATORS.c.password_hash, ANNOTATORS.c.generation).where(ANNOTATORS.c.revoked_at.is_(None))


class Logins:
    def __init__(self, engine: Engine, now: Clock = database_now) -> None:
        self.engine = engine
        self.now = now
        self.lockout = Lockout(engine, now)

    def log_in(self, handle: str, password: str) -> Login:
        """Raises WrongLogin, which does not tell a wrong handle from a wrong password; TooManyBadLogins."""
        name = _name(handle)
        generation = self._expect_right(name, password)
        with writing(self.engine) as connection:
            return begun(connection, name, self.now, generation)

    def change_password(self, handle: str, old: str, new: str) -> Login:
        """Their other logins are void from then on. Raises WrongLogin, TooManyBadLogins, WeakPassword."""
        password_hash = hashed(new)
        self._expect_right(handle, old)
        with writing(self.engine) as connection:
            renewed(connection, handle, password_hash)
            return begun(connection, handle, self.now)

    def identify(self, cookie: str) -> Identity | None:
        """Who shows this cookie; None where it is not, or no longer, valid."""
        with self.engine.connect() as connection:
            found = connection.execute(_WHO.where(LOGINS.c.digest == digest_of(cookie))).first()
            if found is None or found.expires_at <= self.now(connection):
                return None
            return Identity(actor_of(found.annotator_id), found.annotator_id, found.handle, found.administrator)

    def vouched(self, subject: Subject, called: str, admits: bool) -> Login:
        """A login of whom an identity provider vouches for. Who has no account gets one if it `admits` people, by the
        handle that they are `called` there.

        Raises NotAdmitted, UnfitName, HandleTaken.
        """
        with writing(self.engine) as connection:
            handle = of_subject(connection, subject)
            if handle is None and admits:
                handle = added(connection, fit_name(called), NO_PASSWORD, False, self.now(connection), subject).handle
            if handle is None:
                raise NotAdmitted(f"nobody has an account here whom {subject.issuer} calls {subject.subject!r}")
            return begun(connection, handle, self.now)

    def log_out(self, cookie: str) -> None:
        with writing(self.engine) as connection:
            connection.execute(delete(LOGINS).where(LOGINS.c.digest == digest_of(cookie)))

    def _expect_right(self, name: str, password: str) -> int:
        """The generation that the password is of."""
        self.lockout.expect_open(name)
        with self.engine.connect() as connection:
            known = connection.execute(_KNOWN.where(ANNOTATORS.c.handle == name)).first()
        if not fits(password, known.password_hash if known else None) or known is None:
            raise WrongLogin(WRONG)
        self.lockout.forget(name)
        return int(known.generation)


def of_subject(connection: Connection, subject: Subject) -> str | None:
    """The handle of whom the provider vouches for; None where nobody is. Raises NotAdmitted where they are kept out."""
    own = (ANNOTATORS.c.issuer == subject.issuer) & (ANNOTATORS.c.subject == subject.subject)
    found = connection.execute(select(ANNOTATORS.c.handle, ANNOTATORS.c.revoked_at).where(own)).first()
    if found is not None and found.revoked_at is not None:
        raise NotAdmitted(f"{found.handle} is kept out here")
    return None if found is None else str(found.handle)


def begun(connection: Connection, handle: str, now: Clock, generation: int | None = None) -> Login:
    """A login of the person, whose password or invitation has been seen; those that have expired go with it.

    `generation` is the one that was seen, which is void if the password has been changed since; None: seen just now.
    """
    own = select(ANNOTATORS.c.annotator_id, ANNOTATORS.c.generation, ANNOTATORS.c.administrator)
    found = connection.execute(own.where(ANNOTATORS.c.handle == handle)).one()
    time, cookie = now(connection), new_secret()
    connection.execute(delete(LOGINS).where(LOGINS.c.expires_at <= time))
    row = {
        "digest": digest_of(cookie),
        "annotator_id": found.annotator_id,
        "generation": generation or found.generation,
    }
    connection.execute(insert(LOGINS), row | {"expires_at": time + LASTS})
    return Login(cookie, Identity(actor_of(found.annotator_id), found.annotator_id, handle, found.administrator))


def _name(handle: str) -> str:
    """As it would be spelled; what nobody can be called is as wrong as any other handle."""
    try:
        return fit_name(handle)
    except UnfitName:
        raise WrongLogin(WRONG) from None
