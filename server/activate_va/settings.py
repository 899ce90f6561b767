"""Settings: environment variables with the prefix ACTIVATE_VA_, and the command line over them."""

from __future__ import annotations

import json
import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

import platformdirs
from filelock import FileLock, Timeout
from pydantic import BeforeValidator, Field, ValidationError, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from activate_va.addresses import is_loopback
from activate_va.errors import ActivateError


class InvalidSettings(ActivateError):
    hint = "see `activate-va serve --help`, and the environment variables that begin with ACTIVATE_VA_"


class DataDirUnusable(ActivateError):
    hint = "name another folder with --data-dir"


class DataDirInUse(ActivateError):
    status = 409
    hint = "open the page of the server that runs there, stop it, or name another folder with --data-dir"


S = TypeVar("S", bound="Storage")
LOCK = "lock"
"""The file in a data directory that says that somebody uses it."""


def default_data_dir() -> Path:
    return Path(platformdirs.user_data_dir("activate-va", appauthor=False))


def _listed(value: Any) -> Any:
    """A variable of the environment as a list: `["a", "b"]`, which is JSON, or `a, b`."""
    if not isinstance(value, str):
        return value
    if not re.match(r'\s*\[\s*["\]]', value):
        return [part for one in value.split(",") if (part := one.strip())]
    try:
        return json.loads(value)
    except ValueError as error:
        raise ValueError(f'write a,b or ["a", "b"] ({error})') from error


Listed = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_listed)]


class Storage(BaseSettings):
    """Where everything is kept. Variables that are empty count as not set, as files of environments leave them."""

    model_config = SettingsConfigDict(env_prefix="ACTIVATE_VA_", env_ignore_empty=True, frozen=True)

    data_dir: Path = Field(default_factory=default_data_dir, description="sessions, models and cached projections")
    database_url: str | None = Field(default=None, description="SQLAlchemy URL; default: SQLite in the data directory")

    @property
    def effective_database_url(self) -> str:
        return self.database_url or f"sqlite:///{self.data_dir / 'activate-va.sqlite3'}"


class Settings(Storage):
    """What one server needs to know. `token=None` with `auth=True` means: make one at start."""

    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    auth: bool = True
    token: str | None = Field(default=None, min_length=16)
    accounts: bool = Field(default=False, description="people log in, each with an account of their own")
    trusted_header: str | None = Field(
        default=None, pattern=r"^[A-Za-z0-9-]+$", description="header in which a proxy says whom it has let in"
    )
    trusted_proxies: Listed = Field(default=(), description="addresses or networks of proxies that may set that header")
    oidc_issuer: str | None = Field(default=None, description="identity provider (OpenID Connect) to log in at")
    oidc_client_id: str | None = Field(default=None, description="what the provider calls this server")
    oidc_client_secret: str | None = Field(default=None, repr=False, description="where the provider asks for one")
    oidc_name: str = Field(default="your organisation", description="what people know the provider by")
    admit_vouched: bool = Field(default=False, description="make accounts for whom proxy or provider vouch")
    logins_per_handle: int = Field(default=20, ge=1, description="most logins in a minute by one handle")
    logins_per_address: int = Field(default=100, ge=1, description="most logins in a minute from one address")
    requests_per_minute: int = Field(
        default=30_000, ge=60, description="most requests in a minute by one account, token or address"
    )
    max_sessions: int = Field(default=1_000, ge=1, description="most sessions of one person with an account")
    max_rounds: int = Field(default=5, ge=1, description="most rounds of one person that run or wait at once")
    max_bytes: int = Field(default=20 * 2**30, ge=1, description="most bytes of one person's models and uploads")
    allowed_hosts: Listed = Field(default=(), description="host names to answer to, beside localhost")
    scheduler: str | None = Field(default=None, description="address of a Dask scheduler; default: an embedded one")
    scheduler_ca: Path | None = Field(default=None, description="authority of the scheduler's certificates, in PEM")
    scheduler_cert: Path | None = Field(default=None, description="our certificate for the scheduler, in PEM")
    scheduler_key: Path | None = Field(default=None, description="the key of that certificate, in PEM")
    no_worker_seconds: float = Field(
        default=60, gt=0, description="how long work waits where that scheduler has no worker, before it fails"
    )
    datasets: Listed = Field(default=(), description="paths of further datasets to serve")
    log_format: Literal["text", "json"] = Field(default="text", description="lines for people, or JSON for programs")
    warm_up: bool = Field(default=True, description="train a little at start, so that the first round need not wait")
    import_roots: Listed = Field(default=(), description="folders that data may be imported from by path")
    max_upload_bytes: int = Field(default=2 * 2**30, ge=1, description="largest file that may be uploaded")
    max_body_bytes: int = Field(default=1_000_000, ge=1_000, description="longest body of a request")
    body_seconds: float = Field(default=30, gt=0, description="time in which the body of a request must have arrived")
    head_seconds: float = Field(default=10, gt=0, description="time in which the head of a request must have arrived")
    max_connections: int = Field(default=2_000, ge=10, description="open at once, listening browsers among them")
    max_waiting_connections: int = Field(
        default=500, ge=5, description="of these without a request to answer; beyond it the oldest is closed"
    )

    @model_validator(mode="after")
    def _certificates_are_complete(self) -> Settings:
        given = [self.scheduler_ca, self.scheduler_cert, self.scheduler_key]
        if any(given) and not all(given):
            raise ValueError("scheduler_ca, scheduler_cert and scheduler_key go together")
        return self

    @model_validator(mode="after")
    def _accounts_are_asked_for(self) -> Settings:
        if self.accounts and (self.token is not None or not self.auth):
            raise ValueError("accounts take the place of the token: leave token and --no-auth out")
        shared = self.effective_database_url.startswith("postgresql") and not is_loopback(self.host)
        if shared and self.auth and not self.accounts and self.token is None:
            raise ValueError(
                "servers on one PostgreSQL would each make a token of their own: name one, or use accounts"
            )
        return self

    @model_validator(mode="after")
    def _vouching_is_complete(self) -> Settings:
        if bool(self.trusted_header) != bool(self.trusted_proxies):
            raise ValueError("trusted_header and trusted_proxies go together")
        if bool(self.oidc_issuer) != bool(self.oidc_client_id):
            raise ValueError("oidc_issuer and oidc_client_id go together")
        if (self.trusted_header or self.oidc_issuer) and not self.accounts:
            raise ValueError("trusted_header and oidc_issuer let people with accounts in: start with --accounts")
        if self.oidc_issuer and not re.match(r"https://|http://(localhost|127\.0\.0\.1|\[::1\])[:/]", self.oidc_issuer):
            raise ValueError("oidc_issuer begins with https://, but on this very machine")
        for proxy in self.trusted_proxies:
            ip_network(proxy, strict=False)
        return self


def load_settings(**given: Any) -> Settings:
    """Settings from the environment, with those given over them; None counts as not given. Raises InvalidSettings."""
    return _loaded(Settings, given)


def _told(loc: tuple[int | str, ...], msg: str, **_: Any) -> str:
    return ": ".join(filter(None, (".".join(map(str, loc)), msg.removeprefix("Value error, "))))


def load_storage(data_dir: Path | None) -> Storage:
    """The same of where all is kept, for what looks after that and is no server. Raises InvalidSettings."""
    return _loaded(Storage, {"data_dir": data_dir})


def _loaded(kind: type[S], given: dict[str, Any]) -> S:
    try:
        return kind(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        problems = "; ".join(_told(**problem) for problem in error.errors(include_url=False))
        raise InvalidSettings(problems) from error


@contextmanager
def data_dir_of_our_own(settings: Storage) -> Iterator[Path]:
    """The data directory, made where it is missing, and nobody else's meanwhile.

    Two servers on one folder would each take the other's rounds for left behind; those on one PostgreSQL do not, and
    share their folder. Raises DataDirUnusable or DataDirInUse.
    """
    with private_data_dir(settings.data_dir) as folder:
        shared = settings.effective_database_url.startswith("postgresql")
        lock = None if shared else FileLock(folder / LOCK)
        try:
            if lock is not None:
                lock.acquire(timeout=0)
        except Timeout as error:
            raise DataDirInUse(f"another server keeps its sessions in {folder}") from error
        except OSError as error:
            raise _unusable(folder, error) from error
        try:
            yield folder
        finally:
            if lock is not None:
                lock.release()


@contextmanager
def private_data_dir(folder: Path) -> Iterator[Path]:
    """The folder, made where it is missing. What this process writes meanwhile is for its owner to read, and for the
    group where the folder is the group's to write to. Raises DataDirUnusable."""
    umask = os.umask(0o077)
    try:
        try:
            _make_private(folder)
            if folder.stat().st_mode & stat.S_IWGRP:
                os.umask(0o007)
        except OSError as error:
            raise _unusable(folder, error) from error
        yield folder
    finally:
        os.umask(umask)


def _unusable(folder: Path, error: OSError) -> DataDirUnusable:
    return DataDirUnusable(f"cannot write to {folder}: {error.strerror}")


def _make_private(folder: Path) -> None:
    """Make the folder for its owner alone.

    One that exists keeps its mode, for somebody may share it on purpose; but not the default one, which
    nobody chose, and which older versions opened to everybody.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if folder == default_data_dir() and open_to_others(folder):
        folder.chmod(0o700)


def open_to_others(folder: Path) -> bool:
    """Whether more than its owner and its group may look into the folder."""
    return bool(folder.stat().st_mode & stat.S_IRWXO)
