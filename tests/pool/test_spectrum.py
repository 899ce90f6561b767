"""Eigenvectors of a graph tell its parts apart, and are kept."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from activate_va.pool import load_spectrum, store_spectrum
from activate_va.pool.neighbours import Neighbours
from activate_va.pool.similarities import normalised
from activate_va.pool.spectrum import DIRECTIONS, FEW, spectrum
from activate_va.testing.pool import nearest


def graph(n: int, groups: int, apart: float) -> Neighbours:
    rng = np.random.default_rng(0)
    places = rng.normal(size=(groups, 3)) * apart
    return nearest((places[np.arange(n) % groups] + rng.normal(size=(n, 3))).astype(np.float32), 8)


@pytest.mark.parametrize("n", [30, FEW, FEW + 200])
def test_they_are_the_first_that_all_eigenvectors_of_the_matrix_are(n: int) -> None:
    near = graph(n, 3, 4.0)
    found, q = spectrum(near), min(n, DIRECTIONS)
    assert found.shape == (n, q)
    assert found.dtype == np.float32
    matrix = normalised(near).toarray()
    values = np.linalg.eigvalsh(matrix)[::-1][:q]
    mine = found.astype(np.float64)
    assert mine.T @ mine == pytest.approx(np.eye(q), abs=1e-3)
    assert np.einsum("ij,ij->j", mine, matrix @ mine) == pytest.approx(values, abs=5e-3)


@pytest.mark.parametrize("n", [60, FEW + 100])
def test_samples_of_one_part_have_the_same_direction_and_those_of_others_another(n: int) -> None:
    rows = spectrum(graph(n, 3, 1000.0))[:, :3]
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    alike = np.arange(n)[:, None] % 3 == np.arange(n) % 3
    assert np.allclose(rows @ rows.T, alike, atol=1e-3)


def test_the_same_graph_gives_the_same_bytes() -> None:
    near = graph(FEW + 100, 3, 4.0)
    assert spectrum(near).tobytes() == spectrum(near).tobytes()


def test_they_are_kept_and_a_damaged_file_counts_as_none(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    assert load_spectrum("k", tmp_path) is None
    vectors = spectrum(graph(40, 3, 4.0))
    path = store_spectrum("k", vectors, tmp_path)
    found = load_spectrum("k", tmp_path)
    assert found is not None
    assert np.array_equal(found, vectors)
    path.write_bytes(b"nothing")
    assert load_spectrum("k", tmp_path) is None
    assert "damaged" in caplog.text
    np.save(path, np.arange(3))
    assert load_spectrum("k", tmp_path) is None
    assert "no eigenvectors" in caplog.text
