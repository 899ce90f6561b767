"""What can be wrong with the database or its disk, in our one shape of errors."""

from __future__ import annotations

from sqlalchemy import Engine, ExceptionContext, event

from activate_va.errors import ActivateError


class StorageFailure(ActivateError):
    """The database could not do what it was asked; the same may work later."""

    status = 503


class DiskFull(StorageFailure):
    status = 507
    hint = "make room on the server's disk: nothing that was saved is lost, and writing works again by itself then"


class DiskFailed(StorageFailure):
    status = 507
    hint = "look after the server's disk: nothing that was saved before is lost"


class DatabaseUnusable(StorageFailure):
    hint = "see to it that the server may open and write its database, and that its disk or database server is there"


class DatabaseBusy(StorageFailure):
    hint = "try again; another process writes to the server's database for long"


SAID: dict[str, type[StorageFailure]] = {
    "database or disk is full": DiskFull,
    "could not extend file": DiskFull,
    "no space left on device": DiskFull,
    "disk i/o error": DiskFailed,
    "attempt to write a readonly database": DatabaseUnusable,
    "unable to open database file": DatabaseUnusable,
    "connection failed": DatabaseUnusable,
    "database is locked": DatabaseBusy,
}
"""What SQLite and PostgreSQL say, in lower case, and what it is to us."""


def tell_failures(engine: Engine) -> None:
    """Have every failure of the engine's database or disk raised as a StorageFailure."""

    def storage_failure(context: ExceptionContext) -> StorageFailure | None:
        if context.is_pre_ping:  # Another connection is made in its place.
            return None
        said = str(context.original_exception)
        kind = next((kind for text, kind in SAID.items() if text in said.lower()), None)
        if kind is None and context.is_disconnect:
            kind = DatabaseUnusable
        return None if kind is None else kind(f"{said}: {_place(engine)}")

    event.listen(engine, "handle_error", storage_failure, retval=True)


def _place(engine: Engine) -> str:
    url = engine.url
    return f"the database {url.database}" + (f" on {url.host}" if url.host else "")
