"""Representations of a served dataset that join others: of these nothing is learnt twice."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest

from activate_va.datasets import open_dataset
from activate_va.datasets.shelf import DatasetShelf
from activate_va.jobs.errors import SpaceNotReady
from activate_va.jobs.representer import Representer
from activate_va.jobs.representing import Represented
from activate_va.jobs.service import Jobs
from activate_va.pool.spectrum import DIRECTIONS
from activate_va.representations import load, representation_key, representations, store, store_encoder
from activate_va.representations.self_supervised import SelfSupervised

PARTS = ("self_supervised", "deskewed")


@pytest.fixture
def representer(jobs: Jobs, digits_path: Path, tmp_path: Path) -> Representer:
    """With the points that a short training has made: a minute would show no more."""
    representer = Representer(jobs, DatasetShelf([str(digits_path)]), tmp_path)
    dataset = open_dataset(representer.shelf.reference("digits"))
    made = SelfSupervised(filters=4, epochs=1, fewest_steps=20).learn(dataset.pool.items, dataset.kind)
    key = representation_key(dataset.digest, representations["self_supervised"])
    store(key, np.asarray(made.points, np.int8), tmp_path)
    assert made.encoder is not None
    store_encoder(key, made.encoder, tmp_path)
    return representer


def made(representer: Representer, name: str) -> Represented:
    """Once it is kept, which is a moment after the job's end."""
    representer.compute("digits", name)
    while (found := representer.find("digits", name)) is None:
        time.sleep(0.05)
    return found


def test_what_joins_others_takes_what_they_have_learnt_and_keeps_what_it_had_to_learn(
    representer: Representer,
) -> None:
    combined = made(representer, "combined").points
    assert representer.encoder("digits", "combined").filters == 4
    digest = open_dataset(representer.shelf.reference("digits")).digest
    deskewed = load(representation_key(digest, representations["deskewed"]), representer.folder)
    assert deskewed is not None
    assert combined.shape == (len(deskewed), deskewed.shape[1] + SelfSupervised().parameters["dimensions"])


def test_how_its_graph_falls_apart_is_computed_when_it_is_asked_for_and_kept(representer: Representer) -> None:
    points = made(representer, "deskewed").points
    with pytest.raises(SpaceNotReady, match="the graph of deskewed"):
        representer.spectrum("digits", "deskewed")
    while (found := representer.find_spectrum("digits", "deskewed")) is None:
        time.sleep(0.05)
    assert found.shape == (len(points), DIRECTIONS)
    again = Representer(representer.jobs, representer.shelf, representer.folder)
    assert np.array_equal(again.spectrum("digits", "deskewed"), found)


def test_near_in_it_is_what_is_near_in_its_parts(representer: Representer) -> None:
    found = {name: made(representer, name) for name in (*PARTS, "combined")}
    combined = found["combined"].points.astype(np.float32)
    between = np.linalg.norm(combined[:300, None] - combined[None, :300], axis=2)
    for part in PARTS:
        own = found[part].points.astype(np.float32)[:300]
        alone = np.linalg.norm(own[:, None] - own[None], axis=2)
        assert np.corrcoef(between.ravel(), alone.ravel())[0, 1] > 0.5
