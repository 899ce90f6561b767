"""A network's compiled steps: traced once in a process, then reused with other weights, data and options."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from activate_va.classifiers.architectures import HIDDEN, Architecture, build_model
from activate_va.classifiers.augmentation import LIMITS, augmented
from activate_va.classifiers.backend import backend
from activate_va.classifiers.base import Report
from activate_va.classifiers.pace import Pace
from activate_va.classifiers.schedule import Schedule
from activate_va.classifiers.threads import parts_to_predict, single_threaded
from activate_va.training import TrainingSet

PREDICTION_BATCH = 2000
FEWEST_STEPS_WITH_DROPOUT = 40
"""A training of fewer steps has no time to make up for dropout, and learns more without it."""
SMALLEST_TO_HALVE = 64
"""A batch of as many images or more is worth computing in two halves at the same time."""
Weights = tuple[NDArray[np.float32], ...]


class Engine:
    """Fits and predicts for one architecture, image shape, number of classes and policy; one call at a time."""

    def __init__(self, architecture: Architecture, shape: tuple[int, int, int], n_classes: int, policy: str) -> None:
        self.model, self.logits = build_model(architecture, shape, n_classes, policy)
        self.rate = architecture.learning_rate
        self.optimizer = backend().keras.optimizers.Adam(self.rate, weight_decay=architecture.weight_decay or None)
        self.optimizer.exclude_from_weight_decay(var_names=["bias"])
        self.optimizer.build(self.model.trainable_variables)
        self._dropout_states = [
            v for v in self.model.variables if all(v is not weight for weight in self.model.weights)
        ]
        self.traces = 0
        variants = product((False, True), (False, True), (1, 2))
        self._batches = {variant: self._compile_batches(shape, *variant) for variant in variants}
        self._shape = shape
        self._predict = self._compile_outputs(self.model)
        self._embed: Any = None

    def fit(
        self,
        images: NDArray[np.uint8],
        training_set: TrainingSet,
        epochs: int,
        seed: int,
        limits: NDArray[np.float32] | None,
        report: Report,
    ) -> Weights:
        """Train from scratch; the training set indexes `images` (n, h, w, c). `limits` None: no augmentation."""
        self._reset(seed)
        pixels = backend().tf.constant(images)
        schedule = Schedule.of(training_set, epochs)
        pace = Pace(report, schedule)
        for epoch in range(epochs):
            self._epoch(pixels, training_set, epoch, seed, limits, schedule, pace)
        return tuple(np.asarray(weight) for weight in self.model.get_weights())

    def predict(self, weights: Weights, images: NDArray[np.uint8], report: Report) -> NDArray[np.float32]:
        """Probabilities (n, c) of images (n, h, w, c)."""
        return self._outputs(self._predict, weights, images, report)

    def embed(self, weights: Weights, images: NDArray[np.uint8], report: Report) -> NDArray[np.float16]:
        """The hidden layer (n, h) of images (n, h, w, c); what float16 cannot hold is as large as it can.

        Raises ValueError for an architecture without one.
        """
        if self._embed is None:
            layer = self.model.get_layer(HIDDEN)
            self._embed = self._compile_outputs(backend().keras.Model(self.model.input, layer.output))
        most = np.finfo(np.float16).max
        return np.clip(self._outputs(self._embed, weights, images, report), -most, most).astype(np.float16)

    def _outputs(self, run: Any, weights: Weights, images: NDArray[np.uint8], report: Report) -> NDArray[np.float32]:
        self.model.set_weights(weights)
        parts = [said(run, images[:0])] if not len(images) else []
        for start in range(0, len(images), PREDICTION_BATCH):
            report(start / len(images))
            parts.append(said(run, images[start : start + PREDICTION_BATCH]))
        report(1.0)
        return np.concatenate(parts)

    def _epoch(
        self,
        pixels: Any,
        training_set: TrainingSet,
        epoch: int,
        seed: int,
        limits: NDArray[np.float32] | None,
        schedule: Schedule,
        pace: Pace,
    ) -> None:
        size = training_set.batch_size
        order = np.random.default_rng((seed, epoch)).permutation(len(training_set))
        weights = np.ones(len(order), np.float32) if training_set.weights is None else training_set.weights
        rows = [
            training_set.indices[order].astype(np.int32),
            training_set.labels[order].astype(np.int32),
            weights[order],
        ]
        augment, dropout = limits is not None, schedule.planned >= FEWEST_STEPS_WITH_DROPOUT
        ranges = np.zeros(LIMITS, np.float32) if limits is None else limits
        full, per_epoch = len(order) // size, -(-len(order) // size)
        first, step = epoch * per_epoch, pace.finished
        last = first + per_epoch
        while step < min(last, schedule.total):
            whole = step < first + full
            run = self._batches[augment, dropout, _parts(size if whole else len(order) % size)]
            stop = min(step + pace.batches, first + full if whole else last, schedule.limit(step))
            position = np.array(schedule.position(step), np.int32)
            loss = run(pixels, *rows, step - first, stop - first, size, ranges, seed, position)
            schedule.note(stop, float(loss))
            pace.done(stop - step)
            step = stop

    def _reset(self, seed: int) -> None:
        """Weights from the seed (Glorot and Bengio 2010; biases zero), and an optimiser that remembers nothing."""
        glorot = backend().keras.initializers.GlorotUniform
        seeds = np.random.SeedSequence(seed).generate_state(len(self.model.weights))
        for variable, number in zip(self.model.weights, seeds, strict=True):
            fresh = glorot(int(number >> 1))(variable.shape) if len(variable.shape) > 1 else np.zeros(variable.shape)
            variable.assign(fresh)
        for position, state in enumerate(self._dropout_states):
            state.assign(np.array([seed, position], np.uint32))
        for variable in self.optimizer.variables:
            variable.assign(np.zeros(variable.shape))

    def _compile_batches(self, shape: tuple[int, int, int], augment: bool, dropout: bool, parts: int) -> Any:
        tf = backend().tf
        spec = tf.TensorSpec
        vector, number = spec((None,), tf.int32), spec((), tf.int32)
        signature = [spec((None, *shape), tf.uint8), vector, vector, spec((None,), tf.float32)]
        signature += [number, number, number, spec((LIMITS,), tf.float32), number, spec((3,), tf.int32)]

        def run(
            pixels: Any,
            rows: Any,
            labels: Any,
            weights: Any,
            start: Any,
            stop: Any,
            size: Any,
            limits: Any,
            seed: Any,
            position: Any,
        ) -> Any:
            """The sum of the batches' losses; `position`: the schedule's at batch `start`."""
            self.traces += 1
            total = tf.constant(0.0)
            for batch in tf.range(start, stop):
                step = position[0] + batch - start
                part = slice(batch * size, (batch + 1) * size)
                images = tf.cast(tf.gather(pixels, rows[part]), tf.float32)
                if augment:
                    images = augmented(images, limits, tf.stack([seed, step]))
                self._set_rate((step + position[1]) / position[2])
                total += self._step(images, labels[part], weights[part], dropout, parts)
            return total

        return tf.function(run, input_signature=signature)

    def _set_rate(self, done: Any) -> None:
        """Adam's rate falls to nothing along half a cosine (Loshchilov and Hutter 2017); `done`: share of steps."""
        tf = backend().tf
        self.optimizer.learning_rate = self.rate * 0.5 * (1.0 + tf.cos(np.pi * tf.cast(done, tf.float32)))

    def _step(self, images: Any, labels: Any, weights: Any, dropout: bool, parts: int) -> Any:
        """The batch's mean loss. Its parts hang on nothing of each other, so TensorFlow computes them at once."""
        tf = backend().tf
        shares = weights / tf.cast(tf.size(weights), tf.float32)
        done = [self._part(images[part], labels[part], shares[part], dropout) for part in _slices(labels, parts)]
        losses, gradients = zip(*done, strict=True)
        sums = [sum(alike[1:], alike[0]) for alike in zip(*gradients, strict=True)]
        self.optimizer.apply(sums, self.model.trainable_variables)
        return sum(losses[1:], losses[0])

    def _part(self, images: Any, labels: Any, shares: Any, dropout: bool) -> tuple[Any, Any]:
        """What a part adds to the mean loss of its batch, and that term's gradients."""
        tf = backend().tf
        with tf.GradientTape() as tape:
            logits = tf.cast(self.logits(images, training=dropout), tf.float32)
            losses = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits)
            loss = tf.reduce_sum(losses * shares)
        return loss, tape.gradient(loss, self.model.trainable_variables)

    def _compile_outputs(self, model: Any) -> Any:
        """What a part of the network says of images (n, h, w, c), float32 (n, outputs)."""
        tf = backend().tf

        def run(images: Any) -> Any:
            self.traces += 1
            slices = _slices(images, parts_to_predict())
            outputs = [model(tf.cast(images[part], tf.float32), training=False) for part in slices]
            return tf.cast(tf.concat(outputs, 0), tf.float32)

        return tf.function(run, input_signature=[tf.TensorSpec((None, *self._shape), tf.uint8)])


def said(run: Any, images: NDArray[np.uint8]) -> NDArray[np.float32]:
    """What `run` says (n, outputs) of images, of which each of its parts gets one at least: TensorFlow's normalisation
    of no image at all fails."""
    short = max(0, parts_to_predict() - len(images))
    padded = np.concatenate([images, np.zeros((short, *images.shape[1:]), np.uint8)]) if short else images
    outputs: NDArray[np.float32] = run(padded).numpy()
    return outputs[: len(images)]


def _parts(batch_size: int) -> int:
    return 2 if single_threaded() and batch_size >= SMALLEST_TO_HALVE else 1


def _slices(values: Any, parts: int) -> list[slice]:
    """Slices of a tensor's first axis into parts as equal as can be."""
    if parts == 1:
        return [slice(None)]
    size = backend().tf.shape(values)[0]
    return [slice(part * size // parts, (part + 1) * size // parts) for part in range(parts)]
