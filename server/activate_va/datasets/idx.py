"""IDX, the format of MNIST: a big-endian header of dimensions, then bytes. Gzip is read as it is."""

from __future__ import annotations

import gzip
import struct
import zlib
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from activate_va.datasets.base import Dataset, DatasetSource, Split, assemble
from activate_va.datasets.bounds import LONGEST_NAME, MOST_CLASSES, refuse_too_large
from activate_va.datasets.checks import (
    checked_classes,
    checked_images,
    checked_labels,
    checked_names,
    checked_split,
)
from activate_va.datasets.errors import (
    DatasetFileMissing,
    DatasetTooLarge,
    TrailingBytes,
    TruncatedFile,
    UnreadableFile,
    UnsupportedType,
    WrongMagicNumber,
)

Stream = BufferedReader | gzip.GzipFile

UNSIGNED_BYTE = 0x08
CHUNK = 2**24
IMAGES, LABELS = (3, 4), (1,)


def read_idx(path: Path, dimensions: tuple[int, ...]) -> NDArray[np.uint8]:
    """The array in an IDX file of unsigned bytes with one of the given numbers of dimensions.

    What the header states is checked before any of the rest is read, and no more is read than it states.
    """
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as stream:
            shape = _shape(path, stream, dimensions)
            return _body(path, stream, shape)
    except EOFError as error:
        raise TruncatedFile(f"{path}: the compressed data end too early") from error
    except (OSError, zlib.error) as error:
        raise UnreadableFile(f"{path}: {error}") from error


def _shape(path: Path, stream: Stream, dimensions: tuple[int, ...]) -> tuple[int, ...]:
    magic = stream.read(4)
    if len(magic) < 4:
        raise TruncatedFile(f"{path}: {len(magic)} bytes, too few for an IDX header")
    zeros, kind, n_dimensions = struct.unpack(">HBB", magic)
    if zeros != 0 or n_dimensions not in dimensions:
        expected = " or ".join(f"0x{UNSIGNED_BYTE << 8 | n:08x}" for n in dimensions)
        raise WrongMagicNumber(f"{path}: magic number 0x{magic.hex()}, expected {expected}")
    if kind != UNSIGNED_BYTE:
        raise UnsupportedType(f"{path}: IDX type 0x{kind:02x}, not unsigned bytes (0x08)")
    sizes = stream.read(4 * n_dimensions)
    if len(sizes) < 4 * n_dimensions:
        found, needed = len(magic) + len(sizes), len(magic) + 4 * n_dimensions
        raise TruncatedFile(f"{path}: {found} bytes, too few for its IDX header of {needed}")
    return struct.unpack(f">{n_dimensions}I", sizes)


def _body(path: Path, stream: Stream, shape: tuple[int, ...]) -> NDArray[np.uint8]:
    content = np.empty(refuse_too_large(shape, 1, str(path)), np.uint8)
    found = 0
    while found < len(content) and (read := stream.readinto(content.data[found : found + CHUNK])):
        found += read
    if found < len(content):
        raise TruncatedFile(f"{path}: the header states {len(content):,} bytes of data, the file holds {found:,}")
    if stream.read(1):
        raise TrailingBytes(f"{path}: it goes on after the {len(content):,} bytes of data that the header states")
    return content.reshape(shape)


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
        try:
            with path.open(encoding="utf-8") as stream:
                text = stream.read(MOST_CLASSES * LONGEST_NAME + 1)
        except (OSError, UnicodeDecodeError) as error:
            raise UnreadableFile(f"{path}: {error}", "write one class name a line, in UTF-8") from error
        if len(text) > MOST_CLASSES * LONGEST_NAME:
            raise DatasetTooLarge(f"{path}: longer than any list of {MOST_CLASSES:,} class names")
        return checked_names([line.strip() for line in text.splitlines() if line.strip()], str(path))

    def _needed(self, stem: str) -> Path:
        path = self._find(stem)
        if path is None:
            raise DatasetFileMissing(f"{self.folder}: no {stem}-idx{'3' if 'images' in stem else '1'}-ubyte or .gz")
        return path

    def _find(self, stem: str) -> Path | None:
        kinds = IMAGES if stem.endswith("images") else LABELS
        names = [f"{stem}{dot}idx{n}-ubyte{gz}" for gz in ("", ".gz") for dot in ("-", ".") for n in kinds]
        return next((self.folder / name for name in names if (self.folder / name).is_file()), None)
