"""What a dataset is: items of a kind in three splits, class names, and a digest of it all."""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from activate_va.datasets.originals import Originals
from activate_va.datasets.own_embeddings import OwnEmbedding, OwnEmbeddings, found_among
from activate_va.datasets.splitting import POOL, TEST, VALIDATION
from activate_va.kinds import Kind, array_content, kinds

VALIDATION_LIMIT = 5_000
VALIDATION_SHARE = 12


@dataclass(frozen=True, eq=False)
class Origin:
    """Where items come from: by these, what is exported can be joined to the file that was read.

    source_rows: int64 (n,), the position from 0 among the records of that file, or of the training images.
    external_ids: strings (n,), what its id column says, or its relative path; None: the file names no items.
    annotators: strings (n,), who gave each item its label there, empty where it does not say; None: it says so of none.
    """

    source_rows: NDArray[np.int64]
    external_ids: NDArray[Any] | None = None
    annotators: NDArray[Any] | None = None

    def part(self, rows: slice | NDArray[np.intp]) -> Origin:
        ids = None if self.external_ids is None else _frozen(self.external_ids[rows])
        annotators = None if self.annotators is None else _frozen(self.annotators[rows])
        return Origin(_frozen(self.source_rows[rows]), ids, annotators)


@dataclass(frozen=True, eq=False)
class Split:
    """Items (n, …) as the dataset's kind has them, and labels int64 (n,), the index of each item's class, -1: none.

    `labels` is None where nobody has labelled any. Arrays are read-only.
    origin: where each item comes from; None where that is not known.
    confidences: float64 (n,), how sure whoever labelled an item was, in [0, 1], NaN where nobody said; None: nowhere.
    own: embeddings that came with the items, by name; the digest of a dataset is without them.
    originals: the files of images that are smaller here than they came; None: there are none.
    """

    items: NDArray[Any]
    labels: NDArray[np.int64] | None
    origin: Origin | None = None
    confidences: NDArray[np.float64] | None = None
    own: OwnEmbeddings = field(default_factory=dict)
    originals: Originals | None = None

    def __len__(self) -> int:
        return len(self.items)

    def part(self, rows: slice | NDArray[np.intp]) -> Split:
        """Some rows of it, in that order."""
        labels = None if self.labels is None else _frozen(self.labels[rows])
        confidences = None if self.confidences is None else _frozen(self.confidences[rows])
        origin = self.origin and self.origin.part(rows)
        own = {name: each.part(rows) for name, each in self.own.items()}
        originals = self.originals and self.originals.part(rows)
        return Split(_frozen(self.items[rows]), labels, origin, confidences, own, originals)

    def seen_by(self, own: str | None) -> NDArray[Any]:
        """What a model is given of each: the item itself, or its vector in an embedding of that name.

        Raises OwnEmbeddingNotFound.
        """
        return self.items if own is None else found_among(self.own, own).vectors

    def labelled(self) -> Split:
        """The items that have a label; none where nobody has labelled any."""
        none = np.zeros(len(self), bool)
        rows = np.flatnonzero(none if self.labels is None else self.labels >= 0)
        return self if len(rows) == len(self) else self.part(rows)


@dataclass(frozen=True, eq=False)
class Dataset:
    """A pool to label, a validation split to tune on, and a test split to report on.

    A sample's `sample_id` is its row in `pool`. `digest` is the
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

    @property
    def labelled(self) -> int:
        """How many samples of the pool come with a label."""
        return 0 if self.pool.labels is None else int((self.pool.labels >= 0).sum())

    def own(self, name: str) -> OwnEmbedding:
        """The pool's part of an embedding that came with the samples. Raises OwnEmbeddingNotFound."""
        return found_among(self.pool.own, name)

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
    train, test = _numbered(train), _numbered(test)
    n_validation = min(VALIDATION_LIMIT, len(train) // VALIDATION_SHARE)
    validation, pool = train.part(slice(None, n_validation)), train.part(slice(n_validation, None))
    digest = _digest(kinds[source.modality], classes, train, test)
    return Dataset(
        source.name, source.title, source.modality, classes, pool, validation, test.part(slice(None)), digest
    )


def of_parts(source: DatasetSource, classes: tuple[str, ...], samples: Split, parts: NDArray[np.int8]) -> Dataset:
    """A dataset of all samples, each in the part (n,) that says where it belongs: POOL, VALIDATION or TEST."""
    pool, validation, test = (samples.part(_rows(parts, part)) for part in (POOL, VALIDATION, TEST))
    digest = hashlib.sha256(_digest(kinds[source.modality], classes, samples, pool).encode())
    digest.update(parts.tobytes())
    return Dataset(source.name, source.title, source.modality, classes, pool, validation, test, digest.hexdigest())


def _rows(parts: NDArray[np.int8], part: int) -> slice | NDArray[np.intp]:
    """Where a part is, as a slice where it is in one piece: what is mapped from a file then stays there."""
    rows = np.flatnonzero(parts == part)
    whole = len(rows) and rows[-1] - rows[0] == len(rows) - 1
    return slice(int(rows[0]), int(rows[-1]) + 1) if whole else rows


def _numbered(split: Split) -> Split:
    """With the row of each item in the file, where nobody has said where it comes from."""
    return replace(split, origin=split.origin or Origin(np.arange(len(split), dtype=np.int64)))


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
