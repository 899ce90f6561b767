"""Files that are there as a whole or not at all."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO


def write_atomically(path: Path, write: Callable[[BinaryIO], object]) -> None:
    """Have `write` fill the file at `path`; a reader finds all of it or none, whatever happens on the way."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.stem}{secrets.token_hex(8)}.part")
    try:
        with draft.open("xb") as stream:
            write(stream)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
