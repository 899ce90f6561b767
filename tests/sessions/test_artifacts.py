"""Files of rounds: whoever writes at the same time, a reader finds one whole file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from activate_va.classifiers import FittedClassifier
from activate_va.sessions.artifacts import Artifacts
from activate_va.sessions.errors import ProbabilitiesMissing


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


def test_only_what_the_named_schemes_predicted_with_before_is_forgotten(tmp_path: Path) -> None:
    artifacts = Artifacts(tmp_path)
    for number in (1, 2, 3):
        for scheme in ("SIL", "IDA"):
            artifacts.save_model("s", number, scheme, ".keras", b"archive")
            artifacts.save_fitted("s", number, scheme, Model(f"{scheme} {number}"))
            artifacts.save_probabilities("s", number, scheme, np.full((2, 2), number, np.float32))
    artifacts.forget_earlier("s", 2, ["IDA"])
    with pytest.raises(ProbabilitiesMissing, match="the model of IDA from round 1 is gone"):
        artifacts.fitted("s", 1, "IDA")
    assert artifacts.probabilities("s", 1, "IDA") is None
    assert artifacts.model_path("s", 1, "IDA").read_bytes() == b"archive"
    for place in (("s", 1, "SIL"), ("s", 2, "IDA"), ("s", 3, "IDA")):
        assert artifacts.fitted(*place).to_bytes() == f"{place[2]} {place[1]}".encode()
        assert artifacts.probabilities(*place) is not None


def test_an_emptied_round_is_empty_and_no_other(tmp_path: Path) -> None:
    artifacts = Artifacts(tmp_path)
    for number in (1, 2):
        artifacts.save_fitted("s", number, "SIL", Model(str(number)))
    artifacts.empty("s", 2)
    artifacts.empty("s", 3)
    assert [path.parent.name for path in tmp_path.glob("s/*/*")] == ["round-0001"]
