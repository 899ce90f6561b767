"""Files that rounds leave behind: trained models, and probabilities of the whole pool."""

from __future__ import annotations

import os
import pickle
import shutil
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from activate_va.atomic import write_atomically
from activate_va.classifiers import FittedClassifier
from activate_va.pool.pool_labels import NO_LABEL, PoolLabels
from activate_va.sessions.errors import ModelNotFound, ProbabilitiesMissing

PROBABILITIES = ".npy"
FITTED = ".fitted"
EMBEDDING = f".embedding{PROBABILITIES}"
VALIDATION = f".validation{PROBABILITIES}"
INFERRED = f".confirmed{PROBABILITIES}"
"""Not `.inferred`, where earlier versions have how much a label counted in training."""
SAID = f".said{PROBABILITIES}"
NO_CLASS = 2**16 - 1
"""In place of a class, in a file."""


class Artifacts:
    """Models and probabilities under `folder`, one folder per session and round; writing is atomic."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def save_model(self, session_id: str, round_number: int, scheme: str, suffix: str, archive: bytes) -> None:
        """Keep the archive that people download."""
        _write(self._round(session_id, round_number) / f"{scheme}{suffix}", lambda stream: stream.write(archive))

    def model_path(self, session_id: str, round_number: int, scheme: str) -> Path:
        """Raises ModelNotFound."""
        found = self._round(session_id, round_number).glob(f"{scheme}.*")
        models = [path for path in found if path.suffix not in (PROBABILITIES, FITTED)]
        if not models:
            raise ModelNotFound(f"round {round_number} has no model of training scheme {scheme}")
        return models[0]

    def save_fitted(self, session_id: str, round_number: int, scheme: str, fitted: FittedClassifier) -> None:
        """Keep the model as the workers use it."""
        target = self._round(session_id, round_number) / f"{scheme}{FITTED}"
        _write(target, lambda stream: pickle.dump(fitted, stream))

    def fitted(self, session_id: str, round_number: int, scheme: str) -> FittedClassifier:
        """Raises ProbabilitiesMissing."""
        path = self._round(session_id, round_number) / f"{scheme}{FITTED}"
        try:
            content = path.read_bytes()
        except FileNotFoundError as error:
            raise ProbabilitiesMissing(f"the model of {scheme} from round {round_number} is gone") from error
        fitted: FittedClassifier = pickle.loads(content)  # noqa: S301 - a file of our own making
        return fitted

    def save_probabilities(
        self, session_id: str, round_number: int, scheme: str, probabilities: NDArray[np.float32]
    ) -> None:
        """Keep the (n, c) probabilities of the whole pool."""
        target = self._round(session_id, round_number) / f"{scheme}{PROBABILITIES}"
        _write(target, lambda stream: np.save(stream, probabilities, allow_pickle=False))

    def probabilities(self, session_id: str, round_number: int, scheme: str) -> NDArray[np.float32] | None:
        """The (n, c) probabilities, mapped from the file; None where they were not computed yet."""
        return _mapped(self._round(session_id, round_number) / f"{scheme}{PROBABILITIES}")

    def save_validation(
        self, session_id: str, round_number: int, scheme: str, probabilities: NDArray[np.float32]
    ) -> None:
        """Keep the (n, c) probabilities of the validation split, for as long as the session lasts."""
        target = self._round(session_id, round_number) / f"{scheme}{VALIDATION}"
        _write(target, lambda stream: np.save(stream, probabilities, allow_pickle=False))

    def validation(self, session_id: str, round_number: int, scheme: str) -> NDArray[np.float32] | None:
        """The (n, c) probabilities, mapped from the file; None where they were not computed yet."""
        return _mapped(self._round(session_id, round_number) / f"{scheme}{VALIDATION}")

    def save_inferred(self, session_id: str, round_number: int, scheme: str, labels: PoolLabels) -> None:
        """Keep what a scheme inferred of the whole pool, and how sure it is, for as long as the session lasts."""
        _write_labels(self._round(session_id, round_number) / f"{scheme}{INFERRED}", labels)

    def inferred(self, session_id: str, round_number: int, scheme: str) -> PoolLabels | None:
        """The same by pool row; None where nothing was kept."""
        return _labels(self._round(session_id, round_number) / f"{scheme}{INFERRED}")

    def save_said(self, session_id: str, round_number: int, scheme: str, labels: PoolLabels) -> None:
        """Keep what a model that is about to go has predicted of the whole pool, for as long as the session lasts."""
        _write_labels(self._round(session_id, round_number) / f"{scheme}{SAID}", labels)

    def said(self, session_id: str, round_number: int, scheme: str) -> PoolLabels | None:
        """The same by pool row; None where nothing was kept."""
        return _labels(self._round(session_id, round_number) / f"{scheme}{SAID}")

    def save_embedding(self, session_id: str, round_number: int, scheme: str, embedding: NDArray[np.float16]) -> None:
        """Keep the (n, h) embedding of the whole pool, of this round for as long as the session lasts."""
        target = self._round(session_id, round_number) / f"{scheme}{EMBEDDING}"
        _write(target, lambda stream: np.save(stream, embedding, allow_pickle=False))

    def embedding(self, session_id: str, round_number: int, scheme: str) -> NDArray[np.float16] | None:
        """The (n, h) embedding, mapped from the file; None where it was not computed yet."""
        return _mapped(self._round(session_id, round_number) / f"{scheme}{EMBEDDING}")

    def copy(self, session_id: str, other_id: str, *, of_the_pool: bool = True) -> None:
        """Keep for another session what the rounds of one have left, with or without what was said of the pool."""
        if not (self.folder / session_id).exists():
            return
        ignored = None if of_the_pool else _of_the_pool
        shutil.copytree(self.folder / session_id, self.folder / other_id, ignore=ignored, dirs_exist_ok=True)

    def retain(self, session_id: str, rounds: Collection[int]) -> None:
        """Drop what other rounds left behind, and what a model that is kept can give again of the pool."""
        for folder in (self.folder / session_id).glob("round-*"):
            if int(folder.name.removeprefix("round-")) not in rounds:
                shutil.rmtree(folder)
        for of_the_pool in (self.folder / session_id).glob(f"round-*/*{PROBABILITIES}"):
            of_the_pool.unlink()

    def empty(self, session_id: str, round_number: int) -> None:
        """Drop what a round of this number left that did not finish."""
        folder = self._round(session_id, round_number)
        if folder.exists():
            shutil.rmtree(folder)

    def forget_earlier(self, session_id: str, round_number: int, schemes: Collection[str]) -> None:
        """Drop what these schemes predicted with before this round; the archives that people download stay."""
        names = [f"{scheme}{suffix}" for scheme in schemes for suffix in (FITTED, PROBABILITIES)]
        for earlier in range(1, round_number):
            for name in names:
                (self._round(session_id, earlier) / name).unlink(missing_ok=True)

    def bytes_of(self, session_id: str) -> int:
        """How much the session's files take."""
        return sum(_size(path) for path in (self.folder / session_id).glob("round-*/*"))

    def _round(self, session_id: str, round_number: int) -> Path:
        return self.folder / session_id / f"round-{round_number:04d}"


def _of_the_pool(_: str, names: Sequence[str]) -> set[str]:
    """Of files in a folder those that have a row for each sample of the pool."""
    return {name for name in names if name.endswith(PROBABILITIES) and not name.endswith(VALIDATION)}


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:  # It has just been dropped.
        return 0


def _mapped(path: Path) -> NDArray[Any] | None:
    try:
        found: NDArray[Any] = np.load(path, mmap_mode="r", allow_pickle=False)
    except FileNotFoundError:
        return None
    return found


def _write_labels(target: Path, labels: PoolLabels) -> None:
    """Certainties to 1/255."""
    classes = np.where(labels.classes == NO_LABEL, NO_CLASS, labels.classes)
    table = np.stack([classes, np.rint(255 * labels.certainties)]).astype(np.uint16)
    _write(target, lambda stream: np.save(stream, table, allow_pickle=False))


def _labels(path: Path) -> PoolLabels | None:
    table = _mapped(path)
    if table is None:
        return None
    classes = np.where(table[0] == NO_CLASS, NO_LABEL, table[0].astype(np.int64))
    return PoolLabels(classes, (table[1] / 255).astype(np.float32))


def _write(target: Path, write: Callable[[BinaryIO], object]) -> None:
    """A file that an event is about to speak of: it reaches the disk first."""

    def write_through(stream: BinaryIO) -> None:
        write(stream)
        stream.flush()
        os.fsync(stream.fileno())

    write_atomically(target, write_through)
