"""A scheme's progress: nine tenths while it trains, and then on to its end while the model is asked."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from activate_va.classifiers.engine import PREDICTION_BATCH
from activate_va.datasets import open_dataset
from activate_va.pool import LabelSet, Shipment
from activate_va.sessions.config import SessionConfig
from activate_va.sessions.training_task import TrainingOrder, train_scheme

TESTS = 4 * PREDICTION_BATCH


def test_progress_goes_on_while_the_model_is_evaluated(tmp_path: Path) -> None:
    images = np.random.default_rng(0).integers(0, 256, (120, 6, 6), dtype=np.uint8)
    path, labels = tmp_path / "small.npz", np.arange(120) % 2
    asked = {"x_test": images[np.arange(TESTS) % 120], "y_test": labels[np.arange(TESTS) % 120]}
    np.savez(path, x_train=images, y_train=labels, **asked)
    order = TrainingOrder(
        reference=str(path),
        digest=open_dataset(str(path)).digest,
        scheme="SIL",
        round=1,
        seed=0,
        labels=LabelSet(np.arange(10), np.arange(10) % 2, np.ones(10)),
        config=SessionConfig(classifier="logistic_regression", epochs=2),
        pool=Shipment("projection", None, {}),
        folder=tmp_path,
    )
    heard: list[tuple[str, float]] = []
    train_scheme(order, lambda stage, fraction: heard.append((stage, fraction)))
    fractions = [fraction for _, fraction in heard]
    assert fractions == sorted(fractions)
    assert max(fraction for stage, fraction in heard if "training" in stage) == 0.9
    assert len({fraction for stage, fraction in heard if stage == "SIL: evaluating" and 0.9 < fraction < 1}) >= 3
    assert fractions[-1] == 1
