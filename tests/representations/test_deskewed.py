"""Strokes that lean or stand elsewhere come to lie where upright ones do."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from activate_va.datasets import open_dataset
from activate_va.pool.features import nearest_others
from activate_va.representations.deskewed import Deskewed


def stroke(lean: float, across: float, down: float) -> NDArray[np.uint8]:
    """A bar of 28 x 28 pixels that leans by so many columns a row."""
    y, x = np.mgrid[:28, :28].astype(float)
    distance = np.abs(x - 13.5 - across - lean * (y - 13.5 - down))
    return np.asarray(255 * ((distance < 2) & (np.abs(y - 13.5 - down) < 8)), np.uint8)


def gap(first: NDArray[np.uint8], second: NDArray[np.uint8]) -> float:
    upright = Deskewed()._upright(np.stack([first, second])).astype(float)
    return float(np.abs(upright[0] - upright[1]).mean())


def test_slant_and_place_no_longer_matter() -> None:
    plain = stroke(0, 0, 0)
    assert gap(plain, stroke(0, 4, -3)) < 1
    assert gap(plain, stroke(0.4, 0, 0)) < 6
    assert gap(plain, stroke(-0.4, 3, 2)) < 6
    assert np.abs(plain.astype(float) - stroke(-0.4, 3, 2)).mean() > 20


def test_neighbours_of_real_digits_are_more_often_of_their_class_than_those_of_pixels() -> None:
    pool = open_dataset("mnist").pool
    items, labels = np.asarray(pool.items[:3000]), pool.labels
    assert labels is not None
    kind = open_dataset("mnist").kind

    def right(points: NDArray[np.float32]) -> float:
        return float((labels[nearest_others(points, 1).rows[:, 0]] == labels[:3000]).mean())

    deskewed = right(Deskewed().compute(items, kind).astype(np.float32))
    assert deskewed > right(items.reshape(3000, -1).astype(np.float32)) + 0.02
