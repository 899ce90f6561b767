"""The table of contents of a backup: whoever has it can tell whether the rest is whole."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import IO

from pydantic import BaseModel, ConfigDict, ValidationError

from activate_va import __version__
from activate_va.backup.errors import BackupTooNew, BackupUnreadable

FORMAT = 1
PIECE = 1 << 20
NAME = "manifest.json"
ROWS = "rows/"
FILES = "files/"


class FileFacts(BaseModel):
    model_config = ConfigDict(frozen=True)

    bytes: int
    sha256: str


def pieces(stream: IO[bytes]) -> Iterator[bytes]:
    """What is left of the stream, a megabyte at a time."""
    return iter(lambda: stream.read(PIECE), b"")


def facts_of(content: Iterable[bytes], write: Callable[[bytes], object] = len) -> FileFacts:
    """Those of a content that comes in pieces, each of which is handed on to `write`."""
    digest, size = hashlib.sha256(), 0
    for piece in content:
        digest.update(piece)
        size += len(piece)
        write(piece)
    return FileFacts(bytes=size, sha256=digest.hexdigest())


class Manifest(BaseModel):
    """`sessions`: the last seq of each; `rows`: how many of each table; `files`: all entries of the archive but itself.

    `migration` is the version of the tables that the rows are of, `activate_va` that of the program.
    """

    model_config = ConfigDict(frozen=True)

    format: int = FORMAT
    activate_va: str = __version__
    migration: str
    created_at: datetime
    sessions: dict[str, int]
    rows: dict[str, int]
    files: dict[str, FileFacts]


def open_archive(path: Path) -> zipfile.ZipFile:
    """Raises BackupUnreadable."""
    try:
        return zipfile.ZipFile(path)
    except zipfile.BadZipFile as error:
        raise BackupUnreadable(f"{path} is not a backup, or only a part of one: {error}") from error
    except OSError as error:
        raise BackupUnreadable(f"cannot read {path}: {error.strerror}") from error


def manifest_of(archive: zipfile.ZipFile) -> Manifest:
    """Raises BackupUnreadable, BackupTooNew."""
    name = archive.filename or "the file"
    try:
        text = archive.read(NAME)
        given = json.loads(text)
        written_by, format_ = str(given["activate_va"]), int(given["format"])
    except (KeyError, ValueError, TypeError, OSError, zipfile.BadZipFile) as error:
        raise BackupUnreadable(f"{name} holds no table of contents of a backup: {error}") from error
    if format_ > FORMAT:
        raise BackupTooNew(f"{name} was written by ActiVAte {written_by}; this is ActiVAte {__version__}")
    try:
        return Manifest.model_validate_json(text)
    except ValidationError as error:
        raise BackupUnreadable(f"the table of contents of {name} is damaged: {error.error_count()} errors") from error
