"""A network that goes on from an encoder: what it learns, what it refuses, and when it ends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray

from activate_va.classifiers import FittedClassifier, check_fine_tuning, classifiers
from activate_va.classifiers.errors import ClassifierCannotFineTune
from activate_va.kinds import kinds
from activate_va.pool import Encoder
from activate_va.representations.self_supervised import SelfSupervised
from activate_va.training import FineTuning, Journal, TrainingSet

Images = NDArray[np.uint8]


def bars(n: int, shape: tuple[int, ...] = (12, 12)) -> tuple[Images, NDArray[np.int64]]:
    """Images with an upright bar, or with one that lies, at random places."""
    rng = np.random.default_rng(0)
    images, labels = rng.integers(0, 60, (n, *shape), dtype=np.uint8), np.arange(n) % 2
    for image, label in zip(images, labels, strict=True):
        place = int(rng.integers(2, min(shape[:2]) - 3))
        image[(slice(None), slice(place, place + 2)) if label else (slice(place, place + 2), slice(None))] = 250
    return images, labels


@cache
def encoder(shape: tuple[int, ...]) -> Encoder:
    learnt = SelfSupervised(filters=4, fewest_steps=20, epochs=1).learn(bars(200, shape)[0], kinds["image"])
    assert learnt.encoder is not None
    return learnt.encoder


def plan(shape: tuple[int, ...], steps: int = 40, seconds: float = 0.0, journal: Journal | None = None) -> FineTuning:
    return FineTuning(encoder(shape), np.arange(4), np.ones(4, np.float32), steps, seconds, journal)


def fitted(
    images: Images, labels: NDArray[np.int64], how: FineTuning, report: Callable[[float], None] | None = None
) -> FittedClassifier:
    made = TrainingSet(np.arange(len(labels)), labels, fine_tuning=how)
    return classifiers["cnn"].fit(images, made, 3, epochs=1, seed=1, report=report)


@pytest.mark.parametrize("shape", [(12, 12), (9, 14, 3)])
def test_it_outgrows_labels_that_were_inferred_wrong(shape: tuple[int, ...]) -> None:
    images, truth = bars(300, shape)
    noisy = np.where(np.random.default_rng(1).random(300) < 0.2, 1 - truth, truth)
    noisy[:4] = truth[:4]
    probabilities = fitted(images, noisy, plan(shape, steps=120)).predict_proba(images)
    assert probabilities.shape == (300, 3)
    assert np.allclose(probabilities.sum(axis=1), 1, atol=1e-3)
    assert (probabilities.argmax(axis=1) == truth).mean() > 0.9


def test_same_seed_same_bytes_and_what_is_in_them_opens_in_keras(tmp_path: pytest.TempPathFactory) -> None:
    images, truth = bars(60)
    first, second = (fitted(images, truth, plan((12, 12), steps=6)) for _ in range(2))
    assert first.to_bytes() == second.to_bytes()
    assert first.embed(images).shape == (60, 128)
    alone = first.predict_proba(images[:1])
    np.testing.assert_allclose(alone, first.predict_proba(images)[:1], atol=1e-2)
    assert first.predict_proba(images[:0]).shape == (0, 3)


def test_its_journal_has_how_right_it_was_after_how_many_seconds() -> None:
    images, truth = bars(120)
    journal = Journal(images[100:], np.where(np.arange(20) == 3, -1, truth[100:]))
    fitted(images[:100], truth[:100], plan((12, 12), journal=journal))
    seconds, right = zip(*journal.course, strict=True)
    assert len(journal.course) == 10
    assert list(seconds) == sorted(seconds)
    assert right[-1] > 0.9
    assert journal.note is None


def test_it_ends_when_its_seconds_are_over_and_says_so() -> None:
    images, truth = bars(100)
    journal = Journal(images[:5], truth[:5])
    fitted(images, truth, plan((12, 12), steps=100_000, seconds=0.5, journal=journal))
    assert journal.note is not None
    assert "of 100000 steps" in journal.note


def test_what_its_report_raises_stops_it() -> None:
    class Cancelled(Exception):
        pass

    def report(fraction: float) -> None:
        if fraction > 0.3:
            raise Cancelled

    images, truth = bars(60)
    with pytest.raises(Cancelled):
        fitted(images, truth, plan((12, 12)), report)


def test_labels_without_confidence_count_alike() -> None:
    images, truth = bars(60)
    doubted = replace(plan((12, 12), steps=4), confidences=np.zeros(4, np.float32))
    assert np.isfinite(fitted(images, truth, doubted).predict_proba(images)).all()


@pytest.mark.parametrize(("name", "kind"), [("logistic_regression", "image"), ("text_logistic_regression", "text")])
def test_other_classifiers_are_refused_before_anything_is_computed(name: str, kind: str) -> None:
    with pytest.raises(ClassifierCannotFineTune, match="SSL goes on from a network") as refused:
        check_fine_tuning(name, kinds[kind], ["SIL", "SSL"])
    assert refused.value.hint == ("choose cnn, or leave SSL out" if kind == "image" else "leave SSL out")
    check_fine_tuning(name, kinds[kind], ["SIL", "IPL"])
    check_fine_tuning("cnn", kinds["image"], ["SSL"])
