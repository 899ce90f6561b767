"""Settings: environment variables with the prefix ACTIVATE_VA_, and the command line over them."""

from __future__ import annotations

from pathlib import Path

import platformdirs
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


def default_data_dir() -> Path:
    return Path(platformdirs.user_data_dir("activate-va", appauthor=False))


class Settings(BaseSettings):
    """What one server needs to know. `token=None` with `auth=True` means: make one at start."""

    model_config = SettingsConfigDict(env_prefix="ACTIVATE_VA_", frozen=True)

    data_dir: Path = Field(default_factory=default_data_dir, description="sessions, models and cached projections")
    database_url: str | None = Field(default=None, description="SQLAlchemy URL; default: SQLite in the data directory")
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    auth: bool = True
    token: str | None = Field(default=None, min_length=16)
    allowed_hosts: tuple[str, ...] = Field(default=(), description="host names to answer to, beside localhost")
    scheduler: str | None = Field(default=None, description="address of a Dask scheduler; default: an embedded one")
    datasets: tuple[str, ...] = Field(default=(), description="paths of further datasets to serve")
    max_body_bytes: int = Field(default=1_000_000, ge=1_000)

    @property
    def effective_database_url(self) -> str:
        return self.database_url or f"sqlite:///{self.data_dir / 'activate-va.sqlite3'}"
