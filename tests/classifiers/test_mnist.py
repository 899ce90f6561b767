"""The classifiers on a part of real MNIST."""

from __future__ import annotations

import subprocess
import sys
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from activate_va.classifiers import UnknownPrecision, classifiers
from activate_va.classifiers.architectures import CNN
from activate_va.classifiers.engines import engine_for
from activate_va.classifiers.precision import has_bfloat16, policy_for
from activate_va.datasets import open_dataset
from activate_va.training import AugmentationOptions, LabelSet, TrainingContext, TrainingSet, schemes

PROBE = """
import hashlib, numpy as np
from activate_va.classifiers import classifiers
from activate_va.datasets import open_dataset
from activate_va.training import TrainingSet
pool = open_dataset("mnist").pool
chosen = TrainingSet(np.arange(64), pool.labels[:64], augment=True)
fitted = classifiers["cnn"].fit(pool.items[:64], chosen, 10, epochs=2, seed=7)
print(hashlib.sha256(fitted.to_bytes()).hexdigest())
"""


@pytest.fixture(scope="module")
def images() -> NDArray[np.uint8]:
    return open_dataset("mnist").pool.items[:2000]


@pytest.fixture(scope="module")
def actual() -> NDArray[np.int64]:
    labels = open_dataset("mnist").pool.labels
    assert labels is not None
    return labels[:2000]


def made(scheme: str, actual: NDArray[np.int64], n: int = 100) -> TrainingSet:
    labels = LabelSet(np.arange(n), actual[:n], np.ones(n))
    return schemes[scheme].assemble(labels, TrainingContext(len(actual)), np.random.default_rng(0))


def reached(name: str, training_set: TrainingSet, images: NDArray[np.uint8], actual: NDArray[np.int64]) -> float:
    fitted = classifiers[name].fit(images, training_set, 10, epochs=5, seed=0)
    return float((fitted.predict_proba(images[100:]).argmax(axis=1) == actual[100:]).mean())


def test_a_hundred_labels_teach_the_cnn_more_with_augmentation(
    images: NDArray[np.uint8], actual: NDArray[np.int64]
) -> None:
    plain = reached("cnn", made("SIL", actual), images, actual)
    assert plain > 0.4
    assert reached("cnn", made("IDA", actual), images, actual) > max(plain, 0.8)


def test_a_hundred_labels_teach_logistic_regression(images: NDArray[np.uint8], actual: NDArray[np.int64]) -> None:
    for scheme in ("SIL", "IDA"):
        assert reached("logistic_regression", made(scheme, actual), images, actual) > 0.6


def test_nothing_is_traced_again_in_later_rounds(images: NDArray[np.uint8], actual: NDArray[np.int64]) -> None:
    def train(n: int, options: AugmentationOptions) -> None:
        for scheme in ("SIL", "IDA"):
            fitted = classifiers["cnn"].fit(
                images, made(scheme, actual, n), 10, epochs=1, seed=n, augmentation=options, precision="float32"
            )
            fitted.predict_proba(images[:n])

    train(20, AugmentationOptions())
    with engine_for(CNN, (28, 28, 1), 10, "float32") as engine:
        traces = engine.traces
    train(33, AugmentationOptions(rotation=10, scale=0.1, shear=5))
    assert engine.traces == traces


def test_a_cancelled_training_leaves_no_trace_in_the_next(images: NDArray[np.uint8], actual: NDArray[np.int64]) -> None:
    def cancel(fraction: float) -> None:
        if fraction > 0.2:
            raise KeyboardInterrupt

    chosen = made("IDA", actual)
    before = classifiers["cnn"].fit(images, chosen, 10, epochs=1, seed=1)
    with pytest.raises(KeyboardInterrupt):
        classifiers["cnn"].fit(images, chosen, 10, epochs=5, seed=2, report=cancel)
    after = classifiers["cnn"].fit(images, chosen, 10, epochs=1, seed=1)
    assert before.to_bytes() == after.to_bytes()


@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")  # Keras on NumPy 2
@pytest.mark.parametrize(("precision", "tolerance"), [("float32", 1e-6), ("bfloat16", 0.05)])
def test_plain_keras_opens_the_file_and_agrees(
    precision: str, tolerance: float, images: NDArray[np.uint8], actual: NDArray[np.int64], tmp_path: Path
) -> None:
    import keras

    chosen = made("SIL", actual)
    fitted = classifiers["cnn"].fit(images, chosen, 10, epochs=5, seed=0, precision=precision)
    path = tmp_path / "model.keras"
    path.write_bytes(fitted.to_bytes())
    opened = keras.models.load_model(path)
    theirs = opened.predict(images[:200, ..., None].astype("float32"), verbose=0)
    assert np.abs(theirs - fitted.predict_proba(images[:200])).max() < tolerance


def test_another_process_trains_the_same_model() -> None:
    digests = {subprocess.check_output([sys.executable, "-c", PROBE]) for _ in range(2)}
    assert len(digests) == 1


def test_precision() -> None:
    assert policy_for("auto") == ("mixed_bfloat16" if has_bfloat16() else "float32")
    with pytest.raises(UnknownPrecision, match="'float16'"):
        policy_for("float16")


def test_tiny_and_large_images(images: NDArray[np.uint8]) -> None:
    rng = np.random.default_rng(0)
    for shape in ((3, 3), (5, 40), (70, 64, 3)):
        pictures = rng.integers(0, 256, (8, *shape), dtype=np.uint8)
        fitted = classifiers["cnn"].fit(pictures, TrainingSet(np.arange(8), np.arange(8) % 2), 2, epochs=1, seed=0)
        assert fitted.predict_proba(pictures).shape == (8, 2)


def test_the_archive_is_a_zip_without_a_clock(images: NDArray[np.uint8]) -> None:
    import zipfile

    fitted = classifiers["logistic_regression"].fit(
        images, TrainingSet(np.arange(8), np.arange(8) % 2), 2, epochs=1, seed=0
    )
    with zipfile.ZipFile(BytesIO(fitted.to_bytes())) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
