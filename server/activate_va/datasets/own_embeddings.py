"""Embeddings that came from outside: a vector for each sample of a dataset, by a model that nobody here knows."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from activate_va.atomic import write_atomically
from activate_va.datasets.errors import OwnEmbeddingNotFound, OwnEmbeddingTaken, OwnEmbeddingWrong, UnreadableFile

FOLDER = "embeddings"
NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
MOST_DIMENSIONS = 16_384
BLOCK = 4_096
DIGITS = 16


class OwnEmbedding(NamedTuple):
    """vectors: float32 (n, d), finite, a row for each sample. digest: of all vectors of the dataset, in hexadecimal."""

    digest: str
    vectors: NDArray[np.float32]

    def part(self, rows: slice | NDArray[np.intp]) -> OwnEmbedding:
        return OwnEmbedding(self.digest, self.vectors[rows])


OwnEmbeddings = Mapping[str, OwnEmbedding]
"""By name."""


def found_among(known: OwnEmbeddings, name: str) -> OwnEmbedding:
    """Raises OwnEmbeddingNotFound."""
    if name not in known:
        offered = f"it has {', '.join(known)}" if known else "it has none; add one on the page Import"
        raise OwnEmbeddingNotFound(f"the dataset has no embedding of its own named {name!r}", offered)
    return known[name]


def files_of(folder: Path) -> list[Path]:
    """The files of a dataset's own embeddings, by name."""
    return sorted((folder / FOLDER).glob("[!.]*.npy"))


def read_own(folder: Path, n: int) -> dict[str, OwnEmbedding]:
    """All of a dataset of n samples, mapped from their files. Raises UnreadableFile."""
    found = {}
    for path in files_of(folder):
        name, _, digest = path.stem.partition(".")
        try:
            vectors: NDArray[np.float32] = np.load(path, mmap_mode="r", allow_pickle=False)
        except (OSError, ValueError, EOFError) as error:
            raise UnreadableFile(f"{path}: {error}", "remove it, and add the embedding again") from error
        if vectors.ndim != 2 or len(vectors) != n or vectors.dtype != np.float32:
            raise UnreadableFile(f"{path}: no vectors of {n:,} samples", "remove it, and add the embedding again")
        found[name] = OwnEmbedding(digest, vectors)
    return found


def write_own(folder: Path, name: str, vectors: NDArray[np.float32]) -> Path:
    """Keep vectors (n, d) under a new name. Raises OwnEmbeddingWrong, OwnEmbeddingTaken."""
    if not NAME.fullmatch(name):
        raise OwnEmbeddingWrong(f"no embedding can be named {name!r}", "small letters, digits, - and _; 40 at most")
    if any(path.stem.partition(".")[0] == name for path in files_of(folder)):
        raise OwnEmbeddingTaken(f"the dataset has an embedding named {name!r} already")
    checked = checked_vectors(vectors)
    digest = hashlib.sha256(np.ascontiguousarray(checked).data).hexdigest()[:DIGITS]
    path = folder / FOLDER / f"{name}.{digest}.npy"
    write_atomically(path, lambda stream: np.save(stream, checked, allow_pickle=False))
    return path


def checked_vectors(vectors: NDArray[np.generic]) -> NDArray[np.float32]:
    """As float32 (n, d). Raises OwnEmbeddingWrong for another shape, and names the first row that is not finite."""
    if vectors.ndim != 2 or not np.issubdtype(vectors.dtype, np.number) or np.iscomplexobj(vectors):
        raise OwnEmbeddingWrong(f"an array of {vectors.dtype} and shape {vectors.shape} holds no vectors")
    if not 1 <= vectors.shape[1] <= MOST_DIMENSIONS:
        raise OwnEmbeddingWrong(f"vectors of {vectors.shape[1]:,} numbers, not 1 to {MOST_DIMENSIONS:,}")
    found = np.empty(vectors.shape, np.float32)
    for start in range(0, len(vectors), BLOCK):
        with np.errstate(over="ignore"):  # What float32 cannot hold is told below.
            found[start : start + BLOCK] = vectors[start : start + BLOCK]
        strange = ~np.isfinite(found[start : start + BLOCK]).all(axis=1)
        if strange.any():
            raise OwnEmbeddingWrong(f"row {start + int(strange.argmax())} holds a number that is not finite")
    return found
