"""One view of a pool: inputs by name, where they come from, and why one is missing."""

from __future__ import annotations

import pickle
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest

from activate_va.datasets import Dataset, open_dataset
from activate_va.errors import UnknownName
from activate_va.pool import (
    InputMissing,
    Inputs,
    LastLayer,
    Need,
    Needs,
    PoolView,
    Source,
    content_of,
    origins,
    singles,
    spaces,
)

UNTRAINED = "there is no classifier yet"
MAP = np.random.default_rng(0).random((2200, 2)).astype(np.float32)


@dataclass(frozen=True)
class Asking:
    name: str
    needs: Needs
    n_neighbours: int = 5


@pytest.fixture
def digits(digits_path: Path) -> Dataset:
    return open_dataset(str(digits_path))


def view(dataset: Dataset, folder: Path, space: str = "projection", **sources: Source) -> PoolView:
    given = {Need.PROJECTION: Source(lambda: MAP)} | {Need(name): source for name, source in sources.items()}
    return PoolView(content_of(dataset, folder), space, given)


def test_a_scheme_gets_what_it_declares_and_nothing_else(digits: Dataset, tmp_path: Path) -> None:
    asking = Asking("X", frozenset({Need.COORDINATES, Need.NEIGHBOURS}))
    inputs = Inputs(**view(digits, tmp_path).inputs(asking))
    assert inputs.coordinates is MAP
    assert inputs.neighbours is not None
    assert inputs.neighbours.rows.shape == (2200, 5)
    assert all(getattr(inputs, need.value) is None for need in Need if need not in asking.needs)


def test_the_original_space_is_pixels_in_the_unit_interval(digits: Dataset, tmp_path: Path) -> None:
    found = view(digits, tmp_path, "original").inputs(Asking("X", frozenset({Need.COORDINATES, Need.FEATURES})))
    pixels = digits.pool.items.reshape(2200, -1)
    assert np.array_equal(found["coordinates"], pixels.astype(np.float32) / 255)
    assert found["coordinates"] is found["features"]


def test_nothing_is_computed_before_it_is_asked_for(digits: Dataset, tmp_path: Path) -> None:
    def never() -> object:
        raise AssertionError

    opened = view(digits, tmp_path, probabilities=Source(never), projection=Source(never, expect_ready=never))
    assert opened.missing(Need.PROBABILITIES) is None
    opened.inputs(Asking("X", frozenset({Need.FEATURES})))
    opened.expect(Asking("X", frozenset({Need.FEATURES})))
    with pytest.raises(AssertionError):
        opened.expect(Asking("X", frozenset({Need.COORDINATES})))
    assert list(tmp_path.iterdir()) == []


def test_what_is_missing_is_said_with_its_own_reason(digits: Dataset, tmp_path: Path) -> None:
    opened = view(digits, tmp_path, probabilities=Source(lambda: None, UNTRAINED))
    assert opened.missing(Need.PROBABILITIES) == UNTRAINED
    assert opened.missing(Need.COORDINATES) is opened.missing(Need.NEIGHBOURS) is None
    assert opened.missing(Need.LABELS) == "there are no labels here"
    with pytest.raises(InputMissing, match=f"X needs probabilities, but {UNTRAINED}"):
        opened.expect(Asking("X", frozenset({Need.PROBABILITIES, Need.COORDINATES})))


def test_a_worker_sees_the_same(digits: Dataset, tmp_path: Path) -> None:
    """What travels is only what the dataset does not tell."""
    for space, travels in (("projection", {Need.PROJECTION}), ("original", set())):
        asking = Asking("X", frozenset({Need.COORDINATES, Need.NEIGHBOURS}))
        sent = view(digits, tmp_path, space).shipment(asking)
        assert set(sent.arrays) == travels
        there = pickle.loads(pickle.dumps(sent)).unpacked(replace(content_of(digits, tmp_path)))  # noqa: S301 - our own bytes
        here = view(digits, tmp_path, space).inputs(asking)
        assert np.array_equal(there.inputs(asking)["coordinates"], here["coordinates"])
        assert np.array_equal(there.inputs(asking)["neighbours"].rows, here["neighbours"].rows)


def test_where_coordinates_come_from_is_the_space_s_to_say() -> None:
    for space in spaces:
        assert origins(frozenset({Need.COORDINATES, Need.LABELS}), space.name) == {space.input, Need.LABELS}
    with pytest.raises(UnknownName):
        origins(frozenset({Need.COORDINATES}), "elsewhere")


def test_before_a_model_components_stand_in_for_what_it_has_learnt(digits: Dataset, tmp_path: Path) -> None:
    asking = Asking("X", frozenset({Need.COORDINATES}))
    opened = view(digits, tmp_path, "learned", embedding=Source(lambda: None, UNTRAINED))
    assert opened.missing(Need.COORDINATES) is None
    assert opened.missing(Need.EMBEDDING) == UNTRAINED
    inputs = Inputs(**opened.inputs(asking))
    assert inputs.note == f"{UNTRAINED}, so distances are measured between principal components"
    assert inputs.coordinates is content_of(digits, tmp_path).components
    sent = opened.shipment(asking)
    assert (sent.space, dict(sent.arrays)) == ("components", {})
    assert sent.unpacked(content_of(digits, tmp_path)).inputs(asking)["note"] == inputs.note
    assert opened.inputs(Asking("X", frozenset({Need.FEATURES})))["note"] is None


def test_distances_in_what_a_model_has_learnt_are_those_of_its_last_hidden_layer(
    digits: Dataset, tmp_path: Path
) -> None:
    layer = np.random.default_rng(1).random((2200, 16)).astype(np.float16)
    opened = view(digits, tmp_path, "learned", embedding=Source(lambda: layer))
    inputs = Inputs(**opened.inputs(Asking("X", frozenset({Need.COORDINATES, Need.EMBEDDING}))))
    assert inputs.note is None
    assert inputs.embedding is layer
    assert inputs.coordinates is not None
    assert inputs.coordinates.dtype == np.float32
    assert np.array_equal(inputs.coordinates, layer)


def test_tuples_of_mapped_arrays_travel_as_arrays(digits: Dataset, tmp_path: Path) -> None:
    np.save(tmp_path / "kept.npy", np.arange(6, dtype=np.float16).reshape(2, 3))
    kept = np.load(tmp_path / "kept.npy", mmap_mode="r")
    sources = {
        "last_layer": Source(lambda: LastLayer(np.zeros((2, 2), np.float32), kept)),
        "committee": Source(lambda: (kept, kept)),
    }
    asking = Asking("X", frozenset({Need.LAST_LAYER, Need.COMMITTEE}))
    sent = pickle.loads(pickle.dumps(view(digits, tmp_path, **sources).shipment(asking)))  # noqa: S301 - our own bytes
    inputs = Inputs(**sent.unpacked(content_of(digits, tmp_path)).inputs(asking))
    assert isinstance(inputs.last_layer, LastLayer)
    assert inputs.committee is not None
    for array in (inputs.last_layer.inputs, *inputs.committee):
        assert not isinstance(array, np.memmap)
        assert np.array_equal(array, kept)


def test_halves_are_read_as_numpy_reads_them() -> None:
    every = np.arange(2**16, dtype=np.uint16).view(np.float16)
    assert singles(every.reshape(256, 256)).tobytes() == every.astype(np.float32).tobytes()
