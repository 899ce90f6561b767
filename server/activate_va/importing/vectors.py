"""Embeddings from files: an array of rows in order or with ids, or a column of Parquet joined by id."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from activate_va.datasets.bounds import refuse_too_large
from activate_va.datasets.errors import OwnEmbeddingWrong
from activate_va.importing.decoding import decoded
from activate_va.importing.errors import MappingWrong, SourceTooLarge, UnknownFormat, UnreadableSource
from activate_va.importing.limits import MOST_BYTES, MOST_RECORDS
from activate_va.importing.mapping import NAMES

NUMPY, PARQUET = b"\x93NUMPY", b"PAR1"
TOLD = 3


class Rows(NamedTuple):
    """vectors: numbers (m, d), perhaps mapped from their file. ids: of each row; None: rows are in order."""

    vectors: NDArray[Any]
    ids: Sequence[str] | None


def read_rows(source: Path, called: str, ids: Path | None, column: str | None, id_column: str | None) -> Rows:
    """Vectors from `.npy`, with `ids` as a text file of a line each or an `.npy` of texts; or from Parquet.

    `called` is what a person calls the source. Of Parquet the only column of lists and the column named as ids are by
    custom are taken where none is named. Raises ImportRefused, DatasetError.
    """
    start = _start(source)
    if start.startswith(NUMPY):
        return Rows(_array(source, called), None if ids is None else _ids(ids))
    if start.startswith(PARQUET):
        return _of_parquet(source, called, column, id_column)
    raise UnknownFormat(f"{called} holds no vectors", "an .npy file of shape (n, d), or Parquet with a column of lists")


def in_order(rows: Rows, known: Sequence[str] | None, source_rows: NDArray[np.int64], records: int) -> NDArray[Any]:
    """The vectors (n, d) of a dataset's samples: by their ids, `known`, or by their position among all `records`.

    Vectors of what the dataset does not hold are left out. Raises OwnEmbeddingWrong with the first that is missing.
    """
    if rows.ids is None:
        if len(rows.vectors) != records:
            raise OwnEmbeddingWrong(f"{len(rows.vectors):,} vectors, but {records:,} records were imported")
        return np.asarray(rows.vectors[source_rows])
    if known is None:
        raise OwnEmbeddingWrong("the dataset's samples have no ids of their own", "give vectors in the records' order")
    places = {name: place for place, name in enumerate(rows.ids)}
    if len(places) < len(rows.ids):
        twice = next(name for place, name in enumerate(rows.ids) if places[name] != place)
        raise OwnEmbeddingWrong(f"id {twice!r} has two vectors")
    missing = [name for name in known if name not in places]
    if missing:
        told = ", ".join(repr(name) for name in missing[:TOLD])
        raise OwnEmbeddingWrong(f"{len(missing):,} samples have no vector: {told}{' …' if len(missing) > TOLD else ''}")
    return np.asarray(rows.vectors[np.array([places[name] for name in known], np.int64)])


def _start(source: Path) -> bytes:
    with source.open("rb") as stream:
        return stream.read(6)


def _array(source: Path, called: str) -> NDArray[Any]:
    try:
        found: NDArray[Any] = np.load(source, mmap_mode="r", allow_pickle=False)
    except (OSError, ValueError, EOFError) as error:
        raise UnreadableSource(f"{called}: {error}") from error
    refuse_too_large(found.shape, found.dtype.itemsize, called)
    return found


def _ids(source: Path) -> list[str]:
    if source.stat().st_size > MOST_BYTES:
        raise SourceTooLarge(f"{source.name} is {source.stat().st_size:,} bytes long")
    if _start(source).startswith(NUMPY):
        return [str(each) for each in _array(source, "the file of ids").ravel()]
    return decoded(source.read_bytes(), "the file of ids").text.splitlines()


def _of_parquet(source: Path, called: str, column: str | None, id_column: str | None) -> Rows:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(source)
        if file.metadata.num_rows > MOST_RECORDS:
            raise SourceTooLarge(f"{called} states {file.metadata.num_rows:,} rows")
        vectors, ids = _columns(file.schema_arrow, called, column, id_column)
        table = file.read(columns=[vectors, ids])
        return Rows(_matrix(table.column(vectors), vectors), [str(each) for each in table.column(ids).to_pylist()])
    except (pa.ArrowException, OSError) as error:
        raise UnreadableSource(f"{called}: {error}") from error


def _columns(schema: Any, called: str, column: str | None, id_column: str | None) -> tuple[str, str]:
    """Which column holds vectors, and which ids."""
    names: list[str] = schema.names
    lists = [name for name in names if "list" in str(schema.field(name).type)]
    by_custom = [name for wanted in NAMES["id"] for name in names if name.lower() == wanted]
    vectors = column or (lists[0] if len(lists) == 1 else None)
    ids = id_column or next(iter(by_custom), None)
    if vectors not in lists:
        raise MappingWrong(
            f"{called}: no column of vectors is named", f"columns of lists: {', '.join(lists) or 'none'}"
        )
    if ids not in names:
        raise MappingWrong(f"{called}: no column of ids is named", f"columns: {', '.join(names)}")
    return str(vectors), str(ids)


def _matrix(column: Any, name: str) -> NDArray[Any]:
    """Lists that are all as long as the first, as an array (n, d)."""
    import pyarrow as pa
    import pyarrow.compute as pc

    lengths = pc.list_value_length(column).combine_chunks()
    first = lengths[0].as_py() if len(lengths) else 0
    if lengths.null_count or not first or pc.any(pc.not_equal(lengths, first)).as_py():
        other = next((row for row, length in enumerate(lengths.to_pylist()) if length != first), 0)
        raise OwnEmbeddingWrong(f"{name}: row {other + 1} has no vector, or one of another length than the first")
    numbers = pc.list_flatten(column)
    if numbers.null_count or not (pa.types.is_floating(numbers.type) or pa.types.is_integer(numbers.type)):
        raise OwnEmbeddingWrong(f"{name}: its lists hold more than numbers")
    found: NDArray[Any] = numbers.to_numpy().reshape(len(column), first)
    return found
