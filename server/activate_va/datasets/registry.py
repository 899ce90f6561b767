"""Datasets by name or by path, loaded once in a process."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from activate_va.datasets.base import Dataset, DatasetSource
from activate_va.datasets.errors import DatasetError, DatasetFileMissing, DatasetNotFound
from activate_va.datasets.headlines import Headlines
from activate_va.datasets.held_out import Reference, Without, without
from activate_va.datasets.idx import IdxFolder
from activate_va.datasets.npz import NpzFile
from activate_va.datasets.stored import stored_at
from activate_va.registry import Registry

FASHION_MNIST_VARIABLE = "ACTIVATE_VA_FASHION_MNIST"
FASHION_MNIST_DEBIAN = Path("/usr/share/datasets/fashion-mnist")
SHIPPED = Path(__file__).parent / "data"

sources: Registry[DatasetSource] = Registry("dataset", "activate_va.datasets")


@dataclass(frozen=True)
class DatasetInfo:
    """What a list of datasets shows, known without loading any. `problem` is None where the files are there."""

    name: str
    title: str
    modality: str
    problem: str | None


@dataclass(frozen=True)
class FashionMnist(IdxFolder):
    """Fashion-MNIST as Debian's package installs it, or in the folder that ACTIVATE_VA_FASHION_MNIST names."""

    def files(self) -> tuple[Path, ...]:
        try:
            return super().files()
        except DatasetFileMissing as error:
            hint = f"install Debian's dataset-fashion-mnist, or name the folder in {FASHION_MNIST_VARIABLE}"
            raise DatasetFileMissing(error.detail, hint) from error


def list_datasets() -> list[DatasetInfo]:
    return [describe(source) for source in sources]


def describe(reference: str | DatasetSource) -> DatasetInfo:
    """Name and title of a dataset, without loading it."""
    source = find_source(reference) if isinstance(reference, str) else reference
    try:
        source.files()
    except DatasetError as error:
        return DatasetInfo(source.name, source.title, source.modality, f"{error.detail} ({error.hint})")
    return DatasetInfo(source.name, source.title, source.modality, None)


def open_dataset(reference: Reference) -> Dataset:
    """The dataset of a registered name, or at a path: a folder of IDX files, or an `.npz` archive; or one of these
    without some samples.

    Read once in a process, and again when one of its files has changed.
    Raises DatasetError naming the file and what is wrong with it.
    """
    if isinstance(reference, Without):
        return without(open_dataset(reference.dataset), reference.held_out)
    source = find_source(reference)
    return _load(source, _stamps(source))


def find_source(reference: str) -> DatasetSource:
    """The source that a name or path stands for. Raises DatasetNotFound (404)."""
    if reference in sources:
        return sources[reference]
    found = _at_path(reference)
    if found is not None:
        return found
    hint = f"known: {', '.join(sources.names())}; or a folder of IDX files, or an .npz file"
    raise DatasetNotFound(f"dataset {reference!r} is neither a known name nor such a path", hint)


def _at_path(reference: str) -> DatasetSource | None:
    """None where there is no such file or folder; nor is one under a name that no file can have."""
    try:
        path = Path(reference).expanduser()
        if path.is_dir():
            return stored_at(path) or IdxFolder(_name(path), path.resolve().name, path.resolve())
        if path.is_file() and path.suffix == ".npz":
            return NpzFile(_name(path), path.stem, path.resolve())
    except (OSError, ValueError, RuntimeError):
        return None
    return None


@lru_cache(maxsize=16)
def _load(source: DatasetSource, stamps: tuple[tuple[str, int, int], ...]) -> Dataset:
    return source.load()


def _stamps(source: DatasetSource) -> tuple[tuple[str, int, int], ...]:
    stats = [(str(path), path.stat()) for path in source.files()]
    return tuple((path, stat.st_size, stat.st_mtime_ns) for path, stat in stats)


def _name(path: Path) -> str:
    return re.sub(r"[^a-z0-9]+", "_", path.resolve().stem.lower()).strip("_") or "dataset"


DIGITS = tuple(str(digit) for digit in range(10))
FASHION_CLASSES = (
    "T-shirt/top",
    "Trouser",
    "Pullover",
    "Dress",
    "Coat",
    "Sandal",
    "Shirt",
    "Sneaker",
    "Bag",
    "Ankle boot",
)

sources.register(IdxFolder("mnist", "MNIST", SHIPPED / "mnist", DIGITS))
sources.register(Headlines())
sources.register(
    FashionMnist(
        "fashion_mnist",
        "Fashion-MNIST",
        Path(os.environ.get(FASHION_MNIST_VARIABLE, FASHION_MNIST_DEBIAN)),
        FASHION_CLASSES,
    )
)
