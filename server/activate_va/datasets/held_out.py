"""A dataset without some samples of its pool: what is held out to evaluate on, nothing else ever sees."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from activate_va.datasets.base import Dataset
from activate_va.recent import Recent

HELD = 4
_held: Recent[str, Dataset] = Recent(HELD)
"""By their digest."""


@dataclass(frozen=True)
class Without:
    """The dataset called `dataset`, by its name or by where it is, whose pool lacks the samples `held_out`, ascending.

    A sample that is left has another row in that pool than in the whole one; `PoolSubset` knows which.
    """

    dataset: str
    held_out: tuple[int, ...]

    def __str__(self) -> str:
        return f"{self.dataset} without {len(self.held_out)} samples"


Whole = str
Reference = Whole | Without


@dataclass(frozen=True, eq=False)
class PoolSubset:
    """Which samples of a pool are left: sample_ids int64 (m,), ascending, by their row."""

    sample_ids: NDArray[np.int64]

    @classmethod
    def of(cls, n: int, held_out: tuple[int, ...]) -> PoolSubset:
        left = np.ones(n, bool)
        left[list(held_out)] = False
        return cls(np.flatnonzero(left))

    def rows(self, sample_ids: NDArray[np.int64]) -> NDArray[np.int64]:
        """Where these samples are among those left. Raises ValueError for one that is held out."""
        rows = np.searchsorted(self.sample_ids, sample_ids)
        found = self.sample_ids[np.minimum(rows, len(self.sample_ids) - 1)]
        if not np.array_equal(found, sample_ids):
            raise ValueError("a sample that is held out was asked for")
        return rows.astype(np.int64)


def digest_without(digest: str, held_out: tuple[int, ...]) -> str:
    """The digest of a dataset of that digest without these samples."""
    if not held_out:
        return digest
    content = hashlib.sha256(f"{digest} without ".encode())
    content.update(np.array(held_out, "<i8").tobytes())
    return content.hexdigest()


def without(dataset: Dataset, held_out: tuple[int, ...]) -> Dataset:
    """The same splits, but for the samples that the pool lacks; the last few such datasets stay in memory."""
    if not held_out:
        return dataset
    digest = digest_without(dataset.digest, held_out)
    found = _held.get(digest)
    if found is None:
        pool = dataset.pool.part(PoolSubset.of(len(dataset.pool), held_out).sample_ids)
        found = replace(dataset, pool=pool, digest=digest)
        _held.put(digest, found)
    return found
