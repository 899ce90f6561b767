"""Tables as numbers: standardised numbers and one-hot categories, fitted on a pool and held while that is in use."""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from hashlib import blake2b
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from activate_va.recent import Recent

MOST_CATEGORIES = 50
"""Of a column: the most frequent; what is rarer counts as one."""
MISSING = ""
"""What stands for a category that is missing, in the arrays that models take. For a number it is NaN."""
HELD = 4

_fitted_on: Recent[bytes, Encoder] = Recent(HELD)
_one_at_a_time = threading.Lock()

Cell = float | int | str | None


class Encoder(NamedTuple):
    """`columns` of numbers and of categories, in the order of the arrays that `transformer`, scikit-learn's, takes.

    `key` is the digest of the rows that it was fitted on.
    """

    key: bytes
    columns: tuple[str, ...]
    numeric: tuple[bool, ...]
    transformer: Any

    def encode(self, items: NDArray[Any]) -> NDArray[np.float32]:
        """Rows float32 (n, d): numbers of mean 0 and variance 1 in the pool, the mean where one is missing and a column
        that says so; a column of 0 or 1 for each category."""
        if not len(items):
            return np.zeros((0, len(self.transformer.get_feature_names_out())), np.float32)
        return np.asarray(self.transformer.transform(cells_of(items, self.columns, self.numeric)), np.float32)


def row_of(item: Any) -> dict[str, Cell]:
    """The cells of one item by column; None where one is missing."""
    found: dict[str, Cell] = json.loads(str(item))
    return found


def item_of(row: dict[str, Cell]) -> str:
    """The item of these cells: JSON, whose columns keep their order."""
    return json.dumps(row, ensure_ascii=False, allow_nan=False)


def encoder_of(items: NDArray[Any]) -> Encoder:
    """A column is of numbers where all cells that are there are; else its cells are categories."""
    key = _key(items)
    with _one_at_a_time:
        found = _fitted_on.get(key)
        if found is None:
            found = _fitted(key, items)
            _fitted_on.put(key, found)
    return found


def cells_of(items: NDArray[Any], columns: Sequence[str], numeric: Sequence[bool]) -> NDArray[Any]:
    """Objects (n, d): floats, NaN where one is missing, and texts, empty where one is."""
    cells = np.empty((len(items), len(columns)), object)
    for position, item in enumerate(items):
        row = row_of(item)
        for place, (column, is_number) in enumerate(zip(columns, numeric, strict=True)):
            cell = row.get(column)
            cells[position, place] = _number(cell) if is_number else MISSING if cell is None else str(cell)
    return cells


def _number(cell: Cell) -> float:
    return float(cell) if isinstance(cell, int | float) else np.nan


def _fitted(key: bytes, items: NDArray[Any]) -> Encoder:
    from sklearn.compose import ColumnTransformer
    from sklearn.impute import SimpleImputer
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import OneHotEncoder, StandardScaler

    rows = [row_of(item) for item in items]
    columns = tuple(rows[0])
    numeric = tuple(_is_numeric([row.get(column) for row in rows]) for column in columns)
    numbers = [place for place, is_number in enumerate(numeric) if is_number]
    categories = [place for place, is_number in enumerate(numeric) if not is_number]
    imputed = SimpleImputer(strategy="mean", add_indicator=True, keep_empty_features=True)
    one_hot = OneHotEncoder(
        handle_unknown="infrequent_if_exist", max_categories=MOST_CATEGORIES, sparse_output=False, dtype=np.float32
    )
    transformer = ColumnTransformer(
        [("numbers", make_pipeline(imputed, StandardScaler()), numbers), ("categories", one_hot, categories)]
    )
    transformer.fit(cells_of(items, columns, numeric))
    return Encoder(key, columns, numeric, transformer)


def _is_numeric(cells: list[Cell]) -> bool:
    there = [cell for cell in cells if cell is not None]
    return bool(there) and all(isinstance(cell, int | float) and not isinstance(cell, bool) for cell in there)


def _key(items: NDArray[Any]) -> bytes:
    digest = blake2b(digest_size=16)
    for item in items:
        digest.update(str(item).encode() + b"\0")
    return digest.digest()
