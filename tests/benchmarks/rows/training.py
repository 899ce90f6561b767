"""Training and predicting in one process, after everything is traced."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import numpy as np
from measuring import Pair, Row
from reference import process as there
from reference.process import another_process, timed_there
from workload import EPOCHS, coordinates, labels, mnist

from activate_va.classifiers import FittedClassifier, classifiers
from activate_va.classifiers.threads import side_by_side
from activate_va.training import TrainingContext, schemes

SMALL = ("SIL", "IDA", "CBA")


def fitted(scheme: str) -> FittedClassifier:
    images = mnist().pool.items
    context = TrainingContext(len(images), coordinates=coordinates())
    training_set = schemes[scheme].assemble(labels(), context, np.random.default_rng(0))
    return classifiers["cnn"].fit(images, training_set, 10, epochs=EPOCHS, seed=0)


def evaluated(scheme: str) -> float:
    test = mnist().test
    return float((fitted(scheme).predict_proba(test.items).argmax(axis=1) == test.labels).mean())


@contextmanager
def small_schemes() -> Iterator[Pair]:
    """Side by side, as a training worker has them."""
    reached: list[object] = []
    notes: dict[str, Any] = {"reference_accuracies": reached}

    def ours() -> None:
        with ThreadPoolExecutor(side_by_side()) as threads:
            notes["accuracies"] = dict(zip(SMALL, threads.map(evaluated, SMALL), strict=True))

    with another_process() as process:
        yield Pair(ours, timed_there(process, there.small_schemes, reached), notes=notes)


@contextmanager
def inferred_labelling() -> Iterator[Pair]:
    reached: list[object] = []
    notes: dict[str, Any] = {"reference_accuracies": reached}

    def ours() -> None:
        notes["accuracy"] = evaluated("IL")

    with another_process() as process:
        yield Pair(ours, timed_there(process, there.inferred, reached), notes=notes)


@contextmanager
def pool_probabilities() -> Iterator[Pair]:
    pool, model = mnist().pool.items, fitted("SIL")
    with another_process() as process:
        yield Pair(lambda: model.predict_proba(pool), timed_there(process, there.predicted))


TRAINING = (
    Row("small-schemes", "SIL, IDA and CBA together, CNN, 100 labels, evaluated on 10,000", 3.0, small_schemes, 4.0),
    Row(
        "IL",
        "IL, CNN on 55,000 inferred labels, evaluated on 10,000",
        6.0,
        inferred_labelling,
        4.0,
        # Half a minute or more each time, of which what a first run adds is nothing.
        warm_reference=False,
    ),
    Row("probabilities", "probabilities of the whole pool", 0.8, pool_probabilities),
)
