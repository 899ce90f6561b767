"""What models of texts begin with is had while people label, once for each pool, and nothing is for images."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest

from activate_va.datasets import open_dataset
from activate_va.datasets.shelf import DatasetShelf
from activate_va.jobs.service import Jobs
from activate_va.kinds import tfidf
from activate_va.pool import content, content_of
from activate_va.sessions.config import SessionConfig
from activate_va.sessions.preparing import Preparing
from activate_va.sessions.state import SessionState
from activate_va.sessions.training_task import prepare


class Asked:
    def __init__(self) -> None:
        self.tasks: list[Callable[[], None]] = []

    def warm_up(self, task: Callable[[], None], times: int) -> None:
        self.tasks += [task] * times


def state_of(dataset: str, classifier: str, held_out: tuple[int, ...] = ()) -> SessionState:
    config = SessionConfig(classifier=classifier)
    digest = open_dataset(dataset).digest
    return cast(SessionState, SimpleNamespace(dataset=dataset, dataset_digest=digest, config=config, held_out=held_out))


def test_a_pool_of_texts_is_prepared_once_and_again_without_what_is_held_out(tmp_path: Path) -> None:
    asked = Asked()
    preparing = Preparing(cast(Jobs, asked), DatasetShelf((), folder=tmp_path))
    for classifier in ("text_logistic_regression", "text_logistic_regression", "text_mlp"):
        preparing.begin(state_of("headlines", classifier))
    assert len(asked.tasks) == 1
    preparing.begin(state_of("mnist", "cnn"))
    assert len(asked.tasks) == 1
    preparing.begin(state_of("headlines", "text_mlp", held_out=(3, 5)))
    assert len(asked.tasks) == 2


def test_what_is_prepared_is_not_computed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    data = open_dataset("headlines")
    prepare("headlines", data.digest, "text_logistic_regression")

    def fail(*_: object) -> None:
        raise AssertionError("computed again")

    monkeypatch.setattr(tfidf, "_fitted", fail)
    monkeypatch.setattr(tfidf, "characters_of", fail)
    fitted = tfidf.tfidf_of(data.pool.items)
    for split in (data.pool, data.validation):
        assert fitted.matrix(split.items).shape == (len(split), fitted.width)


def test_features_of_a_pool_are_computed_when_somebody_asks_for_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    computed: list[Any] = []

    def features(dataset: Any, folder: Path) -> Any:
        computed.append(dataset)
        return np.eye(3, dtype=np.float32)

    monkeypatch.setattr(content, "features_of", features)
    found = content_of(open_dataset("headlines"), tmp_path)
    assert len(found) == len(open_dataset("headlines").pool)
    assert not computed
    assert found.components.shape == found.features.shape == (3, 3)
    assert len(computed) == 1
