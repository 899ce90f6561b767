"""What a dataset is: items of a kind in three splits, class names, and a digest of it all."""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from activate_va.kinds import Kind, array_content, kinds

VALIDATION_LIMIT = 5_000
VALIDATION_SHARE = 12


@dataclass(frozen=True, eq=False)
class Split:
    """Items (n, …) as the dataset's kind has them, and labels int64 (n,), the index of each item's class.

    `labels` is None where nobody has labelled the split. Arrays are read-only.
    """

    items: NDArray[Any]
    labels: NDArray[np.int64] | None

    def __len__(self) -> int:
        return len(self.items)


@dataclass(frozen=True, eq=False)
class Dataset:
    """A pool to label, a validation split to tune on, and a test split to report on.

    A sample's `sample_id` is its row in `pool`. The test split always has labels. `digest` is the
    sha256, in hexadecimal, of class names, shapes and content. `modality` is the name of its `kind`.
    """

    name: str
    title: str
    modality: str
    classes: tuple[str, ...]
    pool: Split
    validation: Split
    test: Split
    digest: str

    @property
    def kind(self) -> Kind:
        """What its samples are. Raises UnknownName where that kind's package is not installed."""
        return kinds[self.modality]

    @property
    def shape(self) -> tuple[int, int, int] | None:
        """Height, width and channels of an image; None where samples are no images."""
        return self.kind.image_shape(self.pool.items)

    def counts(self) -> dict[str, int]:
        return {"pool": len(self.pool), "validation": len(self.validation), "test": len(self.test)}


class DatasetSource(ABC):
    """Where a dataset comes from. Subclasses are hashable values; `load` reads it all."""

    name: str
    title: str
    modality: str = "image"

    @abstractmethod
    def files(self) -> tuple[Path, ...]:
        """The files it is read from; raises DatasetError with what is missing and the remedy."""

    @abstractmethod
    def load(self) -> Dataset:
        """Read and check everything."""


def assemble(source: DatasetSource, classes: tuple[str, ...], train: Split, test: Split) -> Dataset:
    """Split off the validation images: the first min(5,000, n // 12) of the n training images.

    MNIST so becomes 55,000 / 5,000 / 10,000, the split of Legg et al. 2019.
    """
    n_validation = min(VALIDATION_LIMIT, len(train) // VALIDATION_SHARE)
    validation, pool = _part(train, slice(None, n_validation)), _part(train, slice(n_validation, None))
    digest = _digest(kinds[source.modality], classes, train, test)
    return Dataset(
        source.name, source.title, source.modality, classes, pool, validation, _part(test, slice(None)), digest
    )


def _part(split: Split, rows: slice) -> Split:
    labels = None if split.labels is None else _frozen(split.labels[rows])
    return Split(_frozen(split.items[rows]), labels)


def _frozen(array: NDArray[Any]) -> NDArray[Any]:
    view = array.view()
    view.flags.writeable = False
    return view


def _digest(kind: Kind, classes: tuple[str, ...], train: Split, test: Split) -> str:
    digest = hashlib.sha256(repr(classes).encode())
    for split in (train, test):
        for part in kind.content(split.items):
            digest.update(part)
        for part in (b"none",) if split.labels is None else array_content(split.labels):
            digest.update(part)
    return digest.hexdigest()
