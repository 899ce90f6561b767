"""An encoder that is taught to know an image again, however it was augmented."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from activate_va.classifiers.backend import backend
from activate_va.classifiers.precision import policy_for
from activate_va.classifiers.views import view_ranges, viewed
from activate_va.kinds import Views
from activate_va.pool.encoder import Encoder
from activate_va.representations.encoder import encoder, projector, start_from

STEPS_BETWEEN_REPORTS = 5
WARM_UP = 50
"""Steps in which the learning rate climbs to its height, before it falls along half a cosine."""
EMBEDDING_BATCH = 2000


class Recipe(NamedTuple):
    """How to learn. `steps`: batches in all; `views`: what is to be overlooked.

    `loss`: of where the projector sees the two views (n, outputs) of n images.
    """

    filters: int
    units: int
    outputs: int
    batch: int
    steps: int
    loss: Callable[[Any, Any], Any]
    learning_rate: float
    views: Views


class Contrastive:
    """Learns from uint8 images (n, h, w, c), n >= `recipe.batch`."""

    def __init__(self, images: NDArray[np.uint8], recipe: Recipe, seed: int) -> None:
        policy = policy_for("auto")
        self.recipe, self.seed = recipe, seed
        self.images, self.limits = images, view_ranges(recipe.views, *images.shape[1:3])
        self.encoder = encoder(images.shape[1:], recipe.filters, recipe.units, policy)
        self.projector = projector(recipe.units, recipe.outputs, policy)
        for position, model in enumerate((self.encoder, self.projector)):
            start_from(2 * seed + position, model)
        self._variables = self.encoder.trainable_variables + self.projector.trainable_variables
        self._optimizer = backend().keras.optimizers.Adam(recipe.learning_rate)
        self._optimizer.build(self._variables)

    def learn(self) -> Iterator[int]:
        """Take all steps, and say from time to time how many have been taken."""
        tf = backend().tf
        pixels, run = tf.constant(self.images), tf.function(self._steps)
        rows = tf.constant(self._order(), tf.int32)
        for start in range(0, self.recipe.steps, STEPS_BETWEEN_REPORTS):
            stop = min(start + STEPS_BETWEEN_REPORTS, self.recipe.steps)
            run(pixels, rows, tf.constant(start), tf.constant(stop))
            yield stop

    def embedded(self) -> NDArray[np.float32]:
        """The encoder's outputs (n, units) for the images as they are."""
        tf = backend().tf
        run = tf.function(
            lambda part: tf.cast(self.encoder(tf.cast(part, tf.float32) / 255.0, training=False), tf.float32),
            input_signature=[tf.TensorSpec((None, *self.images.shape[1:]), tf.uint8)],
        )
        starts = range(0, len(self.images), EMBEDDING_BATCH)
        return np.concatenate([run(self.images[start : start + EMBEDDING_BATCH]).numpy() for start in starts])

    def taught(self) -> Encoder:
        """The encoder as it stands."""
        weights = tuple(np.asarray(weight, np.float32) for weight in self.encoder.get_weights())
        return Encoder(self.recipe.filters, self.recipe.units, weights, self.recipe.views)

    def _order(self) -> NDArray[np.int64]:
        """Rows of `images` for all steps (steps, batch): one pass after another, each in an order of its own."""
        size, steps = self.recipe.batch, self.recipe.steps
        per_pass = len(self.images) // size
        rng = np.random.default_rng(self.seed)
        passes = [rng.permutation(len(self.images))[: per_pass * size] for _ in range(-(-steps // per_pass))]
        return np.concatenate(passes)[: steps * size].reshape(steps, size)

    def _steps(self, pixels: Any, rows: Any, start: Any, stop: Any) -> None:
        tf = backend().tf
        for step in tf.range(start, stop):
            images = tf.cast(tf.gather(pixels, rows[step]), tf.float32)
            self._optimizer.learning_rate = self._rate(tf.cast(step, tf.float32))
            with tf.GradientTape() as tape:
                # Apart from each other, so that they are computed at the same time.
                first, second = (self._projected(images, view, step) for view in (0, 1))
                loss = self.recipe.loss(first, second)
            self._optimizer.apply(tape.gradient(loss, self._variables), self._variables)

    def _projected(self, images: Any, view: int, step: Any) -> Any:
        """Where the projector sees one view (n, outputs) of images (n, h, w, c) from 0 to 255."""
        tf = backend().tf
        seen = viewed(images, self.limits, tf.stack([2 * self.seed + view, step]))
        return self.projector(self.encoder(seen, training=True), training=True)

    def _rate(self, step: Any) -> Any:
        tf = backend().tf
        rising = tf.minimum(1.0, (step + 1) / WARM_UP)
        return self.recipe.learning_rate * rising * 0.5 * (1 + tf.cos(np.pi * step / self.recipe.steps))
