"""Files of rounds: whoever writes at the same time, a reader finds one whole file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from activate_va.classifiers import FittedClassifier
from activate_va.sessions.artifacts import Artifacts


class Model(FittedClassifier):
    """Has something done in the middle of being written."""

    def __init__(self, name: str, meanwhile: Callable[[], None] = lambda: None) -> None:
        self.name = name
        self.meanwhile = meanwhile

    def __getstate__(self) -> dict[str, Any]:
        self.meanwhile()
        return {"name": self.name}

    def predict_proba(self, images: NDArray[np.uint8], report: object = None) -> NDArray[np.float32]:
        return np.ones((len(images), 1), np.float32)

    def to_bytes(self) -> bytes:
        return self.name.encode()


def test_two_may_write_the_same_file_at_once(tmp_path: Path) -> None:
    artifacts = Artifacts(tmp_path)
    seen: list[FittedClassifier] = []

    def meanwhile() -> None:
        artifacts.save_fitted("s", 1, "SIL", Model("other"))
        seen.append(artifacts.fitted("s", 1, "SIL"))

    artifacts.save_fitted("s", 1, "SIL", Model("one", meanwhile))
    seen.append(artifacts.fitted("s", 1, "SIL"))
    assert [model.to_bytes() for model in seen] == [b"other", b"one"]
    assert [path.name for path in tmp_path.glob("s/*/*")] == ["SIL.fitted"]
