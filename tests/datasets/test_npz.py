"""`.npz` archives: the array names of Keras datasets, and every way they can be wrong."""

from __future__ import annotations

import tracemalloc
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from activate_va.datasets import DatasetError, open_dataset
from activate_va.datasets.errors import (
    DatasetNotFound,
    DatasetTooLarge,
    LabelOutOfRange,
    LengthMismatch,
    UnknownKey,
    UnreadableFile,
    UnsupportedShape,
    UnsupportedType,
)

from .conftest import PeakMib

BOMB = 50_000_000
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
    assert dataset.pool.items.shape == (22, 6, 6)
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


def header(shape: tuple[int, ...], descr: str = "|u1") -> bytes:
    stream = BytesIO()
    np.lib.format.write_array_header_1_0(stream, {"descr": descr, "fortran_order": False, "shape": shape})
    return stream.getvalue()


def rewrite(reference: str, member: str, content: bytes, compression: int = zipfile.ZIP_DEFLATED) -> None:
    """The archive with one member's content replaced by other bytes."""
    with zipfile.ZipFile(reference) as archive:
        others = {name: archive.read(name) for name in archive.namelist() if name != member}
    with zipfile.ZipFile(reference, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(member, content, compression)
        for name, other in others.items():
            archive.writestr(name, other)


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    ("member", "content", "error", "reason"),
    [
        ("x_train", header((4_000_000, 50, 50)) + b"few", DatasetTooLarge, "x_train: .* 10,000,000,000 bytes"),
        ("x_train", header((24, 6, 6)) + bytes(BOMB), UnreadableFile, "864 bytes of data, the zip 50,000,000"),
        ("x_train", header((24, 6, 7)) + bytes(24 * 36), UnreadableFile, "states 1,008 bytes of data, the zip 864"),
        ("x_train", header((-24, -6, 6)) + bytes(24 * 36), UnreadableFile, "npz: "),
        ("classes", header((10**18,), "<U0"), UnreadableFile, "classes: <U0"),
        ("classes", header((2_000_000_000,), "<U2"), DatasetTooLarge, "classes"),
        ("classes", header((20_000,), "<U1") + bytes(80_000), DatasetTooLarge, "20,000 classes"),
        ("classes", b"\x93NUMPY\x02\x00\xff\xff\xff\x7f" + bytes(BOMB), UnreadableFile, "header"),
        ("classes", b"\x93NUMPY\x07\x00" + bytes(100), UnreadableFile, "format"),
        ("classes", b"\x93NUMPY\x01\x00\x10\x27" + b"(" * 10_000, UnreadableFile, "npz: "),
        ("classes", b"\x93NUMPY\x01\x00\x10\x27" + b'"""' + b"(" * 9_997, UnreadableFile, "npz: "),
        ("classes", b"no array", UnreadableFile, "magic"),
    ],
)
def test_what_an_array_says_of_itself_is_checked_before_it_is_decoded(
    tmp_path: Path, peak_mib: PeakMib, member: str, content: bytes, error: type[DatasetError], reason: str
) -> None:
    reference = write(tmp_path, classes=np.array(["even", "odd"]))
    rewrite(reference, f"{member}.npy", content)
    tracemalloc.reset_peak()
    before = peak_mib()
    with pytest.raises(error, match=reason) as caught:
        open_dataset(reference)
    assert "my digits.npz" in caught.value.detail
    assert peak_mib() - before < 10


def test_all_arrays_together_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reference = write(tmp_path)
    monkeypatch.setattr("activate_va.datasets.bounds.MOST_BYTES", 900)
    with pytest.raises(DatasetTooLarge, match="all arrays together"):
        open_dataset(reference)


@pytest.mark.timeout(60)
@pytest.mark.parametrize("largest", [10_000, 10**12, 2**62])
def test_a_label_makes_no_more_classes_than_there_may_be(tmp_path: Path, largest: int) -> None:
    with pytest.raises(DatasetTooLarge, match=f"{largest + 1:,} classes"):
        open_dataset(write(tmp_path, y_test=np.array([0, 1, 0, largest])))


@pytest.mark.parametrize(
    ("names", "reason"),
    [
        (["even", "od\ud800"], r"od\\ud800"),
        (["e\0ven", "odd"], "no character"),
        (["even", " "], "1 characters"),
        (["even", "o" * 1_001], "1,001 characters"),
    ],
)
def test_class_names_are_text(tmp_path: Path, names: list[str], reason: str) -> None:
    with pytest.raises(UnsupportedType, match=reason):
        open_dataset(write(tmp_path, classes=np.array(names)))


def test_other_compressions_and_encryption_are_refused(tmp_path: Path) -> None:
    reference = write(tmp_path)
    rewrite(reference, "y_test.npy", header((4,)) + bytes(4), zipfile.ZIP_LZMA)
    with pytest.raises(UnreadableFile, match="y_test: encrypted, or compressed in a way"):
        open_dataset(reference)
    whole = bytearray(Path(write(tmp_path)).read_bytes())
    entry = whole.index(b"PK\x01\x02")
    whole[entry + 8] |= 1
    Path(reference).write_bytes(whole)
    with pytest.raises(UnreadableFile, match="encrypted"):
        open_dataset(reference)


def test_a_large_archive_is_read(tmp_path: Path) -> None:
    """50,000 images of 32 x 32 in colour, as those of CIFAR-10."""
    images = np.zeros((50_000, 32, 32, 3), np.uint8)
    labels = np.arange(50_000) % 10
    np.savez(tmp_path / "large.npz", x_train=images, y_train=labels, x_test=images[:100], y_test=labels[:100])
    assert open_dataset(str(tmp_path / "large.npz")).counts() == {"pool": 45_834, "validation": 4_166, "test": 100}


@pytest.mark.parametrize("reference", ["a\0b.npz", "~nobody-of-this-name/a.npz", "a" * 5_000])
def test_what_no_file_can_be_called_is_not_found(reference: str) -> None:
    with pytest.raises(DatasetNotFound):
        open_dataset(reference)


def test_a_damaged_archive(tmp_path: Path) -> None:
    reference = Path(write(tmp_path))
    whole = reference.read_bytes()
    for damaged in (whole[:200], b"", b"hello", whole[:60] + b"\0" * 60 + whole[120:]):
        reference.write_bytes(damaged)
        with pytest.raises(UnreadableFile, match=r"my digits\.npz"):
            open_dataset(str(reference))
