"""Cells of a table: numbers where a whole column is of numbers, else categories; what is empty is missing."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from activate_va.importing.records import Records
from activate_va.kinds.tables import Cell, item_of

ABSENT = frozenset({"", "na", "n/a", "nan", "null", "none", "?"})
"""What stands for nothing, in small letters."""


def rows_of(records: Records, columns: Sequence[str], numeric: Mapping[str, bool]) -> list[str]:
    """The item of each record, with these columns. `numeric`: which are of numbers; others are as found."""
    cells = {column: _cells(records.columns[column], numeric.get(column)) for column in columns}
    return [item_of({column: values[row] for column, values in cells.items()}) for row in range(len(records))]


def is_number_or_absent(value: Any) -> bool:
    text = _text(value)
    return text is None or _number(text) is not None


def _cells(values: Sequence[Any], numeric: bool | None) -> list[Cell]:
    texts = [_text(value) for value in values]
    numbers = [None if text is None else _number(text) for text in texts]
    if numeric is None:
        numeric = all(number is not None for number, text in zip(numbers, texts, strict=True) if text is not None)
    return list(numbers if numeric else texts)


def _text(value: Any) -> str | None:
    """None for what stands for nothing."""
    return None if value is None or str(value).strip().lower() in ABSENT else str(value).strip()


def _number(text: str) -> float | None:
    """None for what is no number, or none that is finite."""
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None
