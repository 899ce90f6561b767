"""Photos as they came, kept as files beside what is learnt from: one is read when somebody looks at it."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

ORIGINALS = "originals.zip"
SHOWN_BY_BROWSERS = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg", b"GIF8": "image/gif"}
"""By how such files begin; others are not served as they are."""
THEN = (2026, 1, 1, 0, 0, 0)


class Originals(NamedTuple):
    """The files of a split's images. rows: int64 (n,), where each is among all of the dataset."""

    path: Path
    rows: NDArray[np.int64]

    def part(self, rows: slice | NDArray[np.intp]) -> Originals:
        return Originals(self.path, self.rows[rows])

    def read(self, row: int) -> tuple[bytes, str] | None:
        """The file and its media type; None where no browser shows it, or the image is as it came.

        Raises OSError, BadZipFile.
        """
        name = str(int(self.rows[row]))
        with zipfile.ZipFile(self.path) as archive:
            content = archive.read(name) if name in archive.NameToInfo else b""
        media = next((media for magic, media in SHOWN_BY_BROWSERS.items() if content.startswith(magic)), None)
        return None if media is None else (content, media)


class Writing(NamedTuple):
    archive: zipfile.ZipFile

    def add(self, row: int, content: bytes) -> None:
        """Pictures are compressed already."""
        self.archive.writestr(zipfile.ZipInfo(str(row), THEN), content)


@contextmanager
def originals_in(folder: Path) -> Iterator[Writing]:
    """Writes them one by one, so that never two are in memory."""
    with zipfile.ZipFile(folder / ORIGINALS, "w", zipfile.ZIP_STORED) as archive:
        yield Writing(archive)


def read_originals(folder: Path, n: int) -> Originals | None:
    """None where images are as they came, or came before originals were kept."""
    path = folder / ORIGINALS
    return Originals(path, np.arange(n, dtype=np.int64)) if path.is_file() else None
