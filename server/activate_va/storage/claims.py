"""Which of the servers on one database does what only one of them may do."""

from __future__ import annotations

import hashlib
import logging
import threading
from typing import Any, Protocol

from sqlalchemy import Engine

from activate_va.storage.failures import DatabaseUnusable

logger = logging.getLogger(__name__)

NAMESPACE = "activate-va claim "
APPLICATION = "activate-va claims"


class Claims(Protocol):
    """Names that at most one server holds at a time; what a server held is free once it is gone."""

    shared: bool
    """Whether there may be other servers."""

    def take(self, name: str) -> bool:
        """Whether this server holds the name now."""

    def give_back(self, name: str) -> None:
        """Let others take it; nothing happens where it is not held."""

    def close(self) -> None:
        """Give everything back."""


class SoleClaims:
    """Of the only server on its database: whose it is, the lock of the data directory sees to."""

    shared = False

    def take(self, name: str) -> bool:
        return True

    def give_back(self, name: str) -> None:
        pass

    def close(self) -> None:
        pass


class AdvisoryClaims:
    """PostgreSQL's advisory locks, held by one connection: they end with it, and so with a killed server.

    Where the connection is lost, as when the database is started again, what was held is taken anew as far as nobody
    else has taken it meanwhile. Raises DatabaseUnusable where the database cannot be reached.
    """

    shared = True

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._lock = threading.Lock()
        self._held: set[str] = set()
        self._connection: Any = None

    def take(self, name: str) -> bool:
        with self._lock:
            connection = self._connected()
            if name not in self._held and _locked(connection, name):
                self._held.add(name)
            return name in self._held

    def give_back(self, name: str) -> None:
        with self._lock:
            if name in self._held:
                self._held.discard(name)
                self._connected().execute("SELECT pg_advisory_unlock(%s)", (_key(name),))

    def close(self) -> None:
        with self._lock:
            self._held.clear()
            if self._connection is not None:
                self._connection.close()

    def _connected(self) -> Any:
        """The connection, tried out; a new one where it is gone."""
        error_of_driver = driver(self.engine).OperationalError
        try:
            if self._connection is not None:
                self._connection.execute("SELECT 1")
                return self._connection
        except error_of_driver as error:
            logger.warning("the connection that holds this server's rounds was lost: %s", error)
            self._connection.close()
        try:
            self._connection = own_connection(self.engine, APPLICATION)
            self._held = {name for name in self._held if _locked(self._connection, name)}
        except error_of_driver as error:
            self._connection = None
            raise DatabaseUnusable(
                f"{' '.join(str(error).split())}: the database {self.engine.url.database}"
            ) from error
        return self._connection


def claims_on(engine: Engine) -> Claims:
    return AdvisoryClaims(engine) if engine.dialect.name == "postgresql" else SoleClaims()


def driver(engine: Engine) -> Any:
    """The module of the database's driver, which has the classes of its errors."""
    return engine.dialect.loaded_dbapi


def own_connection(engine: Engine, application: str) -> Any:
    """A connection of the driver's own, beside the engine's pool, that commits each statement. Raises its errors."""
    arguments, options = engine.dialect.create_connect_args(engine.url)
    return driver(engine).connect(*arguments, **options, autocommit=True, application_name=application)


def _locked(connection: Any, name: str) -> bool:
    return bool(connection.execute("SELECT pg_try_advisory_lock(%s)", (_key(name),)).fetchone()[0])


def _key(name: str) -> int:
    """A lock's key is a number of 64 bits, with a sign; our names share them with whatever else uses the database."""
    digest = hashlib.blake2b((NAMESPACE + name).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
