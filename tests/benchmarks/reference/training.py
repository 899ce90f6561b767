"""Keras `Sequential.fit` per scheme, with the same network, optimiser and rates as ours."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

BATCH = 32
POOL_BATCH = 128


def make_cnn(steps: int) -> Any:
    import keras
    from keras import layers

    keras.utils.set_random_seed(0)
    model = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dense(128, activation="relu"),
            layers.Dropout(0.5),
            layers.Dense(10, activation="softmax"),
        ]
    )
    rate = keras.optimizers.schedules.CosineDecay(5e-3, steps)
    model.compile(keras.optimizers.Adam(rate), "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def scaled(images: NDArray[np.uint8]) -> NDArray[np.float32]:
    return images[..., None].astype("float32") / 255


def train_plain(x: NDArray[np.float32], y: NDArray[np.int64], epochs: int, batch: int = BATCH) -> Any:
    """SIL with the labels; IL with the whole pool."""
    model = make_cnn(epochs * -(-len(x) // batch))
    model.fit(x, y, batch_size=batch, epochs=epochs, verbose=0)
    return model


def train_augmented(x: NDArray[np.float32], y: NDArray[np.int64], epochs: int) -> Any:
    """IDA and CBA: copies shifted as by `ImageDataGenerator(width_shift_range=0.1, height_shift_range=0.1)`."""
    model = make_cnn(epochs * -(-len(x) // BATCH))
    model.fit(shifted_batches(x, y), epochs=epochs, verbose=0)
    return model


def shifted_batches(x: NDArray[np.float32], y: NDArray[np.int64]) -> Any:
    import keras
    from scipy.ndimage import shift

    rng = np.random.default_rng()

    class Shifted(keras.utils.PyDataset):  # type: ignore[misc]
        order = rng.permutation(len(x))

        def __len__(self) -> int:
            return -(-len(x) // BATCH)

        def __getitem__(self, index: int) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
            rows = self.order[index * BATCH : (index + 1) * BATCH]
            return np.stack([self.one(x[row]) for row in rows]), y[rows]

        def one(self, image: NDArray[np.float32]) -> NDArray[np.float32]:
            down, across = rng.uniform(-0.1, 0.1, 2) * image.shape[:2]
            return shift(image, (down, across, 0), order=1, mode="nearest")

        def on_epoch_end(self) -> None:
            self.order = rng.permutation(len(x))

    return Shifted()


def sil_ida_cba(
    images: NDArray[np.uint8],
    y: NDArray[np.int64],
    confidences: NDArray[np.float64],
    epochs: int,
    test_images: NDArray[np.uint8],
    test_labels: NDArray[np.int64],
) -> list[float]:
    """Accuracies on the test images of the three schemes."""
    x, x_test = scaled(images), scaled(test_images)
    total = 32 * len(y)
    ida = np.repeat(np.arange(len(y)), 32)
    cba = np.repeat(np.arange(len(y)), np.round(total * confidences / confidences.sum()).astype(int))
    models = [train_plain(x, y, epochs)] + [train_augmented(x[rows], y[rows], epochs) for rows in (ida, cba)]
    return [float(model.evaluate(x_test, test_labels, verbose=0)[1]) for model in models]


def inferred_labelling(
    pool: NDArray[np.uint8],
    coordinates: NDArray[np.float32],
    labelled: NDArray[np.int64],
    y: NDArray[np.int64],
    epochs: int,
    test_images: NDArray[np.uint8],
    test_labels: NDArray[np.int64],
) -> float:
    from sklearn.neighbors import KNeighborsClassifier

    inferred = KNeighborsClassifier(1).fit(coordinates[labelled], y).predict(coordinates)
    model = train_plain(scaled(pool), inferred, epochs, POOL_BATCH)
    return float(model.evaluate(scaled(test_images), test_labels, verbose=0)[1])


def probabilities(model: Any, pool: NDArray[np.uint8]) -> NDArray[np.float32]:
    return np.asarray(model.predict(scaled(pool), batch_size=512, verbose=0))
