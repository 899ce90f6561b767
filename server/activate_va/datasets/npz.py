"""NumPy archives with the array names of `keras.datasets`: x_train, y_train, x_test, y_test."""

from __future__ import annotations

import tokenize
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from activate_va.datasets.base import Dataset, DatasetSource, Split, assemble
from activate_va.datasets.bounds import MOST_CLASSES, refuse_too_large
from activate_va.datasets.checks import (
    checked_classes,
    checked_images,
    checked_labels,
    checked_names,
    checked_split,
)
from activate_va.datasets.errors import DatasetTooLarge, UnknownKey, UnreadableFile, UnsupportedShape

REQUIRED = ("x_train", "x_test", "y_test")
OPTIONAL = ("y_train", "classes")
NPY = ".npy"
LONGEST_HEADER = 12_000
"""In bytes; NumPy writes 118 and reads 10,000."""
ENCRYPTED = 0x1
COMPRESSIONS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
HEADERS = {(1, 0): np.lib.format.read_array_header_1_0, (2, 0): np.lib.format.read_array_header_2_0}
UNREADABLE = (
    *(OSError, ValueError, EOFError, OverflowError, RecursionError, NotImplementedError),
    *(zipfile.BadZipFile, zlib.error, tokenize.TokenError),
)
"""What a damaged or foreign archive leads to: zipfile does not know its compression (NotImplementedError), NumPy cannot
read a header or its sizes (ValueError, TokenError, RecursionError, OverflowError), a stream ends or is no zlib."""
WRITE_WITH = "write the file with numpy.savez_compressed"


@dataclass(frozen=True)
class NpzFile(DatasetSource):
    """An `.npz` archive. `y_train` may be absent; `classes` is an optional array of names."""

    name: str
    title: str
    path: Path

    def files(self) -> tuple[Path, ...]:
        return (self.path,)

    def load(self) -> Dataset:
        arrays = self._arrays()
        train, test = self._split(arrays, "train"), self._split(arrays, "test")
        names = self._names(arrays)
        return assemble(self, checked_classes(names, train, test, self.path), train, test)

    def _arrays(self) -> dict[str, NDArray[Any]]:
        """All arrays; none is decoded before what they say of themselves was found to be in bounds."""
        if not zipfile.is_zipfile(self.path):
            raise UnreadableFile(f"{self.path}: not a zip archive, or cut short", WRITE_WITH)
        try:
            with zipfile.ZipFile(self.path) as archive:
                members = {member.filename.removesuffix(NPY): member for member in archive.infolist()}
                self._check_keys(set(members))
                self._check_sizes(archive, members)
                return {key: _array(archive, member) for key, member in members.items()}
        except UNREADABLE as error:
            raise UnreadableFile(f"{self.path}: {error}", WRITE_WITH) from error

    def _check_sizes(self, archive: zipfile.ZipFile, members: Mapping[str, zipfile.ZipInfo]) -> None:
        """What the zip says of a member's size must be what the array's header makes it."""
        total = 0
        for key, member in members.items():
            place = f"{self.path}, {key}"
            if member.compress_type not in COMPRESSIONS or member.flag_bits & ENCRYPTED:
                raise UnreadableFile(f"{place}: encrypted, or compressed in a way that NumPy does not", WRITE_WITH)
            shape, dtype, start = _header(archive, member)
            if dtype.hasobject or not dtype.itemsize:
                raise UnreadableFile(f"{place}: {dtype} is no array of numbers or names; no pickle is read", WRITE_WITH)
            stated = refuse_too_large(shape, dtype.itemsize, place)
            if stated + start != member.file_size:
                raise UnreadableFile(
                    f"{place}: its header states {stated:,} bytes of data, the zip {member.file_size - start:,}"
                )
            total += stated
        refuse_too_large((total,), 1, f"{self.path}, all arrays together")

    def _check_keys(self, keys: set[str]) -> None:
        for key in REQUIRED:
            if key not in keys:
                raise UnknownKey(f"{self.path}: no array {key!r}; it holds {', '.join(sorted(keys)) or 'none'}")
        for key in sorted(keys - {*REQUIRED, *OPTIONAL}):
            raise UnknownKey(f"{self.path}: array {key!r} is not one that a dataset consists of")

    def _split(self, arrays: dict[str, NDArray[Any]], part: str) -> Split:
        place = f"{self.path}, x_{part} and y_{part}"
        images = checked_images(arrays[f"x_{part}"], f"{self.path}, x_{part}")
        labels = arrays.get(f"y_{part}")
        checked = None if labels is None else checked_labels(labels, f"{self.path}, y_{part}")
        return checked_split(images, checked, place)

    def _names(self, arrays: dict[str, NDArray[Any]]) -> tuple[str, ...] | None:
        names = arrays.get("classes")
        if names is None:
            return None
        if names.ndim != 1:
            raise UnsupportedShape(f"{self.path}, classes: shape {names.shape}", "give one name for each class")
        if len(names) > MOST_CLASSES:
            raise DatasetTooLarge(f"{self.path}: {len(names):,} classes, more than the {MOST_CLASSES:,} there may be")
        return checked_names([str(name) for name in names], f"{self.path}, classes")


def _header(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> tuple[tuple[int, ...], np.dtype[Any], int]:
    """Shape, type, and how many bytes come before the data. Of a member no more is decoded than a header may take."""
    with archive.open(member) as stream:
        start = BytesIO(stream.read(LONGEST_HEADER))
    read = HEADERS.get(np.lib.format.read_magic(start))
    if read is None:
        raise ValueError("an array of a version of the format that is not known")
    shape, _, dtype = read(start)
    return shape, dtype, start.tell()


def _array(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> NDArray[Any]:
    with archive.open(member) as stream:
        array: NDArray[Any] = np.lib.format.read_array(stream, allow_pickle=False)
        return array
