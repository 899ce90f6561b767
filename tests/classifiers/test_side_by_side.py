"""Trainings side by side: each gets what it would have got alone, and no more run at a time than may."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from numpy.typing import NDArray

from activate_va.classifiers import classifiers
from activate_va.classifiers.threads import side_by_side
from activate_va.training import TrainingSet

RNG = np.random.default_rng(5)
IMAGES = RNG.integers(0, 256, (129, 12, 12), np.uint8)
LABELS = RNG.integers(0, 3, 129)


def trained(seed: int, batch_size: int = 16, augment: bool = True) -> bytes:
    chosen = TrainingSet(np.arange(129), LABELS, augment=augment, batch_size=batch_size)
    return classifiers["cnn"].fit(IMAGES, chosen, 3, epochs=5, seed=seed).to_bytes()


def test_company_changes_no_byte() -> None:
    alone = [trained(seed) for seed in range(4)]
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(trained, range(4))) == alone
    assert len(set(alone)) == 4


def test_no_more_at_a_time_than_the_cores_have_room_for() -> None:
    running: list[int] = []
    most = 0

    def watched(seed: int) -> None:
        nonlocal most
        chosen = TrainingSet(np.arange(16), LABELS[:16])

        def report(fraction: float) -> None:
            nonlocal most
            if fraction == 0.0:
                running.append(seed)
            most = max(most, len(running))
            if fraction == 1.0:
                running.remove(seed)

        classifiers["logistic_regression"].fit(IMAGES, chosen, 3, epochs=3, seed=seed, report=report)

    with ThreadPoolExecutor(6) as threads:
        list(threads.map(watched, range(6)))
    assert 1 <= most <= side_by_side()


@pytest.mark.parametrize("n", [1, 2, 127, 128, 129])
def test_a_batch_of_any_size_may_be_cut_in_parts(n: int) -> None:
    chosen = TrainingSet(np.arange(n), LABELS[:n], batch_size=128)
    fitted = classifiers["cnn"].fit(IMAGES, chosen, 3, epochs=2, seed=1)
    probabilities: NDArray[np.float32] = fitted.predict_proba(IMAGES[:n])
    assert probabilities.shape == (n, 3)
    np.testing.assert_allclose(probabilities.sum(axis=1), 1, rtol=1e-5)


def test_parts_of_a_batch_teach_what_the_whole_does() -> None:
    """A batch of four copies of a small one has the small one's mean loss, and so its gradients."""
    whole = classifiers["logistic_regression"]
    large = TrainingSet(np.arange(128), LABELS[:128], batch_size=128)
    small = TrainingSet(np.arange(32), LABELS[:32], batch_size=32)
    doubled = TrainingSet(np.tile(np.arange(32), 4), np.tile(LABELS[:32], 4), batch_size=128)
    once = whole.fit(IMAGES, small, 3, epochs=10, seed=2, precision="float32").predict_proba(IMAGES)
    fourfold = whole.fit(IMAGES, doubled, 3, epochs=10, seed=2, precision="float32").predict_proba(IMAGES)
    np.testing.assert_allclose(fourfold, once, atol=1e-3)
    other = whole.fit(IMAGES, large, 3, epochs=10, seed=2, precision="float32").predict_proba(IMAGES)
    assert not np.allclose(other, once, atol=1e-2)
