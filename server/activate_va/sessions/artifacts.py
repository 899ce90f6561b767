"""Files that rounds leave behind: the trained models, and the last round's probabilities for the whole pool."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from activate_va.sessions.errors import ModelNotFound, ProbabilitiesMissing


class Artifacts:
    """Models and probabilities under `folder`, one folder per session and round; writing is atomic."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def save_model(self, session_id: str, round_number: int, scheme: str, suffix: str, model: bytes) -> None:
        _write(self._round(session_id, round_number) / f"{scheme}{suffix}", lambda stream: stream.write(model))

    def model_path(self, session_id: str, round_number: int, scheme: str) -> Path:
        """Raises ModelNotFound."""
        found = [p for p in self._round(session_id, round_number).glob(f"{scheme}.*") if p.suffix != ".npy"]
        if not found:
            raise ModelNotFound(f"round {round_number} has no model of training scheme {scheme}")
        return found[0]

    def save_probabilities(
        self, session_id: str, round_number: int, scheme: str, probabilities: NDArray[np.float32]
    ) -> None:
        """Keep the round's (n, c) probabilities; those of the scheme's earlier rounds are not needed any more."""
        target = self._round(session_id, round_number) / f"{scheme}.npy"
        _write(target, lambda stream: np.save(stream, probabilities, allow_pickle=False))
        for earlier in range(1, round_number):
            (self._round(session_id, earlier) / f"{scheme}.npy").unlink(missing_ok=True)

    def probabilities(self, session_id: str, round_number: int, scheme: str) -> NDArray[np.float32]:
        """The (n, c) probabilities, mapped from the file. Raises ProbabilitiesMissing."""
        path = self._round(session_id, round_number) / f"{scheme}.npy"
        if not path.exists():
            raise ProbabilitiesMissing(f"the file of {scheme}'s predictions from round {round_number} is gone")
        return np.load(path, mmap_mode="r", allow_pickle=False)  # type: ignore[no-any-return]

    def _round(self, session_id: str, round_number: int) -> Path:
        return self.folder / session_id / f"round-{round_number:04d}"


def _write(target: Path, write: Callable[[BinaryIO], object]) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f".{target.name}.{os.getpid()}.partial")
    with partial.open("wb") as stream:
        write(stream)
        stream.flush()
        os.fsync(stream.fileno())
    partial.replace(target)
