"""Texts: a model that opens without us, and training schemes that are compared on equal terms."""

from __future__ import annotations

import io

import joblib
import numpy as np
import pytest

from activate_va.classifiers import classifiers
from activate_va.classifiers.text import TextOptions
from activate_va.datasets import open_dataset
from activate_va.kinds import AugmentationOptions
from activate_va.kinds.text import WordDropout, texts
from activate_va.training import OneClassOnly, TrainingSet

classifier = classifiers["text_logistic_regression"]
POOL = open_dataset("headlines").pool.part(slice(0, 2_000))
assert POOL.labels is not None
CHOSEN = np.concatenate([np.flatnonzero(POOL.labels == index)[:40] for index in (0, 1)])


def fit(training_set: TrainingSet, n_classes: int = 2, word_dropout: float = 0.2) -> np.ndarray:
    options = WordDropout(word_dropout=word_dropout)
    fitted = classifier.fit(POOL.items, training_set, n_classes, epochs=1, seed=3, augmentation=options)
    return fitted.predict_proba(POOL.items)


def copies(times: int, augment: bool = True) -> TrainingSet:
    rows = np.repeat(CHOSEN, times)
    return TrainingSet(rows, POOL.labels[rows], augment=augment)


def test_without_dropout_thirty_two_copies_weigh_as_one() -> None:
    assert np.abs(fit(copies(32), word_dropout=0) - fit(copies(1, augment=False))).max() < 1e-6


def test_with_dropout_they_differ_and_are_right_as_often() -> None:
    dropped, plain = fit(copies(32)), fit(copies(1, augment=False))
    assert np.abs(dropped - plain).max() > 0.01
    right = [(probabilities.argmax(axis=1) == POOL.labels).mean() for probabilities in (dropped, plain)]
    assert min(right) > 0.8


@pytest.mark.parametrize("seen", [2, 3])
def test_the_file_is_a_pipeline_of_scikit_learn_that_takes_strings(seen: int) -> None:
    labels = POOL.labels[CHOSEN].copy()
    labels[:10] = seen - 1
    fitted = classifier.fit(POOL.items, TrainingSet(CHOSEN, labels), 4, epochs=1, seed=0)
    lines = ["Flood leaves two families homeless near Arden", "Rovers beat United", ""]
    probabilities = fitted.predict_proba(texts(lines))
    assert (probabilities[:, seen:] == 0).all()
    assert fitted.predict_proba(texts([])).shape == (0, 4)
    pipeline = joblib.load(io.BytesIO(fitted.to_bytes()))
    assert pipeline.classes_.tolist() == list(range(seen))
    assert np.abs(pipeline.predict_proba(lines) - probabilities[:, :seen]).max() < 1e-5


def test_the_inverse_of_regularisation_is_an_option_that_the_file_keeps() -> None:
    sure, unsure = (
        classifier.fit(
            POOL.items, copies(1, augment=False), 2, epochs=1, seed=0, options=TextOptions(inverse_penalty=penalty)
        )
        for penalty in (10.0, 0.1)
    )
    probabilities = unsure.predict_proba(POOL.items)
    assert np.array_equal(sure.predict_proba(POOL.items), fit(copies(1, augment=False)))
    assert probabilities.max(axis=1).mean() < sure.predict_proba(POOL.items).max(axis=1).mean() - 0.1
    pipeline = joblib.load(io.BytesIO(unsure.to_bytes()))
    assert pipeline[-1].C == 0.1
    assert np.abs(pipeline.predict_proba(POOL.items.tolist()) - probabilities).max() < 1e-5


def test_labels_of_one_class_that_count_are_refused() -> None:
    weights = (POOL.labels[CHOSEN] == 1).astype(np.float32)
    with pytest.raises(OneClassOnly, match="40 labels"):
        fit(TrainingSet(CHOSEN, POOL.labels[CHOSEN], weights))


def test_the_augmentation_of_images_is_refused() -> None:
    with pytest.raises(TypeError, match="AugmentationOptions"):
        classifier.fit(POOL.items, copies(2), 2, epochs=1, seed=0, augmentation=AugmentationOptions())
