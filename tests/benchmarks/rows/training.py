"""Training and predicting in one process, after everything is traced."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
from measuring import Pair, Row
from workload import EPOCHS, coordinates, labels, mnist

from activate_va.classifiers import FittedClassifier, classifiers
from activate_va.training import schemes


def fitted(scheme: str) -> FittedClassifier:
    images = mnist().pool.images
    training_set = schemes[scheme].assemble(labels(), len(images), coordinates(), np.random.default_rng(0))
    return classifiers["cnn"].fit(images, training_set, 10, epochs=EPOCHS, seed=0)


def evaluated(scheme: str) -> float:
    test = mnist().test
    return float((fitted(scheme).predict_proba(test.images).argmax(axis=1) == test.labels).mean())


@contextmanager
def small_schemes() -> Iterator[Pair]:
    from reference.training import sil_ida_cba

    data, chosen, notes = mnist(), labels(), dict[str, Any]()
    images = data.pool.images[chosen.sample_ids]

    def ours() -> None:
        notes["accuracies"] = {name: evaluated(name) for name in ("SIL", "IDA", "CBA")}

    def theirs() -> None:
        reached = sil_ida_cba(
            images, chosen.class_indices, chosen.confidences, EPOCHS, data.test.images, data.test.labels
        )
        notes.setdefault("reference_accuracies", []).append(reached)

    yield Pair(ours, theirs, notes=notes)


@contextmanager
def inferred_labelling() -> Iterator[Pair]:
    from reference.training import inferred_labelling as theirs

    data, chosen, notes = mnist(), labels(), dict[str, Any]()

    def ours() -> None:
        notes["accuracy"] = evaluated("IL")

    def reference() -> None:
        reached = theirs(
            data.pool.images,
            coordinates(),
            chosen.sample_ids,
            chosen.class_indices,
            EPOCHS,
            data.test.images,
            data.test.labels,
        )
        notes.setdefault("reference_accuracies", []).append(reached)

    yield Pair(ours, reference, notes=notes)


@contextmanager
def pool_probabilities() -> Iterator[Pair]:
    from reference.training import make_cnn, probabilities

    pool = mnist().pool.images
    model, network = fitted("SIL"), make_cnn(1)
    yield Pair(lambda: model.predict_proba(pool), lambda: probabilities(network, pool))


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
