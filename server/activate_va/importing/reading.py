"""Records from a file or a folder, whose format its first bytes tell."""

from __future__ import annotations

import gzip
import json
import re
import zlib
from pathlib import Path

from activate_va.importing.archive import members_of
from activate_va.importing.arrays import are_arrays, are_idx, read_idx_files, read_npz
from activate_va.importing.delimited import read_delimited
from activate_va.importing.errors import SourceTooLarge, UnknownFormat, UnreadableSource
from activate_va.importing.folders import read_images
from activate_va.importing.json_array import read_json_array
from activate_va.importing.jsonlines import read_json_lines
from activate_va.importing.limits import MOST_BYTES, MOST_RECORDS
from activate_va.importing.parquet import read_parquet
from activate_va.importing.records import Records

ZIP, PARQUET, GZIP = b"PK\x03\x04", b"PAR1", b"\x1f\x8b"
TABLES = (".csv", ".tsv", ".txt", ".jsonl", ".ndjson", ".json")
OTHERS = {b"\x89PNG": "a single image", b"\xff\xd8\xff": "a single image", b"%PDF": "a PDF", b"\x93NUMPY": "an array"}


def read_source(source: Path, name: str, delimiter: str | None = None) -> Records:
    """The records of a table, of a folder or arrays of images, or of a zip that holds one of these.

    `name` is what a person calls the file. Raises ImportRefused.
    """
    try:
        found = _read(source, name, delimiter)
    except OSError as error:
        raise UnreadableSource(f"{name}: {error.strerror or error}") from error
    if len(found) > MOST_RECORDS:
        raise SourceTooLarge(f"{name} holds {len(found):,} records, more than {MOST_RECORDS:,}")
    return found


def _read(source: Path, name: str, delimiter: str | None) -> Records:
    if source.is_dir():
        return _read_many(source, name, delimiter)
    with source.open("rb") as stream:
        start = stream.read(8)
    if start.startswith(ZIP):
        return _read_many(source, name, delimiter)
    if start.startswith(PARQUET):
        return read_parquet(source)
    for magic, called in OTHERS.items():
        if start.startswith(magic):
            raise UnknownFormat(f"{name} is {called}")
    if source.stat().st_size > MOST_BYTES:
        raise SourceTooLarge(f"{name} is {source.stat().st_size:,} bytes long, more than {MOST_BYTES:,}")
    content = _unpacked(source, name) if start.startswith(GZIP) else source.read_bytes()
    return _read_text(content, name, delimiter)


def _read_many(source: Path, name: str, delimiter: str | None) -> Records:
    """A single table among the files is what is meant; tables beside images list them."""
    members = members_of(source)
    if are_arrays(members) and source.is_file():
        return read_npz(source, name)
    if are_idx(members):
        return read_idx_files(members, name)
    tables = [one for one in members if one.path.lower().endswith(TABLES)]
    if len(tables) == 1 and not any(one.is_image for one in members):
        return _read_text(tables[0].read(), tables[0].path, delimiter)
    return read_images(members, name)


def _read_text(content: bytes, name: str, delimiter: str | None) -> Records:
    if b"\0" in content[:1000] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnknownFormat(f"{name} is no text, and of no format that is known")
    if not content.strip():
        raise UnreadableSource(f"{name} is empty", "the first line names the columns")
    if _is_array(content):
        return read_json_array(content, name)
    return read_json_lines(content, name) if _is_json(content) else read_delimited(content, name, delimiter)


def _is_array(content: bytes) -> bool:
    """Whether it is an array of objects, at least as far as its first."""
    return re.match(rb"(\xef\xbb\xbf)?\s*\[\s*\{", content) is not None


def _is_json(content: bytes) -> bool:
    """Whether the first line that is not empty is a JSON object."""
    first = content.lstrip(b"\xef\xbb\xbf \r\n\t").split(b"\n", 1)[0]
    if not first.startswith(b"{"):
        return False
    try:
        return isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        return False


def _unpacked(source: Path, name: str) -> bytes:
    try:
        with gzip.open(source) as stream:
            content = stream.read(MOST_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise UnreadableSource(f"{name}: {error}") from error
    if len(content) > MOST_BYTES:
        raise SourceTooLarge(f"{name} grows beyond {MOST_BYTES:,} bytes")
    return content
