"""Arrays of images: an `.npz` and MNIST's IDX files are imported as they are opened by path."""

from __future__ import annotations

import gzip
import io
import tempfile
from pathlib import Path

import numpy as np
import pytest

from activate_va.datasets import open_dataset
from activate_va.importing.errors import UnreadableSource
from activate_va.importing.preview import previewed
from activate_va.importing.reading import read_source

from ..datasets.test_idx import idx
from .test_pictures import zipped
from .test_tables import imported, whole

RNG = np.random.default_rng(3)


@pytest.mark.parametrize("channels", [(), (3,), (4,)])
@pytest.mark.parametrize("labelled", [True, False])
def test_a_numpy_archive(tmp_path: Path, channels: tuple[int, ...], labelled: bool) -> None:
    arrays = {
        "x_train": RNG.integers(0, 256, (36, 9, 14, *channels), np.uint8),
        "y_train": np.arange(36) % 3,
        "x_test": RNG.integers(0, 256, (6, 9, 14, *channels), np.uint8),
        "y_test": np.arange(6) % 3,
        "classes": np.array(["shirt", "bag", "coat"]),
    }
    if not labelled:
        del arrays["y_train"]
    np.savez_compressed(tmp_path / "some.npz", **arrays)
    dataset = imported(tmp_path / "some.npz", tmp_path / "mine")
    assert dataset.classes == ("shirt", "bag", "coat")
    assert len(dataset.test) == 6
    for split, part in (("train", dataset.pool), ("train", dataset.validation), ("test", dataset.test)):
        rows = whole(part).rows - (36 if split == "test" else 0)
        if channels != (4,):  # Transparency becomes white.
            np.testing.assert_array_equal(part.items, arrays[f"x_{split}"][rows])
        known = labelled or split == "test"
        np.testing.assert_array_equal(part.labels, rows % 3 if known else np.full(len(rows), -1))
    assert len(dataset.pool) + len(dataset.validation) == 36
    assert dataset.pool.originals is None or channels == (4,)


@pytest.mark.parametrize("packed", [True, False])
def test_idx_files_wherever_they_are(tmp_path: Path, packed: bool) -> None:
    files = {}
    for part, n in (("train", 30), ("t10k", 6)):
        files[f"raw/{part}-images-idx3-ubyte.gz"] = gzip.compress(idx(RNG.integers(0, 256, (n, 8, 8), np.uint8)))
        files[f"raw/{part}-labels-idx1-ubyte"] = idx((np.arange(n) % 3).astype(np.uint8))
    files["raw/classes.txt"] = b"a\nb\nc\n"
    source = zipped(tmp_path / "raw.zip", files) if packed else tmp_path / "folder"
    for name, content in files.items() if not packed else ():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_bytes(content)
    zipped(tmp_path / "direct.zip", files)
    dataset = imported(source, tmp_path / "mine")
    assert dataset.classes == ("a", "b", "c")
    assert dataset.counts()["test"] == 6
    opened = tmp_path / "opened"
    for name, content in files.items():
        (opened / Path(name).name).parent.mkdir(exist_ok=True)
        (opened / Path(name).name).write_bytes(content)
    direct = open_dataset(str(opened))
    np.testing.assert_array_equal(dataset.test.items, direct.test.items)
    np.testing.assert_array_equal(dataset.test.labels, direct.test.labels)


def test_what_is_wrong_is_said_of_the_file_that_a_person_named(tmp_path: Path) -> None:
    stream = io.BytesIO()
    np.savez(
        stream, x_train=np.zeros((4, 3, 3), np.uint8), y_train=np.zeros(3, int), x_test=np.zeros((1, 3, 3), np.uint8)
    )
    (tmp_path / "4711").write_bytes(stream.getvalue())
    with pytest.raises(UnreadableSource, match=r"mine\.npz.*y_test") as refused:
        read_source(tmp_path / "4711", "mine.npz")
    assert str(tmp_path) not in refused.value.detail
    files = {"train-images-idx3-ubyte": b"\0\0\x08\x03", "t10k-images-idx3-ubyte": b""}
    with pytest.raises(UnreadableSource, match=r"mine\.zip") as refused:
        read_source(zipped(tmp_path / "x.zip", files), "mine.zip")
    assert tempfile.gettempdir() not in refused.value.detail


def test_the_preview_shows_splits_and_classes(tmp_path: Path) -> None:
    images = RNG.integers(0, 256, (12, 5, 5), np.uint8)
    np.savez(
        tmp_path / "some.npz", x_train=images, y_train=np.arange(12) % 2, x_test=images[:4], y_test=np.arange(4) % 2
    )
    shown = previewed(read_source(tmp_path / "some.npz", "some.npz"), None)
    assert (shown.format, shown.problem_count, shown.failure) == ("NumPy arrays", 0, None)
    assert (shown.mapping.image, shown.mapping.label, shown.mapping.split) == ("image", "label", "split")
    assert shown.rule == "5 × 5 pixels, grey, as they are."
    assert shown.splits["test"] == 4
