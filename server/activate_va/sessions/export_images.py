"""Labelled images as a zip: with Hugging Face's `metadata.jsonl`, or in a folder per class."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable, Sequence

from activate_va.datasets import Dataset
from activate_va.errors import ActivateError
from activate_va.sessions.export import Row, rows
from activate_va.sessions.state import SessionState

MEDIA_TYPE = "application/zip"
UNSAFE = re.compile(r"[^\w .()+-]+")
LONGEST = 80
"""Characters of a class's name that a folder is called by."""
THEN = (2026, 1, 1, 0, 0, 0)
"""The time that all files bear, so that the same labels give the same zip."""


class NoImagesToExport(ActivateError):
    status = 409
    hint = "export the labels as CSV, JSON lines or Parquet"


def with_metadata(state: SessionState, classes: Sequence[str], dataset: Dataset) -> bytes:
    """`train/ID.png` for each label, and `train/metadata.jsonl` with what an export says of it, and its `file_name`.

    What is imported again has the same ids, labels and confidences; `datasets.load_dataset("imagefolder", …)` reads it.
    """
    return _zipped(dataset, rows(state, classes, dataset), lambda row: f"{row['sample_id']}.png", "train/")


def by_class(state: SessionState, classes: Sequence[str], dataset: Dataset) -> bytes:
    """A folder per class with `ID.png` for each label, and `metadata.jsonl` beside them.

    Two names that would be one folder bear their class's index.
    """
    folders = _folders(classes)
    found = rows(state, classes, dataset)
    return _zipped(dataset, found, lambda row: f"{folders[row['class_index']]}/{row['sample_id']}.png", "")


def _folders(classes: Sequence[str]) -> list[str]:
    safe = [UNSAFE.sub("_", name).strip(" .")[:LONGEST] or "class" for name in classes]
    lowered = [name.lower() for name in safe]
    return [name if lowered.count(name.lower()) == 1 else f"{name} {index}" for index, name in enumerate(safe)]


def _plain(row: Row) -> Row:
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in row.items()}


def _zipped(dataset: Dataset, found: Sequence[Row], path_of: Callable[[Row], str], folder: str) -> bytes:
    """Each image in `folder`, at the path that a row has there, and what the rows say of it."""
    if dataset.shape is None:
        raise NoImagesToExport(f"samples of {dataset.name} are of kind {dataset.modality}")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:  # Images are compressed already.
        for row in found:
            card = dataset.kind.card(dataset.pool.items[row["sample_id"]])
            archive.writestr(zipfile.ZipInfo(f"{folder}{path_of(row)}", THEN), card.content)
        lines = [json.dumps({"file_name": path_of(row), **_plain(row)}, ensure_ascii=False) for row in found]
        archive.writestr(zipfile.ZipInfo(f"{folder}metadata.jsonl", THEN), "\n".join(lines) + "\n")
    return stream.getvalue()
