"""Samples that are rows of a table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from activate_va.kinds.base import Card, Kind, text_content
from activate_va.kinds.tables import encoder_of, row_of
from activate_va.options import Options


class NoAugmentation(Options):
    """Rows are not augmented: of what a cell may be instead, nothing is known."""


class TabularKind(Kind):
    """Rows (n,), each a text of JSON with a cell for each column: a number, a category, or null where it is missing."""

    name = "tabular"
    title = "Tables"
    description = "Rows of numbers and categories, some of which may be missing."
    default_classifier = "tabular_logistic_regression"
    augmentation = NoAugmentation

    def features(self, items: NDArray[Any]) -> NDArray[np.float32]:
        """Float32 (n, d): numbers standardised, categories one-hot, what is missing stated."""
        return encoder_of(items).encode(items)

    def searched(self, items: NDArray[Any]) -> list[str]:
        """The cells that are words, a line each."""
        rows = map(row_of, items)
        return ["\n".join(cell for cell in row.values() if isinstance(cell, str)) for row in rows]

    def card(self, item: Any) -> Card:
        return Card(str(item).encode(), "application/json")

    def exported(self, item: Any) -> dict[str, str]:
        return {column: "" if cell is None else str(cell) for column, cell in row_of(item).items()}

    def content(self, items: NDArray[Any]) -> Iterator[bytes]:
        return text_content(items, "rows")
