"""What every classifier must keep to."""

from __future__ import annotations

import pickle
from typing import Any

import numpy as np
from numpy.typing import NDArray

from activate_va.classifiers import Classifier, FittedClassifier
from activate_va.training import TrainingSet

ROUNDING = 2.0**-6
"""Of bfloat16, which has eight bits: sums in batches of another size are rounded at other places."""


class StopTraining(Exception):
    """Raised by the contract's own progress report."""


class ClassifierContract:
    """Inherit in a class named `Test…` and set `classifier` to have pytest hold a classifier to the contract.

    It is trained on small images whose bright half, upper or lower, tells the class; one that takes samples of another
    kind is given what `images` is overridden to give: n items of two classes, by turns.
    `draws`: whether the seed decides anything where nothing is augmented, as where weights begin at random.
    `augments`: whether copies that are to be augmented differ from their originals.
    """

    classifier: Classifier
    shape: tuple[int, ...] = (12, 12)
    epochs = 12
    draws = True
    augments = True

    def images(self, n: int = 96) -> NDArray[Any]:
        images = np.random.default_rng(0).integers(0, 100, (n, *self.shape), dtype=np.uint8)
        half = self.shape[0] // 2
        images[0::2, :half] += 150
        images[1::2, half:] += 150
        return images

    def training_set(self, n: int = 64, augment: bool = False) -> TrainingSet:
        rows = np.arange(n, dtype=np.int64)
        return TrainingSet(rows, rows % 2, augment=augment)

    def fit(self, training_set: TrainingSet | None = None, seed: int = 0) -> FittedClassifier:
        chosen = training_set or self.training_set()
        return self.classifier.fit(self.images(), chosen, 2, epochs=self.epochs, seed=seed)

    def test_it_is_described(self) -> None:
        assert self.classifier.name
        assert self.classifier.title
        assert self.classifier.description
        assert self.classifier.suffix.startswith(".")

    def test_it_learns(self) -> None:
        unseen = self.images()[64:]
        predicted = self.fit().predict_proba(unseen).argmax(axis=1)
        assert (predicted == np.arange(len(unseen)) % 2).mean() > 0.9

    def test_probabilities(self) -> None:
        probabilities = self.fit().predict_proba(self.images())
        assert probabilities.shape == (96, 2)
        assert probabilities.dtype == np.float32
        assert probabilities.min() >= 0
        assert np.allclose(probabilities.sum(axis=1), 1, atol=1e-5)

    def test_the_hidden_layer(self) -> None:
        fitted = self.fit()
        if not self.classifier.embeds:
            try:
                fitted.embed(self.images())
            except TypeError:
                return
            raise AssertionError("there is an embedding, and the classifier does not say so")
        before = fitted.predict_proba(self.images())
        embedding = fitted.embed(self.images()).astype(np.float32)
        assert fitted.embed(self.images()).dtype == np.float16
        assert embedding.shape[0] == len(self.images())
        assert np.isfinite(embedding).all()
        alone = fitted.embed(self.images()[:7]).astype(np.float32)
        assert np.abs(alone - embedding[:7]).max() <= ROUNDING * np.abs(embedding).max()
        gaps = np.square(embedding[:, None] - embedding[None]).sum(axis=2)
        np.fill_diagonal(gaps, np.inf)
        assert (gaps.argmin(axis=1) % 2 == np.arange(len(gaps)) % 2).mean() > 0.9
        assert np.array_equal(fitted.predict_proba(self.images()), before)

    def test_same_seed_same_answer_to_the_bit(self) -> None:
        for augment in (False, True):
            chosen = self.training_set(augment=augment)
            first, second, other = (self.fit(chosen, seed).predict_proba(self.images()) for seed in (5, 5, 6))
            assert np.array_equal(first, second)
            assert np.array_equal(first, other) != ((augment and self.augments) or self.draws)

    def test_an_image_of_weight_zero_counts_for_nothing(self) -> None:
        rows = np.arange(64, dtype=np.int64)
        labels = np.where(rows < 32, rows % 2, 1 - rows % 2)
        weights = (rows < 32).astype(np.float32)
        fitted = self.fit(TrainingSet(rows, labels, weights, batch_size=16))
        predicted = fitted.predict_proba(self.images()[64:]).argmax(axis=1)
        assert (predicted == np.arange(32) % 2).mean() > 0.9

    def test_progress_rises_to_one(self) -> None:
        heard: list[float] = []
        self.classifier.fit(self.images(), self.training_set(), 2, epochs=2, seed=0, report=heard.append)
        assert heard == sorted(heard)
        assert heard[-1] == 1.0

    def test_what_the_report_raises_stops_the_work(self) -> None:
        def cancel(fraction: float) -> None:
            if fraction > 0:
                raise StopTraining

        try:
            self.classifier.fit(self.images(), self.training_set(), 2, epochs=2, seed=0, report=cancel)
        except StopTraining:
            assert self.fit() is not None
            return
        raise AssertionError("training went on after the report had raised")

    def test_options_at_their_defaults_are_none(self) -> None:
        chosen = self.classifier.fit(
            self.images(), self.training_set(), 2, epochs=self.epochs, seed=0, options=self.classifier.options()
        )
        assert np.array_equal(chosen.predict_proba(self.images()), self.fit().predict_proba(self.images()))

    def test_it_pickles(self) -> None:
        fitted = self.fit()
        again = pickle.loads(pickle.dumps(fitted))  # noqa: S301 - our own bytes
        assert np.array_equal(again.predict_proba(self.images()), fitted.predict_proba(self.images()))

    def test_the_file_is_the_same_for_the_same_model(self) -> None:
        content = self.fit().to_bytes()
        assert content
        assert content == self.fit().to_bytes()

    def test_the_images_are_left_as_they_were(self) -> None:
        images = self.images()
        images.flags.writeable = False
        self.classifier.fit(images, self.training_set(), 2, epochs=1, seed=0).predict_proba(images)
