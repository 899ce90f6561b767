"""Parquet, with the images and class names that Hugging Face writes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from activate_va.importing.errors import SourceTooLarge, UnreadableSource
from activate_va.importing.limits import MOST_BYTES, MOST_RECORDS
from activate_va.importing.parquet_batches import Pictures, holds_pictures, holds_vectors, vectors_of
from activate_va.importing.records import Records

HUGGING_FACE = b"huggingface"


def read_parquet(path: Path) -> Records:
    """All columns as Python values, but for images, each of which a call reads from the file; vectors are arrays.

    What its footer says of sizes is checked before any column is decoded. Raises UnreadableSource, SourceTooLarge.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as file:
            footer, schema = file.metadata, file.schema_arrow
            stated = sum(footer.row_group(group).total_byte_size for group in range(footer.num_row_groups))
            if footer.num_rows > MOST_RECORDS or stated > MOST_BYTES:
                raise SourceTooLarge(f"{path.name} states {footer.num_rows:,} rows of {stated:,} bytes")
            columns = {field.name: _values(path, file, field) for field in schema}
    except (pa.ArrowException, OSError) as error:
        raise UnreadableSource(f"{path.name}: {error}") from error
    places = [f"row {row + 1}" for row in range(footer.num_rows)]
    return Records("Parquet", columns, places, range(footer.num_rows), class_names=_class_names(schema.metadata or {}))


def _values(path: Path, file: Any, field: Any) -> list[Any]:
    if holds_pictures(field.type):
        return Pictures(path, field.name).cells()
    if holds_vectors(field.type):
        return [each for batch in file.iter_batches(columns=[field.name]) for each in vectors_of(batch.column(0))]
    return list(file.read(columns=[field.name]).column(0).to_pylist())


def _class_names(metadata: dict[bytes, bytes]) -> dict[str, tuple[str, ...]]:
    """By column, of its ClassLabel features."""
    try:
        features: Any = json.loads(metadata.get(HUGGING_FACE, b"{}")).get("info", {}).get("features", {})
    except (ValueError, AttributeError):
        return {}
    found = {name: each.get("names") for name, each in features.items() if isinstance(each, dict)}
    return {name: tuple(map(str, names)) for name, names in found.items() if isinstance(names, list) and names}
