"""Where nothing is labelled to calibrate on, a result says so."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from activate_va.datasets import open_dataset
from activate_va.pool import LabelSet, Shipment
from activate_va.sessions.config import SessionConfig
from activate_va.sessions.events import SchemeTrained
from activate_va.sessions.training_task import UNCALIBRATED, TrainingOrder, train_scheme


def trained(path: Path, **config: str) -> SchemeTrained:
    dataset = open_dataset(str(path))
    order = TrainingOrder(
        reference=str(path),
        digest=dataset.digest,
        scheme="SIL",
        round=1,
        seed=0,
        labels=LabelSet(np.arange(10), np.arange(10) % 2, np.ones(10)),
        config=SessionConfig(classifier="logistic_regression", epochs=2, **config),
        pool=Shipment("projection", None, {}),
        folder=path.parent,
    )
    return train_scheme(order, lambda stage, fraction: None).outcome


@pytest.mark.parametrize("labelled", [True, False])
def test_a_temperature_or_the_reason_why_there_is_none(tmp_path: Path, labelled: bool) -> None:
    rng = np.random.default_rng(0)
    images = rng.integers(0, 256, (120, 6, 6), dtype=np.uint8)
    labels = {"y_train": np.arange(120) % 2} if labelled else {}
    path = tmp_path / "small.npz"
    np.savez(path, x_train=images, x_test=images[:20], y_test=np.arange(20) % 2, **labels)
    asked, plain = trained(path, calibration="temperature"), trained(path)
    assert (plain.temperature, plain.note) == (None, None)
    assert (asked.temperature is not None, asked.note) == (labelled, None if labelled else UNCALIBRATED)
    assert (asked.measures["calibrated_error"] is not None) == labelled
    assert asked.model_digest == plain.model_digest
