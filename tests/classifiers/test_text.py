"""Texts: a model that opens without us, and training schemes that are compared on equal terms."""

from __future__ import annotations

import io

import joblib
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from activate_va.classifiers import classifiers
from activate_va.classifiers.text import TextOptions
from activate_va.classifiers.text_examples import ClassBalance, TextExamples
from activate_va.datasets import open_dataset
from activate_va.kinds import AugmentationOptions
from activate_va.kinds.text import WordDropout, texts
from activate_va.training import OneClassOnly, TrainingSet

from ..docstrings import SUBPACKAGES, sentences

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


@pytest.mark.parametrize("name", ["text_logistic_regression", "text_mlp"])
@pytest.mark.parametrize("seen", [2, 3])
def test_the_file_is_a_pipeline_of_scikit_learn_that_takes_strings(seen: int, name: str) -> None:
    classifier = classifiers[name]
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


@pytest.mark.parametrize("name", ["text_logistic_regression", "text_mlp"])
def test_balanced_classes_find_more_of_a_rare_one(name: str) -> None:
    """A class of which one label in ten is one, as headlines are at random."""
    rows = np.concatenate([np.flatnonzero(POOL.labels == index)[:count] for index, count in ((0, 90), (1, 10))])
    assert POOL.labels is not None
    training_set = TrainingSet(rows, POOL.labels[rows])
    options = classifiers[name].options
    found = [
        classifiers[name]
        .fit(POOL.items, training_set, 2, epochs=1, seed=0, options=options.model_validate({"class_balance": balance}))
        .predict_proba(POOL.items)
        .argmax(axis=1)
        for balance in ("none", "balanced")
    ]
    recall = [(one[POOL.labels == 1] == 1).mean() for one in found]
    assert recall[1] > recall[0] + 0.05


@given(st.lists(st.tuples(st.integers(0, 3), st.floats(0.01, 100)), min_size=1, max_size=30))
def test_balanced_weights_keep_their_sum_and_share_it_among_the_classes(pairs: list[tuple[int, float]]) -> None:
    labels, weights = np.array([one for one, _ in pairs]), np.array([one for _, one in pairs])
    balanced = ClassBalance(class_balance="balanced").balanced(TextExamples(None, labels, weights)).weights
    sums = np.array([balanced[labels == one].sum() for one in np.unique(labels)])
    np.testing.assert_allclose(sums, weights.sum() / len(sums))
    for one in np.unique(labels):  # Within a class nothing changes.
        np.testing.assert_allclose(
            balanced[labels == one] * weights[labels == one][0], weights[labels == one] * balanced[labels == one][0]
        )


def test_labels_of_one_class_that_count_are_refused() -> None:
    weights = (POOL.labels[CHOSEN] == 1).astype(np.float32)
    with pytest.raises(OneClassOnly, match="40 labels"):
        fit(TrainingSet(CHOSEN, POOL.labels[CHOSEN], weights))


def test_the_augmentation_of_images_is_refused() -> None:
    with pytest.raises(TypeError, match="AugmentationOptions"):
        classifier.fit(POOL.items, copies(2), 2, epochs=1, seed=0, augmentation=AugmentationOptions())


def test_real_prose_is_learnt_from_more_labels() -> None:
    """Sentences of docstrings by subpackage, of which the most frequent is a third."""
    items, labels = sentences()
    pool, test = slice(0, 2_000), slice(2_000, 4_000)
    right = []
    for count in (50, 300):
        rows = np.sort(np.random.default_rng(0).choice(2_000, count, replace=False))
        fitted = classifier.fit(items[pool], TrainingSet(rows, labels[rows]), len(SUBPACKAGES), epochs=1, seed=0)
        right.append((fitted.predict_proba(items[test]).argmax(axis=1) == labels[test]).mean())
    assert right[0] > 0.33
    assert right[1] > right[0] + 0.08
