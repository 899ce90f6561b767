"""The reference classifier: what a network that has seen the validation images only makes of the pool."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from activate_va.atomic import write_atomically
from activate_va.classifiers import classifiers
from activate_va.datasets import open_dataset
from activate_va.jobs.cluster import TRAINING
from activate_va.jobs.reporting import Report
from activate_va.jobs.service import Jobs
from activate_va.kept_array import kept_array
from activate_va.simulation.errors import TruthMissing
from activate_va.training import TrainingSet

EPOCHS, SEED = 10, 0


def reference_probabilities(
    jobs: Jobs, reference: str, folder: Path, code: str, wait: Callable[[str], None]
) -> NDArray[np.float32]:
    """Probabilities (n, c) of the pool, computed once for each dataset and `code` version, and kept in `folder`.

    `wait` is given the id of the job that computes them and comes back when it has ended.
    Raises TruthMissing for a dataset whose validation images nobody has labelled.
    """
    dataset = open_dataset(reference)
    if not len(dataset.validation.labelled()):
        raise TruthMissing(f"the validation samples of {dataset.name} have no labels to train a reference on")
    recipe = f"{dataset.kind.default_classifier}, {EPOCHS} epochs, seed {SEED}, float32"
    key = hashlib.sha256(f"{dataset.digest} {recipe} {code}".encode()).hexdigest()[:24]
    path = folder / f"{key}.npy"
    shape = len(dataset.pool), len(dataset.classes)
    kept = kept_array(path, lambda found: found.shape == shape, "probabilities of the pool")
    if kept is None:
        job = jobs.submit("reference", train_reference, {"reference": reference}, resource=TRAINING)
        wait(job.id)
        kept = np.asarray(jobs.result(job.id), np.float32)
        computed = kept
        write_atomically(path, lambda stream: np.save(stream, computed))
    return kept


def train_reference(reference: str, report: Report) -> NDArray[np.float32]:
    """In a worker: train on the validation images and predict the pool."""
    dataset = open_dataset(reference)
    labels = dataset.validation.labels
    assert labels is not None  # noqa: S101 - reference_probabilities has looked; this tells the type checker
    rows = np.flatnonzero(labels >= 0)
    fitted = classifiers[dataset.kind.default_classifier].fit(
        dataset.validation.items,
        TrainingSet(rows, labels[rows]),
        len(dataset.classes),
        epochs=EPOCHS,
        seed=SEED,
        precision="float32",
        report=lambda fraction: report("training", fraction),
    )
    return fitted.predict_proba(dataset.pool.items, report=lambda fraction: report("predicting the pool", fraction))
