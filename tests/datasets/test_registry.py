"""Built-in datasets, and names that nobody answers to."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from activate_va.datasets import find_source, list_datasets, open_dataset
from activate_va.datasets.errors import DatasetFileMissing, DatasetNotFound
from activate_va.datasets.registry import FASHION_CLASSES, FashionMnist


def test_mnist_is_the_papers_split() -> None:
    dataset = open_dataset("mnist")
    assert dataset.counts() == {"pool": 55_000, "validation": 5_000, "test": 10_000}
    assert dataset.shape == (28, 28, 1)
    assert dataset.classes == tuple("0123456789")
    assert dataset.validation.labels is not None
    assert dataset.validation.labels[:5].tolist() == [5, 0, 4, 1, 9]
    assert dataset.test.labels is not None
    assert np.bincount(dataset.test.labels).tolist() == [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]
    assert len(dataset.digest) == 64


def test_the_shared_arrays_cannot_be_changed_by_accident() -> None:
    with pytest.raises(ValueError, match="read-only"):
        open_dataset("mnist").pool.items[0] = 0


def test_the_list_tells_what_is_there_without_loading() -> None:
    infos = {info.name: info for info in list_datasets()}
    assert infos["mnist"].problem is None
    assert infos["fashion_mnist"].title == "Fashion-MNIST"


def test_fashion_mnist_missing_says_how_to_get_it(tmp_path: Path) -> None:
    source = FashionMnist("fashion_mnist", "Fashion-MNIST", tmp_path, FASHION_CLASSES)
    with pytest.raises(DatasetFileMissing, match="train-images") as caught:
        source.files()
    assert "dataset-fashion-mnist" in caught.value.hint


def test_unknown_references(tmp_path: Path) -> None:
    with pytest.raises(DatasetNotFound, match="'mnits'"):
        find_source("mnits")
    (tmp_path / "table.csv").write_text("a,b\n", encoding="utf-8")
    with pytest.raises(DatasetNotFound, match=r"table\.csv"):
        open_dataset(str(tmp_path / "table.csv"))
