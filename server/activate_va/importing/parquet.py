"""Parquet, with the images and class names that Hugging Face writes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from activate_va.importing.errors import SourceTooLarge, UnreadableSource
from activate_va.importing.limits import MOST_BYTES, MOST_RECORDS
from activate_va.importing.records import Records

HUGGING_FACE = b"huggingface"


def read_parquet(path: Path) -> Records:
    """All columns as Python values. What its footer says of sizes is checked before any column is decoded.

    Raises UnreadableSource, SourceTooLarge.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(path)
        footer = file.metadata
        stated = sum(footer.row_group(group).total_byte_size for group in range(footer.num_row_groups))
        if footer.num_rows > MOST_RECORDS or stated > MOST_BYTES:
            raise SourceTooLarge(f"{path.name} states {footer.num_rows:,} rows of {stated:,} bytes")
        table = file.read()
    except (pa.ArrowException, OSError) as error:
        raise UnreadableSource(f"{path.name}: {error}") from error
    columns = {name: table.column(name).to_pylist() for name in table.column_names}
    places = [f"row {row + 1}" for row in range(len(table))]
    names = _class_names(table.schema.metadata or {})
    return Records("Parquet", columns, places, range(len(table)), class_names=names)


def _class_names(metadata: dict[bytes, bytes]) -> dict[str, tuple[str, ...]]:
    """By column, of its ClassLabel features."""
    try:
        features: Any = json.loads(metadata.get(HUGGING_FACE, b"{}")).get("info", {}).get("features", {})
    except (ValueError, AttributeError):
        return {}
    found = {name: each.get("names") for name, each in features.items() if isinstance(each, dict)}
    return {name: tuple(map(str, names)) for name, names in found.items() if isinstance(names, list) and names}
