"""Many files as one source: a folder, or a zip that is never unpacked."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from activate_va.importing.errors import SourceTooLarge, UnreadableSource
from activate_va.importing.limits import MOST_BYTES, MOST_RATIO, MOST_RECORDS

IMAGES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp", ".tif", ".tiff", ".ppm", ".pgm")
SMALL = 1_000_000
"""Bytes, below which a file may grow as it likes: a drawing of one colour does."""
DAMAGED = (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError, ValueError)


class Member(NamedTuple):
    """A file of a folder or an archive; `path` is relative, with slashes."""

    path: str
    size: int
    read: Callable[[], bytes]

    @property
    def is_image(self) -> bool:
        return self.path.lower().endswith(IMAGES)


def members_of(source: Path) -> list[Member]:
    """All files below, by path. Those that begin with a dot, or were left by a Mac, are no samples.

    Nothing is decompressed before the sizes that the archive states were found to be in bounds, and of each file no
    more than it states. Raises UnreadableSource, SourceTooLarge.
    """
    found = _in_folder(source) if source.is_dir() else _in_zip(source)
    kept = [one for one in found if not any(part.startswith((".", "__MACOSX")) for part in one.path.split("/"))]
    total = sum(one.size for one in kept)
    if len(kept) > MOST_RECORDS or total > MOST_BYTES:
        raise SourceTooLarge(f"{source.name} holds {len(kept):,} files of {total:,} bytes together")
    return sorted(kept)


def _in_folder(folder: Path) -> list[Member]:
    files = [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    return [Member(path.relative_to(folder).as_posix(), path.stat().st_size, path.read_bytes) for path in files]


def _in_zip(path: Path) -> list[Member]:
    try:
        archive = zipfile.ZipFile(path)
        infos = [info for info in archive.infolist() if not info.is_dir()]
    except DAMAGED as error:
        raise UnreadableSource(f"{path.name}: {error}") from error
    for info in infos:
        if info.flag_bits & 0x1:
            raise UnreadableSource(f"{path.name}, {info.filename}: encrypted", "pack the files without a password")
        if info.file_size > SMALL and info.file_size > MOST_RATIO * max(1, info.compress_size):
            raise SourceTooLarge(
                f"{path.name}, {info.filename}: {info.file_size:,} bytes out of {info.compress_size:,}"
            )
    return [Member(info.filename.replace("\\", "/"), info.file_size, _reader(archive, info)) for info in infos]


def _reader(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Callable[[], bytes]:
    def read() -> bytes:
        try:
            with archive.open(info) as stream:
                content = stream.read(info.file_size + 1)
        except DAMAGED as error:
            raise UnreadableSource(f"{info.filename}: {error}") from error
        if len(content) > info.file_size:
            raise SourceTooLarge(f"{info.filename} goes on beyond the {info.file_size:,} bytes that it states")
        return content

    return read
