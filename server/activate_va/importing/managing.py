"""Datasets that were imported, renamed and removed; what their samples are is never changed."""

from __future__ import annotations

import secrets
import shutil
from pathlib import Path

from activate_va.atomic import write_atomically
from activate_va.datasets.stored import ABOUT, read_about


def size_of(folder: Path) -> int:
    """Bytes of all its files."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def rename(folder: Path, title: str) -> None:
    """Have people read another title; addresses and sessions name the dataset as before."""
    text = read_about(folder).model_copy(update={"title": title}).model_dump_json(indent=2)
    write_atomically(folder / ABOUT, lambda stream: stream.write(text.encode()))


def remove(folder: Path) -> None:
    """It is gone at once, and as a whole: who lists datasets meanwhile finds all of it or nothing."""
    grave = folder.with_name(f".{folder.name}{secrets.token_hex(8)}.gone")
    folder.rename(grave)
    shutil.rmtree(grave)
