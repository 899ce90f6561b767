"""Samples that come later join the pool of what was imported: what was there keeps its ids, splits and classes."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from activate_va.datasets import Dataset, open_dataset
from activate_va.datasets.media import original
from activate_va.datasets.own_embeddings import write_own
from activate_va.datasets.stored import read_about
from activate_va.importing.adding import Earlier
from activate_va.importing.building import import_source
from activate_va.importing.errors import MappingWrong, RecordsWrong
from activate_va.importing.mapping import guessed
from activate_va.importing.preview import previewed
from activate_va.importing.reading import read_source

from .test_pictures import picture, zipped
from .test_tables import ABOUT, imported, whole, written


def earlier_of(folder: Path) -> Earlier:
    return Earlier(folder, open_dataset(str(folder)).digest)


def added(source: Path, folder: Path, target: Path, **changes: object) -> Dataset:
    mapping = guessed(read_source(source, source.name)).model_copy(update=changes)
    import_source(source, source.name, mapping, ABOUT, target, lambda stage, fraction: None, earlier_of(folder))
    return open_dataset(str(target))


def lines(first: int, n: int, classes: str = "ab") -> str:
    rows = [f"i{row},some words number {row},{classes[row % len(classes)]}" for row in range(first, first + n)]
    return "\n".join(["id,text,label", *rows, ""])


def expect_grown(before: Dataset, after: Dataset, new: int) -> None:
    """All that was there is where it was."""
    n = len(before.pool)
    assert after.counts() == {**before.counts(), "pool": n + new}
    assert after.classes == before.classes
    for split in ("validation", "test"):
        for one, other in zip(whole(getattr(before, split)), whole(getattr(after, split)), strict=True):
            np.testing.assert_array_equal(one, other)
    for one, other in zip(whole(before.pool), whole(after.pool.part(slice(0, n))), strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize(("first", "second"), [("annotator", "who"), ("who", "annotator"), ("annotator",) * 2])
def test_who_labelled_is_kept_of_either_part(tmp_path: Path, first: str, second: str) -> None:
    for name, column, begin in (("first", first, 0), ("second", second, 30)):
        rows = [f"i{row},some words number {row},{'ab'[row % 2]},ada" for row in range(begin, begin + 30)]
        written(tmp_path, "\n".join([f"id,text,label,{column}", *rows, ""]), f"{name}.csv")
    before = imported(tmp_path / "first.csv", tmp_path / "before")
    after = added(tmp_path / "second.csv", tmp_path / "before", tmp_path / "after")
    assert after.pool.origin is not None
    assert after.pool.origin.annotators is not None
    names = ["ada" if column == "annotator" else "" for column in (first, second)]
    counts = [len(before.pool), 30]
    assert after.pool.origin.annotators.tolist() == [
        name for name, n in zip(names, counts, strict=True) for _ in range(n)
    ]


@given(before=st.integers(12, 40), then=st.lists(st.integers(1, 9), min_size=1, max_size=3))
def test_what_was_there_keeps_its_place_however_often_something_is_added(
    tmp_path_factory: pytest.TempPathFactory, before: int, then: list[int]
) -> None:
    folder = tmp_path_factory.mktemp("adding")
    grown = imported(written(folder, lines(0, before)), folder / "0", test_share=0.25, validation_share=0.25)
    first = grown.digest
    n = before
    for step, new in enumerate(then):
        source = written(folder, lines(n, new), f"{step}.csv")
        later = added(source, folder / f"{step}", folder / f"{step + 1}")
        expect_grown(grown, later, new)
        last = whole(later.pool.part(slice(len(grown.pool), None)))
        assert last.ids.tolist() == [f"i{row}" for row in range(n, n + new)]
        assert last.rows.tolist() == list(range(n, n + new))
        assert [later.classes[label] for label in last.labels] == ["ab"[row % 2] for row in range(n, n + new)]
        grown, n = later, n + new
    assert read_about(folder / f"{len(then)}").grew_from[0] == first
    assert len(set(read_about(folder / f"{len(then)}").grew_from)) == len(then)


def test_what_is_there_already_or_of_no_class_is_told_by_line(tmp_path: Path) -> None:
    imported(written(tmp_path, lines(0, 30)), tmp_path / "mine")
    later = written(tmp_path, lines(28, 4) + "i99,other words,c\n", "later.csv")
    records = read_source(later, "later.csv")
    shown = previewed(records, None, earlier_of(tmp_path / "mine"))
    assert [(one.place, one.detail) for one in shown.problems] == [
        ("line 2", "id 'i28' is there already"),
        ("line 3", "id 'i29' is there already"),
        ("line 6", "class 'c' is none of the dataset's"),
    ]
    assert shown.splits == {"pool": 2, "validation": 0, "test": 0}
    assert not shown.drawn
    with pytest.raises(RecordsWrong, match="id 'i28' is there already"):
        added(later, tmp_path / "mine", tmp_path / "more")
    assert not (tmp_path / "more").exists()
    grown = added(later, tmp_path / "mine", tmp_path / "more", skip_problems=True)
    expect_grown(open_dataset(str(tmp_path / "mine")), grown, 2)


def test_only_samples_of_the_same_kind_are_added(tmp_path: Path) -> None:
    imported(written(tmp_path, lines(0, 30)), tmp_path / "mine")
    unnamed = written(tmp_path, "text,label\nmore words of it,a\n", "unnamed.csv")
    with pytest.raises(MappingWrong, match="has ids"):
        added(unnamed, tmp_path / "mine", tmp_path / "more")
    pictures = zipped(tmp_path / "p.zip", {f"{name}/{n}.png": picture(9, 9) for name in "ab" for n in range(3)})
    with pytest.raises(MappingWrong, match="of kind text, and this would be image"):
        added(pictures, tmp_path / "mine", tmp_path / "more")


def test_images_come_into_the_frame_that_stands(tmp_path: Path) -> None:
    files = {f"{name}/{n}.png": picture(24, 24, value=90 + n) for name in "ab" for n in range(12)}
    before = imported(zipped(tmp_path / "p.zip", files), tmp_path / "mine")
    assert before.pool.originals is None
    large = zipped(tmp_path / "q.zip", {f"b/new{n}.png": picture(48, 40, "L", 10 * n) for n in range(3)})
    grown = added(large, tmp_path / "mine", tmp_path / "more")
    expect_grown(before, grown, 3)
    n = len(before.pool)
    shown = original(grown, n + 1, "pool")
    assert shown is not None
    assert Image.open(io.BytesIO(shown.content)).size == (48, 40)
    more = added(zipped(tmp_path / "r.zip", {"a/last.png": picture(30, 60)}), tmp_path / "more", tmp_path / "most")
    expect_grown(grown, more, 1)
    kept, last = original(more, n + 1, "pool"), original(more, n + 3, "pool")
    assert kept is not None
    assert last is not None
    assert kept.content == shown.content
    assert Image.open(io.BytesIO(last.content)).size == (30, 60)


def test_columns_keep_being_numbers_or_categories(tmp_path: Path) -> None:
    rows = [f"{row},{row % 3}x,{'ab'[row % 2]}" for row in range(30)]
    before = imported(written(tmp_path, "\n".join(["size,kind,label", *rows, ""])), tmp_path / "mine")
    later = written(tmp_path, "size,kind,label\nsmall,7,a\n5,7,b\n,8,\n", "later.csv")
    shown = previewed(read_source(later, "later.csv"), None, earlier_of(tmp_path / "mine"))
    assert [(one.place, one.detail) for one in shown.problems] == [("line 2", "size holds numbers, and here 'small'")]
    grown = added(later, tmp_path / "mine", tmp_path / "more", skip_problems=True)
    expect_grown(before, grown, 2)
    assert grown.pool.items[-2:].tolist() == ['{"size": 5.0, "kind": "7"}', '{"size": null, "kind": "8"}']


def test_an_embedding_grows_where_vectors_come_along_and_is_named_where_not(tmp_path: Path) -> None:
    before = imported(written(tmp_path, lines(0, 30)), tmp_path / "mine")
    vectors = np.arange(60, dtype=np.float32).reshape(30, 2)
    write_own(tmp_path / "mine", "clip", vectors)
    later = written(tmp_path, lines(30, 2), "later.csv")
    shown = previewed(read_source(later, "later.csv"), None, earlier_of(tmp_path / "mine"))
    assert any("clip" in notice for notice in shown.notices)
    assert not added(later, tmp_path / "mine", tmp_path / "more").pool.own
    with_vectors = '{"id": "i40", "text": "more words", "label": "a", "clip": [7.5, 8.5]}\n' * 1
    known = written(tmp_path, with_vectors, "later.jsonl")
    assert previewed(read_source(known, "later.jsonl"), None, earlier_of(tmp_path / "mine")).notices == []
    grown = added(known, tmp_path / "mine", tmp_path / "most")
    expect_grown(before, grown, 1)
    own = grown.pool.own["clip"].vectors
    np.testing.assert_array_equal(own[-1], [7.5, 8.5])
    here = open_dataset(str(tmp_path / "mine")).pool.own["clip"].vectors
    np.testing.assert_array_equal(own[: len(here)], here)
