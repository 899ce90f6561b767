"""JSON arrays: of objects, or of Label Studio's tasks."""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any

from activate_va.importing.decoding import decoded
from activate_va.importing.errors import UnreadableSource
from activate_va.importing.records import Problem, Records

IMAGE = "data:image/"


def read_json_array(content: bytes, name: str) -> Records:
    """A record for each object; of a task, its data and, as `label`, the class that its newest annotation chooses.

    What is no object, or answers with several classes, is a problem. Raises UnreadableSource.
    """
    text, encoding, notice = decoded(content, name)
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableSource(f"{name}: no JSON: {error}") from error
    tasks = any(isinstance(each, dict) and isinstance(each.get("data"), dict) for each in found)
    records: list[dict[str, Any]] = []
    problems: list[Problem] = []
    rows: list[int] = []
    for row, each in enumerate(found):
        read = _of_a_task(each) if tasks else each if isinstance(each, dict) else "no object"
        if isinstance(read, str):
            problems.append(Problem(f"record {row + 1}", read))
        else:
            records.append(read)
            rows.append(row)
    if not records:
        raise UnreadableSource(f"{name}: its array holds no objects", 'as in [{"text": "…", "label": 1}]')
    names = list(dict.fromkeys(key for record in records for key in record))
    columns = {key: [record.get(key) for record in records] for key in names}
    called = "Label Studio" if tasks else "JSON"
    places = [f"record {row + 1}" for row in rows]
    return Records(called, columns, places, rows, problems, encoding=encoding, notices=(notice,) if notice else ())


def _of_a_task(task: Any) -> dict[str, Any] | str:
    """Columns of a task, or what is wrong with it."""
    data = task.get("data") if isinstance(task, dict) else None
    if not isinstance(data, dict):
        return "no task: it has no data"
    columns: dict[str, Any] = {}
    for name, value in data.items():
        if isinstance(value, dict):  # The cells of a row.
            columns |= value
        else:
            columns[name] = _image(value) if isinstance(value, str) and value.startswith(IMAGE) else value
    label = _label(task)
    return label if isinstance(label, str) else columns | {"label": label[0] if label else None}


def _label(task: dict[str, Any]) -> list[str] | str:
    """The class chosen, none or one; in words what is wrong where there are more."""
    given = [each for each in task.get("annotations") or [] if isinstance(each, dict) and not each.get("was_cancelled")]
    results = given[-1].get("result") if given else []
    values = [each.get("value") for each in results or [] if isinstance(each, dict)]
    chosen = [choice for value in values if isinstance(value, dict) for choice in value.get("choices") or []]
    return chosen if len(chosen) < 2 else f"several classes: {', '.join(map(str, chosen))}"


def _image(address: str) -> bytes | None:
    """The file in a `data:` address; None where it is damaged."""
    try:
        return base64.b64decode(address.partition(",")[2], validate=True) or None
    except binascii.Error:
        return None
