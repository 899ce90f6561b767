"""Selecting, labelling and training in turn, five rounds, twice: the same seed gives the same to the bit."""

from __future__ import annotations

import numpy as np
import pytest

from activate_va.classifiers import classifiers
from activate_va.datasets import open_dataset
from activate_va.evaluation import accuracy, confusion_matrix
from activate_va.projections import projections
from activate_va.selection import SelectionContext, select
from activate_va.training import LabelSet, TrainingContext, schemes

ROUNDS, BATCH, POOL = 5, 10, 1500
Record = tuple[list[int], bytes, float]


def run(selection: str, training: str, seed: int) -> list[Record]:
    pool = open_dataset("mnist").pool
    assert pool.labels is not None
    images, truth = pool.items[:POOL], pool.labels[:POOL]
    coordinates = projections["pca"].compute(images)
    rng = np.random.default_rng(seed)
    selected, probabilities, records = np.empty(0, np.int64), None, []
    for _ in range(ROUNDS):
        free = np.setdiff1d(np.arange(POOL), selected)
        context = SelectionContext(free, selected, coordinates=coordinates, probabilities=probabilities)
        selected = np.concatenate([selected, select(selection, context, BATCH, rng).sample_ids])
        labels = LabelSet(selected, truth[selected], np.linspace(0.2, 1, len(selected)))
        training_set = schemes[training].assemble(labels, TrainingContext(POOL, coordinates=coordinates), rng)
        fitted = classifiers["cnn"].fit(images, training_set, 10, epochs=2, seed=seed)
        probabilities = fitted.predict_proba(images)
        confusion = confusion_matrix(truth, probabilities.argmax(axis=1), 10)
        records.append((selected.tolist(), fitted.to_bytes(), accuracy(confusion)))
    return records


@pytest.mark.parametrize(("selection", "training"), [("LCDS", "CBA"), ("ECRS", "IL")])
def test_five_rounds_twice_are_the_same(selection: str, training: str) -> None:
    first = run(selection, training, seed=4)
    assert first == run(selection, training, seed=4)
    assert len(set(first[-1][0])) == ROUNDS * BATCH


def test_five_rounds_teach_something_and_another_seed_something_else() -> None:
    first, other = run("LCRS", "IDA", seed=4), run("LCRS", "IDA", seed=5)
    assert first[0][0] != other[0][0]
    assert first[-1][2] > max(first[0][2], 0.6)
