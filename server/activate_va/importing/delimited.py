"""CSV and TSV: the delimiter found by rule, each record with the line it begins at."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from activate_va.importing.decoding import decoded
from activate_va.importing.errors import UnreadableSource
from activate_va.importing.records import Problem, Records

DELIMITERS = (",", "\t", ";", "|")
LOOKED_AT = 100
"""Records that decide the delimiter."""
LONGEST_VALUE = 1_000_000
FORMULA_STARTS = ("'=", "'+", "'-", "'@", "'\t", "'\r", "'\n")
OURS = {"session_id", "sample_id", "confidence_source"}
"""Columns of our own exports, in which `'` stands before what a spreadsheet would take for a formula."""


class Line(NamedTuple):
    number: int
    values: list[str]


def read_delimited(content: bytes, name: str, delimiter: str | None = None) -> Records:
    """Records by the names in the first line. Those of another length, or broken in themselves, are problems."""
    text, encoding, notice = decoded(content, name)
    chosen = delimiter or likely_delimiter(text)
    problems: list[Problem] = []
    lines = _lines(text, chosen, problems)
    header = next(lines, None)
    if header is None:
        raise UnreadableSource(f"{name} is empty", "the first line names the columns")
    names = _names(header.values)
    places, rows, kept = [], [], []
    for row, line in enumerate(lines):
        if len(line.values) != len(names):
            detail = f"{len(line.values)} values, but {len(names)} columns"
            problems.append(Problem(f"line {line.number}", detail))
            continue
        places.append(f"line {line.number}")
        rows.append(row)
        kept.append(line.values)
    columns = {name: list(values) for name, values in zip(names, zip(*kept, strict=True), strict=True)} if kept else {}
    columns = columns or {name: [] for name in names}
    if set(names) >= OURS:
        columns = {name: [_unquoted(value) for value in values] for name, values in columns.items()}
    kind = "TSV" if chosen == "\t" else "CSV"
    notices = (notice,) if notice else ()
    return Records(kind, columns, places, rows, problems, encoding=encoding, delimiter=chosen, notices=notices)


def likely_delimiter(text: str) -> str:
    """By which most of the first records have as many values as the header, of these the one with most values."""

    def fitness(delimiter: str) -> tuple[float, int]:
        lengths = [len(line.values) for line in islice(_lines(text, delimiter, []), LOOKED_AT)]
        if not lengths or lengths[0] < 2:
            return 0.0, 0
        return Counter(lengths)[lengths[0]] / len(lengths), lengths[0]

    best = max(DELIMITERS, key=fitness)
    return best if fitness(best)[0] > 0 else ","


def _lines(text: str, delimiter: str, problems: list[Problem]) -> Iterator[Line]:
    """Records that are not empty. Line numbers count from 1, and a value in quotes may hold line breaks."""
    csv.field_size_limit(LONGEST_VALUE)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        begins = reader.line_num + 1
        try:
            values = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            problems.append(Problem(f"line {begins}", str(error)))
            continue
        if values:
            yield Line(begins, values)


def _names(header: list[str]) -> list[str]:
    """Names that differ, also where the file repeats one or leaves one out."""
    names: list[str] = []
    for position, value in enumerate(header, 1):
        name = value.strip() or f"column {position}"
        names.append(name if name not in names else f"{name} ({position})")
    return names


def _unquoted(value: str) -> str:
    return value[1:] if value.startswith(FORMULA_STARTS) else value
