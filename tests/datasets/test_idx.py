"""IDX folders: what is read, and what is refused with the file and the reason named."""

from __future__ import annotations

import gzip
import struct
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from activate_va.datasets import DatasetError, open_dataset
from activate_va.datasets.errors import (
    DatasetFileMissing,
    DatasetTooLarge,
    LabelOutOfRange,
    LengthMismatch,
    TrailingBytes,
    TruncatedFile,
    UnreadableFile,
    UnsupportedShape,
    UnsupportedType,
    WrongMagicNumber,
)

from .conftest import PeakMib


def idx(array: NDArray[np.uint8], kind: int = 8) -> bytes:
    return struct.pack(f">HBB{array.ndim}I", 0, kind, array.ndim, *array.shape) + array.tobytes()


def write_folder(folder: Path, n_train: int = 24, n_test: int = 6) -> Path:
    rng = np.random.default_rng(0)
    for part, count in (("train", n_train), ("t10k", n_test)):
        images = rng.integers(0, 256, (count, 5, 4), dtype=np.uint8)
        (folder / f"{part}-images-idx3-ubyte").write_bytes(idx(images))
        (folder / f"{part}-labels-idx1-ubyte").write_bytes(idx(np.arange(count, dtype=np.uint8) % 3))
    return folder


def test_a_folder_is_split_first_images_to_validation(tmp_path: Path) -> None:
    dataset = open_dataset(str(write_folder(tmp_path)))
    assert dataset.counts() == {"pool": 22, "validation": 2, "test": 6}
    assert dataset.shape == (5, 4, 1)
    assert dataset.classes == ("0", "1", "2")
    assert dataset.pool.labels is not None
    assert dataset.pool.labels[:3].tolist() == [2, 0, 1]


def test_gzip_colour_and_class_names(tmp_path: Path) -> None:
    write_folder(tmp_path)
    for part, count in (("train", 24), ("t10k", 6)):
        (tmp_path / f"{part}-images-idx3-ubyte").unlink()
        colour = np.full((count, 5, 4, 3), 9, np.uint8)
        (tmp_path / f"{part}-images-idx4-ubyte.gz").write_bytes(gzip.compress(idx(colour)))
    (tmp_path / "classes.txt").write_text("cat\ndog\nowl\n", encoding="utf-8")
    dataset = open_dataset(str(tmp_path))
    assert dataset.shape == (5, 4, 3)
    assert dataset.classes == ("cat", "dog", "owl")


def test_training_labels_may_be_absent_but_not_test_labels(tmp_path: Path) -> None:
    write_folder(tmp_path)
    (tmp_path / "train-labels-idx1-ubyte").unlink()
    assert open_dataset(str(tmp_path)).pool.labels is None
    (tmp_path / "t10k-labels-idx1-ubyte").unlink()
    with pytest.raises(DatasetFileMissing, match="t10k-labels"):
        open_dataset(str(tmp_path))


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    first = open_dataset(str(write_folder(tmp_path)))
    assert open_dataset(str(tmp_path)) is first
    changed = open_dataset(str(write_folder(tmp_path, n_train=36)))
    assert len(changed.pool) == 33
    assert changed.digest != first.digest


IMAGES = "train-images-idx3-ubyte"
LABELS = "train-labels-idx1-ubyte"
GOOD = idx(np.zeros((24, 5, 4), np.uint8))


@pytest.mark.parametrize(
    ("name", "content", "error", "reason"),
    [
        (IMAGES, b"\x00\x00\x08\x01" + GOOD[4:], WrongMagicNumber, "0x00000801, expected 0x00000803"),
        (IMAGES, b"PK\x03\x04" + GOOD[4:], WrongMagicNumber, "0x504b0304"),
        (IMAGES, idx(np.zeros((24, 5, 4), np.uint8), kind=0x0D), UnsupportedType, "0x0d"),
        (IMAGES, GOOD[:3], TruncatedFile, "3 bytes"),
        (IMAGES, GOOD[:9], TruncatedFile, "header"),
        (IMAGES, GOOD[:-1], TruncatedFile, "480 bytes of data, the file holds 479"),
        (IMAGES, GOOD + b"xy", TrailingBytes, "goes on after the 480 bytes"),
        (IMAGES, idx(np.zeros((23, 5, 4), np.uint8)), LengthMismatch, "23 images but 24 labels"),
        (IMAGES, idx(np.zeros((0, 5, 4), np.uint8)), UnsupportedShape, "shape"),
        (IMAGES, idx(np.zeros((24, 5, 5), np.uint8)), UnsupportedShape, "test images"),
        (LABELS, idx(np.zeros((24, 1), np.uint8)), WrongMagicNumber, "expected 0x00000801"),
    ],
)
def test_a_bad_file_is_named_with_the_reason(
    tmp_path: Path, name: str, content: bytes, error: type[DatasetError], reason: str
) -> None:
    (write_folder(tmp_path) / name).write_bytes(content)
    with pytest.raises(error, match=reason) as caught:
        open_dataset(str(tmp_path))
    assert name.split("-idx")[0] in caught.value.detail or str(tmp_path) in caught.value.detail
    assert caught.value.hint


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (gzip.compress(GOOD)[:-12], TruncatedFile),
        (gzip.compress(GOOD)[:-8] + b"\0" * 8, UnreadableFile),
        (b"not gzip at all", UnreadableFile),
        (gzip.compress(GOOD)[:10] + b"\xff" * 40, UnreadableFile),
    ],
    ids=["cut off", "wrong checksum", "not gzip", "no deflate"],
)
def test_damaged_gzip(tmp_path: Path, content: bytes, error: type[DatasetError]) -> None:
    write_folder(tmp_path)
    (tmp_path / IMAGES).unlink()
    (tmp_path / f"{IMAGES}.gz").write_bytes(content)
    with pytest.raises(error, match="train-images"):
        open_dataset(str(tmp_path))


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    ("shape", "data", "error", "reason"),
    [
        ((2**32 - 1, 2**32 - 1, 2**32 - 1), 10, DatasetTooLarge, "its header states"),
        ((24, 5, 4), 50_000_000, TrailingBytes, "goes on after the 480 bytes"),
        ((500, 100, 100), 10, TruncatedFile, "states 5,000,000 bytes of data, the file holds 10"),
    ],
)
def test_of_a_compressed_file_no_more_is_decoded_than_its_header_states(
    tmp_path: Path, peak_mib: PeakMib, shape: tuple[int, ...], data: int, error: type[DatasetError], reason: str
) -> None:
    write_folder(tmp_path)
    (tmp_path / IMAGES).unlink()
    head = struct.pack(">HBB3I", 0, 8, 3, *shape)
    (tmp_path / f"{IMAGES}.gz").write_bytes(gzip.compress(head + bytes(data), 1))
    tracemalloc.reset_peak()
    before = peak_mib()
    with pytest.raises(error, match=reason):
        open_dataset(str(tmp_path))
    assert peak_mib() - before < 10


@pytest.mark.parametrize(
    ("content", "error", "reason"),
    [
        (b"caf\xe9\ndog\nowl\n", UnreadableFile, "utf-8"),
        (b"cat\n" * 10_001, DatasetTooLarge, "10,001 classes"),
        (b"\n" * 10_000_001, DatasetTooLarge, "list of 10,000"),
        (b"a\nb\nc\0\n", UnsupportedType, "no character"),
    ],
)
def test_class_names_are_text_of_some_length(
    tmp_path: Path, content: bytes, error: type[DatasetError], reason: str
) -> None:
    (write_folder(tmp_path) / "classes.txt").write_bytes(content)
    with pytest.raises(error, match=reason) as refused:
        open_dataset(str(tmp_path))
    assert str(tmp_path) in refused.value.detail


def test_a_label_without_a_class_name_is_refused(tmp_path: Path) -> None:
    write_folder(tmp_path)
    (tmp_path / "classes.txt").write_text("cat\ndog\n", encoding="utf-8")
    with pytest.raises(LabelOutOfRange, match="label 2"):
        open_dataset(str(tmp_path))
