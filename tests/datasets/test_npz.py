"""`.npz` archives: the array names of Keras datasets, and every way they can be wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from activate_va.datasets import DatasetError, open_dataset
from activate_va.datasets.errors import (
    LabelOutOfRange,
    LengthMismatch,
    UnknownKey,
    UnreadableFile,
    UnsupportedShape,
    UnsupportedType,
)

GOOD: dict[str, Any] = {
    "x_train": np.zeros((24, 6, 6), np.uint8),
    "y_train": np.arange(24) % 2,
    "x_test": np.zeros((4, 6, 6), np.uint8),
    "y_test": np.arange(4) % 2,
}


def write(folder: Path, **changes: Any) -> str:
    arrays = {key: value for key, value in {**GOOD, **changes}.items() if value is not None}
    path = folder / "my digits.npz"
    np.savez_compressed(path, **arrays)
    return str(path)


def test_an_archive_is_read(tmp_path: Path) -> None:
    dataset = open_dataset(write(tmp_path, classes=np.array(["even", "odd"])))
    assert (dataset.name, dataset.title, dataset.classes) == ("my_digits", "my digits", ("even", "odd"))
    assert dataset.counts() == {"pool": 22, "validation": 2, "test": 4}


def test_columns_of_labels_and_single_channels_are_flattened(tmp_path: Path) -> None:
    reference = write(
        tmp_path,
        x_train=np.zeros((24, 6, 6, 1), np.uint8),
        x_test=np.zeros((4, 6, 6, 1), np.uint8),
        y_train=GOOD["y_train"][:, None],
    )
    dataset = open_dataset(reference)
    assert dataset.pool.images.shape == (22, 6, 6)
    assert dataset.pool.labels is not None
    assert dataset.pool.labels.shape == (22,)


def test_training_labels_may_be_absent(tmp_path: Path) -> None:
    dataset = open_dataset(write(tmp_path, y_train=None))
    assert dataset.pool.labels is None
    assert dataset.classes == ("0", "1")


@pytest.mark.parametrize(
    ("changes", "error", "reason"),
    [
        ({"x_train": np.zeros((24, 6, 6), np.float32)}, UnsupportedType, "x_train: pixels are float32"),
        ({"y_test": np.zeros(4, np.float64)}, UnsupportedType, "y_test: labels are float64"),
        ({"x_train": np.zeros((24, 36), np.uint8)}, UnsupportedShape, "x_train"),
        ({"x_train": np.zeros((24, 6, 6, 2), np.uint8)}, UnsupportedShape, "x_train"),
        ({"y_train": np.zeros(23, np.int64)}, LengthMismatch, "24 images but 23 labels"),
        ({"y_test": None}, UnknownKey, "no array 'y_test'"),
        ({"y_tset": np.zeros(4, np.int64)}, UnknownKey, "'y_tset'"),
        ({"y_test": np.array([0, 1, -1, 0])}, LabelOutOfRange, "label -1"),
        ({"classes": np.array(["only"])}, LabelOutOfRange, "label 1"),
        ({"y_train": np.zeros(24, int), "y_test": np.zeros(4, int)}, UnsupportedShape, "1 class"),
        ({"x_test": np.array([object()] * 4)}, UnreadableFile, "pickle"),
    ],
)
def test_a_bad_array_is_named_with_the_reason(
    tmp_path: Path, changes: dict[str, Any], error: type[DatasetError], reason: str
) -> None:
    reference = write(tmp_path, **changes)
    with pytest.raises(error, match=reason) as caught:
        open_dataset(reference)
    assert "my digits.npz" in caught.value.detail
    assert caught.value.hint


def test_a_damaged_archive(tmp_path: Path) -> None:
    reference = Path(write(tmp_path))
    whole = reference.read_bytes()
    for damaged in (whole[:200], b"", b"hello", whole[:60] + b"\0" * 60 + whole[120:]):
        reference.write_bytes(damaged)
        with pytest.raises(UnreadableFile, match=r"my digits\.npz"):
            open_dataset(str(reference))
