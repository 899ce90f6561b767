"""JSON lines: an object a line."""

from __future__ import annotations

import json
from typing import Any

from activate_va.importing.decoding import decoded
from activate_va.importing.errors import UnreadableSource
from activate_va.importing.records import Problem, Records


def read_json_lines(content: bytes, name: str) -> Records:
    """A column for each key that any object has; what is no object is a problem. Nested values stay as they are."""
    text, encoding, notice = decoded(content, name)
    problems: list[Problem] = []
    objects: list[dict[str, Any]] = []
    places, rows = [], []
    lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    for row, (number, line) in enumerate(lines):
        found = _object(line)
        if isinstance(found, str):
            problems.append(Problem(f"line {number}", found))
            continue
        objects.append(found)
        places.append(f"line {number}")
        rows.append(row)
    if not objects:
        raise UnreadableSource(f"{name}: no line of it is a JSON object", 'write one a line: {"text": "…", "label": 1}')
    names = list(dict.fromkeys(key for found in objects for key in found))
    columns = {key: [found.get(key) for found in objects] for key in names}
    notices = (notice,) if notice else ()
    return Records("JSON lines", columns, places, rows, problems, encoding=encoding, notices=notices)


def _object(line: str) -> dict[str, Any] | str:
    """The object, or what is wrong with the line."""
    try:
        found = json.loads(line)
    except (ValueError, RecursionError) as error:
        return f"no JSON: {error}"
    return found if isinstance(found, dict) else f"{type(found).__name__}, no object"
