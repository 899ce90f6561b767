"""Training of a network that starts from an encoder on inferred labels: steps traced once, then used again."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from activate_va.classifiers.architectures import Architecture, build_model
from activate_va.classifiers.backend import backend
from activate_va.classifiers.base import Report
from activate_va.classifiers.budget import Budget
from activate_va.classifiers.engine import PREDICTION_BATCH, Weights, said
from activate_va.classifiers.threads import parts_to_predict, single_threaded
from activate_va.classifiers.views import VIEW_LIMITS, viewed
from activate_va.training import FineTuning, TrainingSet

BATCH, OWN = 256, 32
"""Samples of the pool in a step, and labels of people's."""
SHARE_OF_OWN = 0.3
"""What people's labels count for in a step, beside the pool's together."""
AVERAGING = 0.98
"""How much of the weights' average stays as it is in a step (Tarvainen and Valpola 2017); less in the first steps."""
SOON = 10
ROBUST, LEAST = 0.7, 1e-6
"""The exponent q of the loss (1 - p^q) / q of a label's probability p: the more, the less those labels count that the
model contradicts. Zhang and Sabuncu 2018, "Generalized Cross Entropy Loss for Training Deep Neural Networks with Noisy
Labels", whose value it is."""
Floats = NDArray[np.float32]


class FineTuner:
    """Fits one architecture for one image shape, number of classes and policy; one call at a time.

    `student` is what is trained, `teacher` the same network with the average of its weights.
    """

    def __init__(self, architecture: Architecture, shape: tuple[int, int, int], n_classes: int, policy: str) -> None:
        self.n_classes, self.shape = n_classes, shape
        self.student, self.logits = build_model(architecture, shape, n_classes, policy)
        self.teacher, _ = build_model(architecture, shape, n_classes, policy)
        self.rate = architecture.learning_rate
        self.optimizer = backend().keras.optimizers.Adam(self.rate)
        self.optimizer.build(self.student.trainable_variables)
        tf = backend().tf
        spec, number = tf.TensorSpec, tf.TensorSpec((), tf.float32)
        rows = [spec((None,), tf.int32), spec((None, n_classes), tf.float32), spec((None,), tf.float32)]
        step = [spec((None, *shape), tf.uint8), *rows, number, spec((VIEW_LIMITS,), tf.float32), spec((2,), tf.int32)]
        self._step = tf.function(self._trained_step, input_signature=step)
        self._predict = tf.function(self._predicted, input_signature=[spec((None, *shape), tf.uint8)])

    def fit(
        self, images: NDArray[np.uint8], training_set: TrainingSet, limits: Floats, seed: int, report: Report
    ) -> Weights:
        """The teacher's weights; the training set indexes `images` (n, h, w, c), `limits` are those of strong views."""
        plan = training_set.fine_tuning
        if plan is None:
            raise ValueError("the training set does not say how to fine-tune")
        self._reset(plan, seed)
        pixels = backend().tf.constant(images)
        targets = np.eye(self.n_classes, dtype=np.float32)[training_set.labels]
        counts = np.ones(len(targets), np.float32) if training_set.weights is None else training_set.weights
        batches = _Batches(training_set, plan, seed)
        budget = Budget(plan, self._said)
        while budget.share < 1:
            report(budget.share)
            rows, shares = batches.next(counts)
            self._step(
                pixels,
                training_set.indices[rows].astype(np.int32),
                targets[rows],
                shares,
                np.float32(budget.share),
                limits,
                np.array([seed, budget.taken], np.int32),
            )
            budget.step()
        budget.end()
        return tuple(np.asarray(weight) for weight in self.teacher.get_weights())

    def _said(self, images: NDArray[np.uint8]) -> Floats:
        """Probabilities (n, c) by the teacher, of images (n, h, w, c) or, where they are grey, (n, h, w)."""
        shaped = images.reshape(len(images), *self.shape)
        starts = range(0, len(shaped), PREDICTION_BATCH)
        return np.concatenate([said(self._predict, shaped[start : start + PREDICTION_BATCH]) for start in starts])

    def _reset(self, plan: FineTuning, seed: int) -> None:
        """The encoder's weights below a softmax layer drawn by the seed, and an optimiser that remembers nothing."""
        kernel, bias = self.student.weights[-2:]
        drawn = backend().keras.initializers.GlorotUniform(seed)(kernel.shape)
        for model in (self.student, self.teacher):
            model.set_weights([*plan.encoder.weights, np.asarray(drawn), np.zeros(bias.shape)])
        for variable in self.optimizer.variables:
            variable.assign(np.zeros(variable.shape))

    def _trained_step(
        self, pixels: Any, rows: Any, targets: Any, shares: Any, done: Any, limits: Any, key: Any
    ) -> None:
        """One step of the student on strong views, and of the teacher after it.

        `done`: share of the budget; `key`: the seed, and how many steps were taken.
        """
        tf = backend().tf
        self.optimizer.learning_rate = self.rate * 0.5 * (1.0 + tf.cos(np.pi * done))
        images = 255.0 * viewed(tf.cast(tf.gather(pixels, rows), tf.float32), limits, key)
        parts = 2 if single_threaded() else 1
        # Every second one, so that people's labels, which come last, are in each part.
        done_parts = [self._part(images[i::parts], targets[i::parts], shares[i::parts]) for i in range(parts)]
        sums = [sum(alike[1:], alike[0]) for alike in zip(*done_parts, strict=True)]
        self.optimizer.apply(sums, self.student.trainable_variables)
        taken = tf.cast(key[1], tf.float32)
        stays = tf.minimum(AVERAGING, (1 + taken) / (SOON + taken))
        for average, weight in zip(self.teacher.weights, self.student.weights, strict=True):
            average.assign_add((1 - stays) * (weight - average))

    def _part(self, images: Any, targets: Any, shares: Any) -> Any:
        tf = backend().tf
        with tf.GradientTape() as tape:
            logits = tf.cast(self.logits(images, training=True), tf.float32)
            right = tf.maximum(tf.reduce_sum(targets * tf.nn.softmax(logits), 1), LEAST)
            loss = tf.reduce_sum(shares * (1 - right**ROBUST) / ROBUST)
        return tape.gradient(loss, self.student.trainable_variables)

    def _predicted(self, images: Any) -> Any:
        tf, parts = backend().tf, parts_to_predict()
        size = tf.shape(images)[0]
        slices = [slice(part * size // parts, (part + 1) * size // parts) for part in range(parts)]
        return tf.concat([self.teacher(tf.cast(images[part], tf.float32), training=False) for part in slices], 0)


class _Batches:
    """Positions in a training set, step by step: of the pool in an order drawn anew for each pass, then people's."""

    def __init__(self, training_set: TrainingSet, plan: FineTuning, seed: int) -> None:
        self.n, self.plan = len(training_set), plan
        self._rng = np.random.default_rng(seed)
        self._left = np.empty(0, np.int64)
        confidences = plan.confidences.astype(np.float64)
        self._chances = confidences / confidences.sum() if confidences.any() else None

    def next(self, counts: Floats) -> tuple[NDArray[np.int64], Floats]:
        """Positions (b,), and what each adds of the step's loss (b,)."""
        size = min(BATCH, self.n)
        if len(self._left) < size:
            self._left = self._rng.permutation(self.n)
        pool, self._left = self._left[:size], self._left[size:]
        own = self._rng.choice(self.plan.positions, OWN, p=self._chances)
        return np.concatenate([pool, own]), np.concatenate(
            [counts[pool] / size, np.full(OWN, SHARE_OF_OWN / OWN, np.float32)]
        ).astype(np.float32)
