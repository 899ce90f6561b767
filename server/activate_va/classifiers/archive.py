"""Keras archives that hold no time of writing, so that the same model is the same bytes."""

from __future__ import annotations

import json
import tempfile
import threading
import warnings
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

EPOCH = (1980, 1, 1, 0, 0, 0)
_one_at_a_time = threading.Lock()
"""Filters of warnings belong to the whole process."""


def keras_archive(model: Any) -> bytes:
    """The `.keras` file of a Keras model."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.keras"
        with _one_at_a_time, warnings.catch_warnings():
            # Keras converts its own variables in a way that NumPy 2 warns of; nobody can act on it.
            warnings.filterwarnings("ignore", "__array__ implementation", DeprecationWarning)
            model.save(path)
        with zipfile.ZipFile(path) as saved:
            return _timeless({name: saved.read(name) for name in saved.namelist()})


def _timeless(files: dict[str, bytes]) -> bytes:
    metadata = json.loads(files["metadata.json"])
    files["metadata.json"] = json.dumps({**metadata, "date_saved": "1980-01-01@00:00:00"}).encode()
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, EPOCH), content)
    return stream.getvalue()
