"""Cells of a table: numbers where a whole column is of numbers, else categories; what is empty is missing."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from activate_va.importing.records import Records
from activate_va.kinds.tables import Cell, item_of

ABSENT = frozenset({"", "na", "n/a", "nan", "null", "none", "?"})
"""What stands for nothing, in small letters."""


def rows_of(records: Records, columns: Sequence[str]) -> list[str]:
    """The item of each record, whose cells are those of these columns."""
    cells = {column: _cells(records.columns[column]) for column in columns}
    return [item_of({column: values[row] for column, values in cells.items()}) for row in range(len(records))]


def _cells(values: Sequence[Any]) -> list[Cell]:
    texts = [None if value is None or str(value).strip().lower() in ABSENT else str(value).strip() for value in values]
    numbers = [None if text is None else _number(text) for text in texts]
    if all(number is not None for number, text in zip(numbers, texts, strict=True) if text is not None):
        return list(numbers)
    return list(texts)


def _number(text: str) -> float | None:
    """None for what is no number, or none that is finite."""
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None
