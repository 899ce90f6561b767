"""NumPy archives with the array names of `keras.datasets`: x_train, y_train, x_test, y_test."""

from __future__ import annotations

import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from activate_va.datasets.base import Dataset, DatasetSource, Split, assemble
from activate_va.datasets.checks import checked_classes, checked_images, checked_labels, checked_split
from activate_va.datasets.errors import UnknownKey, UnreadableFile, UnsupportedShape

REQUIRED = ("x_train", "x_test", "y_test")
OPTIONAL = ("y_train", "classes")


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
        if not zipfile.is_zipfile(self.path):
            raise UnreadableFile(
                f"{self.path}: not a zip archive, or cut short", "write it with numpy.savez_compressed"
            )
        try:
            with np.load(self.path, allow_pickle=False) as archive:
                self._check_keys(set(archive.files))
                return {key: archive[key] for key in archive.files}
        except (OSError, ValueError, EOFError, zipfile.BadZipFile, zlib.error) as error:
            raise UnreadableFile(f"{self.path}: {error}", "write the file with numpy.savez_compressed") from error

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
        return tuple(str(name) for name in names)
