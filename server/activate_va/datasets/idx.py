"""IDX, the format of MNIST: a big-endian header of dimensions, then bytes. Gzip is read as it is."""

from __future__ import annotations

import gzip
import struct
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from activate_va.datasets.base import Dataset, DatasetSource, Split, assemble
from activate_va.datasets.checks import checked_classes, checked_images, checked_labels, checked_split
from activate_va.datasets.errors import (
    DatasetFileMissing,
    TrailingBytes,
    TruncatedFile,
    UnreadableFile,
    UnsupportedType,
    WrongMagicNumber,
)

UNSIGNED_BYTE = 0x08
IMAGES, LABELS = (3, 4), (1,)


def read_idx(path: Path, dimensions: tuple[int, ...]) -> NDArray[np.uint8]:
    """The array in an IDX file of unsigned bytes with one of the given numbers of dimensions."""
    content = _content(path)
    if len(content) < 4:
        raise TruncatedFile(f"{path}: {len(content)} bytes, too few for an IDX header")
    zeros, kind, n_dimensions = struct.unpack(">HBB", content[:4])
    if zeros != 0 or n_dimensions not in dimensions:
        expected = " or ".join(f"0x{UNSIGNED_BYTE << 8 | n:08x}" for n in dimensions)
        raise WrongMagicNumber(f"{path}: magic number 0x{content[:4].hex()}, expected {expected}")
    if kind != UNSIGNED_BYTE:
        raise UnsupportedType(f"{path}: IDX type 0x{kind:02x}, not unsigned bytes (0x08)")
    return _body(path, content, n_dimensions)


def _content(path: Path) -> bytes:
    try:
        return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    except EOFError as error:
        raise TruncatedFile(f"{path}: the compressed data end too early") from error
    except (OSError, zlib.error) as error:
        raise UnreadableFile(f"{path}: {error}") from error


def _body(path: Path, content: bytes, n_dimensions: int) -> NDArray[np.uint8]:
    start = 4 + 4 * n_dimensions
    if len(content) < start:
        raise TruncatedFile(f"{path}: {len(content)} bytes, too few for its IDX header of {start}")
    shape = struct.unpack(f">{n_dimensions}I", content[4:start])
    stated, found = int(np.prod(shape, dtype=object)), len(content) - start
    if found < stated:
        raise TruncatedFile(f"{path}: the header states {stated:,} bytes of data, the file holds {found:,}")
    if found > stated:
        raise TrailingBytes(f"{path}: {found - stated:,} bytes after the {stated:,} that the header states")
    return np.frombuffer(content, np.uint8, offset=start).reshape(shape)


@dataclass(frozen=True)
class IdxFolder(DatasetSource):
    """A folder of MNIST's file names, each plain or gzip (plain first).

    Training labels may be absent. Without `classes`, a file `classes.txt` names one class a line.
    """

    name: str
    title: str
    folder: Path
    classes: tuple[str, ...] | None = None

    def files(self) -> tuple[Path, ...]:
        needed = [self._needed("train-images"), self._needed("t10k-images"), self._needed("t10k-labels")]
        optional = [path for path in (self._find("train-labels"), self.folder / "classes.txt") if path]
        return (*needed, *(path for path in optional if path.is_file()))

    def load(self) -> Dataset:
        train, test = self._split("train", self._find("train-labels")), self._split("t10k", self._needed("t10k-labels"))
        return assemble(self, checked_classes(self._classes(), train, test, self.folder), train, test)

    def _split(self, part: str, labels_path: Path | None) -> Split:
        path = self._needed(f"{part}-images")
        images = checked_images(read_idx(path, IMAGES), str(path))
        labels = checked_labels(read_idx(labels_path, LABELS), str(labels_path)) if labels_path else None
        return checked_split(images, labels, f"{path} and {labels_path}" if labels_path else str(path))

    def _classes(self) -> tuple[str, ...] | None:
        path = self.folder / "classes.txt"
        if self.classes is not None or not path.is_file():
            return self.classes
        return tuple(line.strip() for line in path.read_text(encoding="utf-8").splitlines() if line.strip())

    def _needed(self, stem: str) -> Path:
        path = self._find(stem)
        if path is None:
            raise DatasetFileMissing(f"{self.folder}: no {stem}-idx{'3' if 'images' in stem else '1'}-ubyte or .gz")
        return path

    def _find(self, stem: str) -> Path | None:
        kinds = IMAGES if stem.endswith("images") else LABELS
        names = [f"{stem}{dot}idx{n}-ubyte{gz}" for gz in ("", ".gz") for dot in ("-", ".") for n in kinds]
        return next((self.folder / name for name in names if (self.folder / name).is_file()), None)
