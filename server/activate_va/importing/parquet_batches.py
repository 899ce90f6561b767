"""Columns of Parquet that are too large to be read as a whole: images a few at a time, vectors as arrays."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

BATCH = 32
"""Images that are in memory at once."""
BUFFER = 1 << 20
"""Bytes of the file that are read at once, where Arrow would else read all that a column holds of a row group. A
page is decoded as a whole; as Arrow writes files, one holds 1,024 images at most."""


def holds_pictures(kind: Any) -> bool:
    """Whether a column of that Arrow type holds files: bytes, or Hugging Face's `{bytes, path}`."""
    import pyarrow.types as types

    if types.is_struct(kind):
        place = kind.get_field_index("bytes")
        return place >= 0 and holds_pictures(kind.field(place).type)
    return bool(types.is_binary(kind) or types.is_large_binary(kind) or types.is_fixed_size_binary(kind))


def holds_vectors(kind: Any) -> bool:
    """Whether a column of that Arrow type holds lists of numbers."""
    import pyarrow.types as types

    lists = types.is_list(kind) or types.is_large_list(kind) or types.is_fixed_size_list(kind)
    return bool(lists and (types.is_floating(kind.value_type) or types.is_integer(kind.value_type)))


def vectors_of(column: Any) -> list[NDArray[Any] | None]:
    """The lists of an Arrow array as arrays (d,), NaN for a number that is missing; None for a list that is."""
    return [row.values.to_numpy(zero_copy_only=False) if row.is_valid else None for row in column]


class Batch(NamedTuple):
    """Rows of a file from `start` on."""

    start: int
    values: Any


class Pictures:
    """The files in one column, a batch of them in memory. Rows are read fastest in ascending order: what lies before
    the last one is looked for from the beginning of its row group."""

    def __init__(self, path: Path, column: str) -> None:
        self.path = path
        self.column = column
        self._lock = Lock()
        self._batches: Iterator[Batch] = iter(())
        self._now = Batch(0, ())

    def cells(self) -> list[Callable[[], bytes | None] | None]:
        """What reads each row's file; None where there is nothing. Raises ArrowException."""
        there = [bool(valid) for batch in self._from(0) for valid in batch.values.is_valid()]
        return [partial(self.read, row) if valid else None for row, valid in enumerate(there)]

    def read(self, row: int) -> bytes | None:
        """The file of a row. Raises ValueError where the file has changed."""
        with self._lock:
            if not self._holds(row):
                self._go_to(row)
            value = self._now.values[row - self._now.start].as_py()
        return value.get("bytes") if isinstance(value, dict) else value

    def _holds(self, row: int) -> bool:
        return 0 <= row - self._now.start < len(self._now.values)

    def _go_to(self, row: int) -> None:
        if row < self._now.start or not len(self._now.values):
            self._batches = self._from(row)
        for batch in self._batches:
            self._now = batch
            if self._holds(row):
                return
        raise ValueError(f"row {row + 1} is not there any more")

    def _from(self, row: int) -> Iterator[Batch]:
        """The batches from the beginning of the row's row group on."""
        import pyarrow.parquet as pq

        with pq.ParquetFile(self.path, buffer_size=BUFFER, pre_buffer=False) as file:
            sizes = [file.metadata.row_group(group).num_rows for group in range(file.metadata.num_row_groups)]
            ends = np.cumsum(sizes)
            first = int(np.searchsorted(ends, row, side="right"))
            if first == len(sizes):
                return
            start = int(ends[first] - sizes[first])
            for batch in file.iter_batches(BATCH, row_groups=range(first, len(sizes)), columns=[self.column]):
                yield Batch(start, batch.column(0))
                start += len(batch)
