"""What every format is read into: records with the line of each, and what is wrong with some."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

MOST_PROBLEMS = 100
"""That are told in full; the rest is counted."""


class Problem(NamedTuple):
    """What is wrong with a record. `place` is `line 7` of a text file, `row 7` of Parquet, or a path."""

    place: str
    detail: str


@dataclass(frozen=True, eq=False)
class Records:
    """Columns of n values each, text unless the format says more (numbers, bytes, None for nothing).

    `places`: where each record stands. `rows`: its position from 0 among all records of the file, also those that could
    not be read and are in `problems` instead. `class_names`: of a column of class indices, where the file has them.
    `encoding` and `delimiter` are None where the format has none. `notices`: what a person should know.
    """

    format: str
    columns: dict[str, list[Any]]
    places: Sequence[str]
    rows: Sequence[int]
    problems: list[Problem] = field(default_factory=list)
    class_names: dict[str, tuple[str, ...]] = field(default_factory=dict)
    encoding: str | None = None
    delimiter: str | None = None
    notices: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.places)
