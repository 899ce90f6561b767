"""Which datasets a server offers, and under which names."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from activate_va.datasets.errors import NameTaken
from activate_va.datasets.shelf import DatasetShelf


def written(path: Path, grey: int = 0) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    images, labels = np.full((24, 4, 4), grey, np.uint8), np.arange(24) % 2
    np.savez(path, x_train=images, y_train=labels, x_test=images, y_test=labels)
    return path


def test_two_paths_of_one_name_are_refused_by_both_paths(tmp_path: Path) -> None:
    a, b = written(tmp_path / "a" / "train.npz", 50), written(tmp_path / "b" / "Train.npz", 200)
    with pytest.raises(NameTaken, match="'train'") as caught:
        DatasetShelf([str(a), str(b)])
    assert str(a) in caught.value.detail
    assert str(b) in caught.value.detail


def test_one_file_may_be_given_twice(tmp_path: Path) -> None:
    path = written(tmp_path / "train.npz")
    assert DatasetShelf([str(path), f"{path.parent}/../{path.parent.name}/train.npz"]).names()[0] == "train"


def test_a_path_stands_in_front_of_a_registered_name(tmp_path: Path) -> None:
    path = written(tmp_path / "mnist.npz")
    shelf = DatasetShelf([str(path)])
    assert (shelf.reference("mnist"), shelf.open("mnist").counts()["test"]) == (str(path), 24)


def test_a_changed_file_is_seen_within_a_second(tmp_path: Path) -> None:
    path, now = written(tmp_path / "train.npz", 50), [0.0]
    shelf = DatasetShelf([str(path)], clock=lambda: now[0])
    before = shelf.open("train").digest
    written(path, 200)
    now[0] = 0.5
    assert shelf.open("train").digest == before
    now[0] = 1.0
    assert shelf.open("train").digest != before
