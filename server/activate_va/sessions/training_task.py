"""What a worker does in a round: train one scheme and evaluate it; then predict the pool."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from activate_va.classifiers import FittedClassifier, classifiers
from activate_va.classifiers.evidence import Evidence
from activate_va.datasets import Dataset, open_dataset
from activate_va.datasets.base import Split
from activate_va.datasets.held_out import Reference, Without
from activate_va.evaluation import at_temperature, confusion_matrix, fitted_temperature
from activate_va.evaluation.occlusion import occlusion
from activate_va.jobs.reporting import Report
from activate_va.measures import Evaluation, measured
from activate_va.options import options_of
from activate_va.pool import Shipment, content_of
from activate_va.seeding import Purpose, derived_seed, generator
from activate_va.sessions.config import SessionConfig
from activate_va.sessions.errors import DatasetChanged
from activate_va.sessions.events import Reached, SchemeTrained
from activate_va.sessions.training_passes import Passes
from activate_va.training import Journal, LabelSet, TrainingContext, TrainingSet, schemes
from activate_va.training.base import POOL_BATCH_SIZE
from activate_va.training.inferred import inferred_of
from activate_va.training.refining import learnt

Share = Callable[[float], None]
"""Told how much is done, in [0, 1]."""

Truths = tuple[tuple[int, int], ...]
"""Sample and class, of labels that are held out."""

FEW, MANY = 1, 40
"""Epochs: classifiers may take steps of another kind when they take many."""
UNCALIBRATED = "the validation split has no labels to calibrate on, so heights are what the model says"


@dataclass(frozen=True)
class TrainingOrder:
    """One training scheme's part of a round. `pool`: what the scheme needs of it beside the dataset.

    The dataset is that without what is held out, and labels name its rows. `evaluation` and `validation` are samples of
    the whole pool with their classes; without an evaluation set the test split stands in for it.
    `folder` is where the worker keeps the pool's neighbour graph for the next time.
    """

    reference: Reference
    digest: str
    scheme: str
    round: int
    seed: int
    labels: LabelSet
    config: SessionConfig
    pool: Shipment
    folder: Path
    evaluation: Truths = ()
    validation: Truths = ()


@dataclass(frozen=True)
class PredictionOrder:
    """The pool's probabilities, or its embedding, by one scheme's model."""

    reference: Reference
    digest: str
    scheme: str
    fitted: FittedClassifier


@dataclass(frozen=True)
class Trained:
    """A model, portable, as archive, and with what it reached on the test split.

    `validation`: its probabilities (n, c) of the whole validation split, where it was calibrated on that; else None.
    `inferred`: classes by pool row, -1: none, that it was trained on where the scheme covers the pool; else None.
    """

    fitted: FittedClassifier
    archive: bytes
    suffix: str
    outcome: SchemeTrained
    validation: NDArray[np.float32] | None
    inferred: NDArray[np.int64] | None


def train_scheme(order: TrainingOrder, report: Report) -> Trained:
    """Train and evaluate. Progress counts the training as nine tenths, and what the model is asked then as the last."""
    dataset = _dataset(order.reference, order.digest)
    report(f"{order.scheme}: assembling the training set", 0.0)
    context = _context(order, dataset)
    rng = generator(order.seed, Purpose.TRAINING, order.round)
    begun = time.perf_counter()
    journal = _journal(order, dataset)
    scheme, seed = schemes[order.scheme], derived_seed(order.seed, Purpose.TRAINING, order.round)
    learning = _part_of(report, 0.9)
    passes = Passes(order.scheme, order.config, dataset, seed, 1 + scheme.refinements(context), journal, learning)
    training_set, fitted = learnt(scheme, order.labels, context, rng, passes)
    seconds = time.perf_counter() - begun
    evaluating = f"{order.scheme}: evaluating"
    report(evaluating, 0.9)
    archive = fitted.to_bytes()
    validation = _of_validation(order, dataset, fitted, _part(report, evaluating, 0.9, 0.93))
    score = _part(report, evaluating, 0.93, 1.0)
    note = "; ".join(filter(None, (context.note, journal.note))) or None
    outcome = _evaluate(order, dataset, fitted, validation, seconds, len(training_set.labels), archive, note, score)
    outcome = outcome.model_copy(update={"course": _course(journal)})
    inferred = inferred_of(training_set, len(dataset.pool)) if scheme.covers_pool else None
    return Trained(fitted, archive, classifiers[order.config.classifier].suffix, outcome, validation, inferred)


def _part_of(report: Report, share: float) -> Report:
    """Of the whole's progress the first part."""
    return lambda stage, fraction: report(stage, share * fraction)


def _part(report: Report, stage: str, begin: float, end: float) -> Share:
    """Of the whole's progress from `begin` to `end` the part that a stage has done."""
    return lambda fraction: report(stage, begin + (end - begin) * fraction)


def predict_pool(order: PredictionOrder, report: Report) -> NDArray[np.float32]:
    """Probabilities (n, c) of the whole pool."""
    items = _dataset(order.reference, order.digest).pool.seen_by(order.fitted.own)
    stage = f"{order.scheme}: predicting the pool"
    return order.fitted.predict_proba(items, report=lambda fraction: report(stage, fraction))


def predict_validation(order: PredictionOrder, report: Report) -> NDArray[np.float32]:
    """Probabilities (n, c) of the whole validation split, samples without a label included."""
    dataset = _dataset(order.reference, order.digest)
    stage = f"{order.scheme}: predicting the validation split"
    if len(dataset.validation) == 0:
        return np.empty((0, len(dataset.classes)), np.float32)
    items = dataset.validation.seen_by(order.fitted.own)
    return order.fitted.predict_proba(items, report=lambda fraction: report(stage, fraction))


def predict_items(order: PredictionOrder, items: NDArray[Any], report: Report) -> NDArray[np.float32]:
    """Probabilities (n, c) of items of the dataset's kind that are of no split."""
    report(f"{order.scheme}: predicting", 0.0)
    return order.fitted.predict_proba(items)


@dataclass(frozen=True)
class Explained:
    """On which parts of an image the model's answer rests: `values` (h, w), as `occlusion` gives them."""

    top: int
    runner_up: int
    confidence: float
    margin: float
    values: NDArray[np.float32]


def explain_sample(order: PredictionOrder, row: int, temperature: float | None, report: Report) -> Explained:
    """The two most probable classes of a pool image, and what speaks for the first against the second.

    `temperature`: at which the model's heights stand, None: at what it says.
    """
    image = _dataset(order.reference, order.digest).pool.items[row]
    report(f"{order.scheme}: explaining an answer", 0.0)
    probabilities = order.fitted.predict_proba(image[None])[0]
    top, runner_up = (int(index) for index in np.argsort(-probabilities, kind="stable")[:2])
    values = occlusion(image, order.fitted.predict_proba, top, runner_up)
    sure = probabilities if temperature is None else at_temperature(probabilities[None], temperature)[0]
    return Explained(top, runner_up, float(sure[top]), float(sure[top] - sure[runner_up]), values)


def word_evidence(order: PredictionOrder, row: int, report: Report) -> Evidence:
    """Which words of a text of the pool the answer rests on."""
    text = _dataset(order.reference, order.digest).pool.items[row]
    report(f"{order.scheme}: explaining an answer", 0.0)
    return order.fitted.evidence(text)


def embed_pool(order: PredictionOrder, report: Report) -> NDArray[np.float16]:
    """The last hidden layer (n, h) for the whole pool."""
    images = _dataset(order.reference, order.digest).pool.seen_by(order.fitted.own)
    stage = f"{order.scheme}: embedding the pool"
    return order.fitted.embed(images, report=lambda fraction: report(stage, fraction))


def warm(reference: str) -> None:
    """Load the dataset and trace its default classifier's steps, so that a first round need not wait for that."""
    dataset = open_dataset(reference)
    classifier = classifiers[dataset.kind.default_classifier]
    rows = np.arange(min(len(dataset.pool), POOL_BATCH_SIZE))
    single = TrainingSet(rows[:2], rows[:2])
    augmented = replace(single, augment=True)
    inferred = TrainingSet(rows, rows % 2, batch_size=POOL_BATCH_SIZE)
    for training_set, epochs in ((single, FEW), (single, MANY), (augmented, MANY), (inferred, MANY)):
        fitted = classifier.fit(dataset.pool.items, training_set, len(dataset.classes), epochs=epochs, seed=0)
    fitted.predict_proba(dataset.pool.items[:2])


def prepare(reference: Reference, digest: str, classifier: str) -> None:
    """Have in this process what every fit on the pool begins with, and every calibration of it.

    The test split is left to where models are evaluated.
    """
    dataset = _dataset(reference, digest)
    classifiers[classifier].prepare(dataset.pool.items, (dataset.validation.items,))


def _journal(order: TrainingOrder, dataset: Dataset) -> Journal:
    """For models that are fine-tuned; for any other nothing is written there."""
    held_out = _held_out(order.reference, order.validation) if order.validation else dataset.validation
    return Journal(held_out.items, _labels(held_out))


def _course(journal: Journal) -> tuple[Reached, ...] | None:
    return tuple(Reached(seconds=seconds, accuracy=right) for seconds, right in journal.course) or None


def _dataset(reference: Reference, digest: str) -> Dataset:
    dataset = open_dataset(reference)
    if dataset.digest != digest:
        raise DatasetChanged(f"dataset {dataset.name} is not what it was when the session began")
    return dataset


def _context(order: TrainingOrder, dataset: Dataset) -> TrainingContext:
    view = order.pool.unpacked(content_of(dataset, order.folder))
    options = options_of(schemes, order.scheme, order.config.options)
    return TrainingContext(len(dataset.pool), options=options, **view.inputs(schemes[order.scheme]))


def _evaluate(
    order: TrainingOrder,
    dataset: Dataset,
    fitted: FittedClassifier,
    of_validation: NDArray[np.float32] | None,
    seconds: float,
    training_size: int,
    archive: bytes,
    note: str | None,
    score: Share,
) -> SchemeTrained:
    test = _held_out(order.reference, order.evaluation) if order.evaluation else dataset.test.labelled()
    validation = _held_out(order.reference, order.validation) if order.validation else None
    probabilities, confusion = _predicted(fitted, test, len(dataset.classes), score)
    temperature, problem = _temperature(order.config, validation or dataset.validation, fitted, of_validation)
    calibrated = None if temperature is None else at_temperature(probabilities, temperature)
    return SchemeTrained(
        round=order.round,
        training_scheme=order.scheme,
        measures=measured(Evaluation(_labels(test), probabilities, confusion, calibrated)),
        confusion=_rows(confusion),
        seconds=seconds,
        labels_used=len(order.labels.sample_ids),
        training_size=training_size,
        model_digest=hashlib.sha256(archive).hexdigest(),
        note="; ".join(filter(None, (note, problem))) or None,
        temperature=temperature,
        evaluated_on="evaluation" if order.evaluation else "test",
        validation=_rows(_predicted(fitted, validation, len(dataset.classes))[1]) if validation else None,
    )


def _of_validation(
    order: TrainingOrder, dataset: Dataset, fitted: FittedClassifier, score: Share
) -> NDArray[np.float32] | None:
    """Probabilities (n, c) of the whole validation split, where the model is calibrated on its labels."""
    calibrated = order.config.calibration != "none" and not order.validation
    if not calibrated or not len(dataset.validation.labelled()):
        return None
    return fitted.predict_proba(dataset.validation.seen_by(fitted.own), report=score)


def _temperature(
    config: SessionConfig, validation: Split, fitted: FittedClassifier, known: NDArray[np.float32] | None
) -> tuple[float | None, str | None]:
    """The model's temperature, None where none is asked for; or why it has none though one is.

    `known`: its probabilities of that split, None: to be computed.
    """
    if config.calibration == "none":
        return None, None
    labels = _labels(validation)
    if not np.any(labels >= 0):
        return None, UNCALIBRATED
    probabilities = fitted.predict_proba(validation.seen_by(fitted.own)) if known is None else known
    return fitted_temperature(labels[labels >= 0], probabilities[labels >= 0]), None


def _held_out(reference: Reference, truths: Truths) -> Split:
    """What nothing was fitted on, with the labels that people gave."""
    whole = open_dataset(reference.dataset if isinstance(reference, Without) else reference)
    sample_ids, classes = np.array(truths, np.int64).T
    return replace(whole.pool.part(sample_ids), labels=classes)


def _predicted(
    fitted: FittedClassifier, split: Split, n_classes: int, score: Share | None = None
) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """Probabilities (n, c) of a labelled split, and the confusion matrix."""
    probabilities = fitted.predict_proba(split.seen_by(fitted.own), report=score)
    return probabilities, confusion_matrix(_labels(split), probabilities.argmax(axis=1), n_classes)


def _labels(split: Split) -> NDArray[np.int64]:
    """Of its items, -1: none; nothing where nobody has labelled any."""
    return np.empty(0, np.int64) if split.labels is None else split.labels


def _rows(confusion: NDArray[np.int64]) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(int(count) for count in row) for row in confusion)
