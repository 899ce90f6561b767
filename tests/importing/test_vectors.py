"""Embeddings of one's own: joined to samples by order or by id, from `.npy` or Parquet; refused if they do not fit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from activate_va.datasets import Dataset, open_dataset
from activate_va.datasets.errors import OwnEmbeddingTaken, OwnEmbeddingWrong
from activate_va.datasets.held_out import without
from activate_va.errors import ActivateError
from activate_va.importing.embedding import embed
from activate_va.importing.errors import MappingWrong, RecordsWrong, UnknownFormat
from activate_va.importing.preview import previewed
from activate_va.importing.reading import read_source
from activate_va.importing.vectors import Rows, in_order

from .test_tables import headlines, imported, whole, written

N = 120


def vectors(n: int = N, d: int = 4) -> NDArray[np.float32]:
    """Row r is r, r + 0.25, …: it says whose it is."""
    return (np.arange(n)[:, None] + np.arange(d)[None] / 4).astype(np.float32)


def saved(folder: Path, array: Any, name: str = "vectors.npy") -> Path:
    np.save(folder / name, array)
    return folder / name


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    imported(written(tmp_path, headlines(N)), tmp_path / "mine")
    return tmp_path / "mine"


def expect_joined(dataset: Dataset, name: str) -> None:
    for split in (dataset.pool, dataset.validation, dataset.test):
        assert split.own[name].vectors.dtype == np.float32
        assert np.array_equal(split.own[name].vectors, vectors()[whole(split).rows])


def test_rows_in_order(folder: Path) -> None:
    before = open_dataset(str(folder))
    embed(folder, "plain", saved(folder.parent, vectors().astype(np.float64)), "vectors.npy")
    dataset = open_dataset(str(folder))
    expect_joined(dataset, "plain")
    assert (dataset.digest, list(before.pool.own)) == (before.digest, [])
    left = without(dataset, (0, 5))
    assert np.array_equal(left.own("plain").vectors, np.delete(dataset.own("plain").vectors, [0, 5], axis=0))


@pytest.mark.parametrize("kept_as", ["text", "array"])
def test_rows_in_another_order_with_their_ids(folder: Path, kept_as: str) -> None:
    order = np.random.default_rng(0).permutation(N + 7)
    names = [f"h{row}" for row in order]
    if kept_as == "text":
        ids = written(folder.parent, "\n".join(names), "ids.txt")
    else:
        ids = saved(folder.parent, np.array(names), "ids.npy")
    embed(folder, "shuffled", saved(folder.parent, vectors(N + 7)[order]), "vectors.npy", ids)
    expect_joined(open_dataset(str(folder)), "shuffled")


def parquet(folder: Path, names: list[str], lists: Any) -> Path:
    pq.write_table(pa.table({"id": names, "clip": lists, "note": ["x"] * len(names)}), folder / "vectors.parquet")
    return folder / "vectors.parquet"


@pytest.mark.parametrize("fixed", [True, False])
def test_a_column_of_parquet_is_joined_by_id(folder: Path, fixed: bool) -> None:
    kind = pa.list_(pa.float32(), 4) if fixed else pa.list_(pa.float32())
    lists = pa.array(vectors()[::-1].tolist(), kind)
    embed(folder, "clip", parquet(folder.parent, [f"h{row}" for row in range(N)][::-1], lists), "vectors.parquet")
    expect_joined(open_dataset(str(folder)), "clip")


@given(st.permutations(range(12)), st.sets(st.integers(0, 11), min_size=1))
def test_whatever_the_order_each_sample_finds_its_own(order: list[int], held: set[int]) -> None:
    rows = Rows(vectors(12)[order], [f"h{row}" for row in order])
    known = sorted(held)
    found = in_order(rows, [f"h{row}" for row in known], np.array(known), 12)
    assert np.array_equal(found, vectors(12)[known])


def test_what_does_not_fit_is_refused_with_its_place_and_leaves_nothing(folder: Path) -> None:
    wild = vectors()
    wild[7, 2] = np.inf
    names = [f"h{row}" for row in range(N)]
    ragged = [[1.0, 2.0]] * (N - 1) + [[1.0]]
    ids_short = written(folder.parent, "\n".join(names[3:]), "ids.txt")
    cases: list[tuple[type[ActivateError], str, Path, Path | None]] = [
        (OwnEmbeddingWrong, "119 vectors, but 120 records", saved(folder.parent, vectors(N - 1), "a.npy"), None),
        (OwnEmbeddingWrong, "row .* not finite", saved(folder.parent, wild, "b.npy"), None),
        (OwnEmbeddingWrong, "no vectors", saved(folder.parent, vectors(N, 1)[:, 0], "c.npy"), None),
        (OwnEmbeddingWrong, "3 samples have no vector: 'h", saved(folder.parent, vectors(N - 3), "d.npy"), ids_short),
        (OwnEmbeddingWrong, "row 120", parquet(folder.parent, names, ragged), None),
        (UnknownFormat, "holds no vectors", written(folder.parent, "1,2\n", "e.csv"), None),
    ]
    for error, said, source, ids in cases:
        with pytest.raises(error, match=said):
            embed(folder, "wrong", source, source.name, ids)
    with pytest.raises(MappingWrong, match="no column of ids"):
        embed(folder, "wrong", parquet(folder.parent, names, ragged), "x", None, "clip", "nowhere")
    with pytest.raises(OwnEmbeddingWrong, match="two vectors"):
        in_order(Rows(vectors(2), ["h0", "h0"]), ["h0"], np.zeros(1, np.int64), 2)
    assert list(open_dataset(str(folder)).pool.own) == []


def test_a_name_stands_for_one_embedding(folder: Path) -> None:
    source = saved(folder.parent, vectors())
    embed(folder, "one", source, "vectors.npy")
    with pytest.raises(OwnEmbeddingTaken):
        embed(folder, "one", source, "vectors.npy")
    with pytest.raises(OwnEmbeddingWrong, match="named"):
        embed(folder, "../two", source, "vectors.npy")


def with_vectors(path: Path, lists: list[Any]) -> Path:
    n = len(lists)
    texts = [f"line {row} of two words" for row in range(n)]
    pq.write_table(pa.table({"text": texts, "label": [row % 2 for row in range(n)], "CLIP v1": lists}), path)
    return path


def test_a_parquet_of_samples_brings_its_vectors_along(tmp_path: Path) -> None:
    lists = vectors().tolist()
    source = with_vectors(tmp_path / "all.parquet", lists)
    shown = previewed(read_source(source, "all.parquet"), None)
    assert (shown.modality, shown.mapping.embeddings, shown.mapping.label) == ("text", ("CLIP v1",), "label")
    expect_joined(imported(source, tmp_path / "mine"), "clip_v1")
    lists[3] = [1.0]
    source = with_vectors(tmp_path / "bad.parquet", lists)
    with pytest.raises(RecordsWrong, match="row 4: CLIP v1 holds no vector of 4"):
        imported(source, tmp_path / "bad")
