"""The neighbour graph: exact, the same each time, found again under its key, and computed anew where damaged."""

from __future__ import annotations

import logging
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from activate_va.pool import PoolContent, graph_key, load_graph, store_graph
from activate_va.pool.neighbours import Neighbours

KEY = graph_key("d" * 64)
PIXELS = np.random.default_rng(0).integers(0, 256, (60, 20), dtype=np.uint8)


def graph_of(pixels: NDArray[np.uint8], k: int = 15) -> Neighbours:
    return PoolContent(pixels).neighbours(k)


@pytest.mark.parametrize("k", [1, 7, 15, 16, 40])
def test_its_neighbours_are_the_nearest_images(k: int) -> None:
    rows, distances = graph_of(PIXELS, k)
    pixels = PIXELS.astype(float)
    gaps = np.sqrt(np.square(pixels[:, None] - pixels[None]).sum(axis=2))
    np.fill_diagonal(gaps, np.inf)
    assert rows.shape == distances.shape == (60, k)
    assert distances == pytest.approx(np.sort(gaps, axis=1)[:, :k], rel=1e-3)
    assert np.take_along_axis(gaps, rows.astype(np.int64), axis=1) == pytest.approx(distances, rel=1e-3)


def test_the_same_images_give_the_same_graph_to_the_bit() -> None:
    for first, second in zip(graph_of(PIXELS), graph_of(PIXELS), strict=True):
        assert np.array_equal(first, second)


@pytest.mark.parametrize("n", [2, 5])
def test_in_small_pools_all_others_are_neighbours(n: int) -> None:
    rows, _ = graph_of(PIXELS[:n])
    assert [sorted(row) for row in rows.tolist()] == [[j for j in range(n) if j != i] for i in range(n)]


def test_what_was_stored_is_loaded(tmp_path: Path) -> None:
    assert load_graph(KEY, tmp_path / "new") is None
    graph = graph_of(PIXELS)
    path = store_graph(KEY, graph, tmp_path / "new")
    found = load_graph(KEY, tmp_path / "new")
    assert found is not None
    assert all(np.array_equal(a, b) for a, b in zip(found, graph, strict=True))
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("content", ["empty", "junk", "cut", "array", "other"])
def test_a_damaged_file_counts_as_none(content: str, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = store_graph(KEY, graph_of(PIXELS), tmp_path)
    whole = path.read_bytes()
    if content == "array":
        with path.open("wb") as stream:
            np.save(stream, np.arange(4))
    elif content == "other":
        np.savez(path, rows=np.arange(4), distances=np.arange(4))
    else:
        path.write_bytes({"empty": b"", "junk": b"junk", "cut": whole[:-30]}[content])
    with caplog.at_level(logging.WARNING):
        assert load_graph(KEY, tmp_path) is None
    assert str(path) in caplog.text


def test_its_key_tells_it_from_others() -> None:
    assert len({graph_key(digest, seed) for digest in ("a", "b") for seed in (0, 1)}) == 4
