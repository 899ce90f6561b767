"""Splits drawn at random, and where each sample came from."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from activate_va.datasets import open_dataset
from activate_va.datasets.base import Origin, Split
from activate_va.datasets.ids import identity
from activate_va.datasets.splitting import POOL, TEST, VALIDATION, Shares, drawn_parts
from activate_va.kinds.text import texts

LABELS = st.lists(st.integers(-1, 4), min_size=1, max_size=300).map(lambda labels: np.array(labels, np.int64))


@given(LABELS, st.integers(0, 99))
def test_each_class_has_its_share_and_what_is_not_labelled_stays(labels: np.ndarray, seed: int) -> None:
    parts = drawn_parts(labels, seed)
    assert np.array_equal(parts, drawn_parts(labels, seed))
    assert set(parts[labels < 0].tolist()) <= {POOL}
    for index in set(labels[labels >= 0].tolist()):
        n, own = int((labels == index).sum()), parts[labels == index]
        assert abs(int((own == TEST).sum()) - n / 6) <= 0.5
        assert abs(int((own == VALIDATION).sum()) - n / 12) <= 0.5


def test_seeds_differ_and_a_sorted_file_gives_every_split_all_classes() -> None:
    labels = np.repeat(np.arange(3), 400)
    parts = [drawn_parts(labels, seed) for seed in (0, 1)]
    assert not np.array_equal(*parts)
    for part in (POOL, VALIDATION, TEST):
        assert set(labels[parts[0] == part].tolist()) == {0, 1, 2}
    assert (drawn_parts(labels, 0, Shares(0, 0)) == POOL).all()


def test_labels_may_be_missing_in_part() -> None:
    labels = np.array([1, -1, 0, -1], np.int64)
    origin = Origin(np.arange(4), texts(["a", "b", "c", "d"]))
    split = Split(texts(["w", "x", "y", "z"]), labels, origin, np.array([0.5, np.nan, 1, np.nan])).labelled()
    assert split.items.tolist() == ["w", "y"]
    assert split.origin is not None
    assert split.origin.external_ids is not None
    assert split.confidences is not None
    assert (split.origin.source_rows.tolist(), split.origin.external_ids.tolist()) == ([0, 2], ["a", "c"])
    assert split.confidences.tolist() == [0.5, 1]
    assert len(Split(texts(["w"]), None).labelled()) == 0


def test_samples_of_arrays_are_named_by_row_and_content(tmp_path: Path) -> None:
    images = np.random.default_rng(0).integers(0, 256, (36, 4, 4), dtype=np.uint8)
    images[20] = images[10]
    path = tmp_path / "few.npz"
    np.savez(path, x_train=images, y_train=np.arange(36) % 2, x_test=images[:2], y_test=np.arange(2))
    dataset = open_dataset(str(path))
    found = [identity(dataset, sample_id) for sample_id in range(len(dataset.pool))]
    assert [each.source_row for each in found] == list(range(3, 36))
    assert np.array_equal(images[found[5].source_row], dataset.pool.items[5])
    assert len({each.external_id for each in found}) == 32
    assert found[7].external_id == found[17].external_id


def test_the_first_pool_sample_of_mnist_is_training_image_5000() -> None:
    assert identity(open_dataset("mnist"), 0).source_row == 5_000
