"""An answer rests on the parts without which it falls."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from activate_va.evaluation.occlusion import occlusion


def by_corner(images: NDArray[Any]) -> NDArray[np.float32]:
    """Class 0 as far as the upper left quarter is bright, else class 1."""
    half = images.shape[1] // 2
    bright = images[:, :half, :half].reshape(len(images), -1).mean(axis=1) / 255
    return np.stack([bright, 1 - bright], axis=1).astype(np.float32)


@pytest.mark.parametrize("shape", [(28, 28), (28, 28, 3), (64, 48)])
def test_what_speaks_for_a_class_is_where_the_classifier_looks(shape: tuple[int, ...]) -> None:
    image = np.zeros(shape, np.uint8)
    half = shape[0] // 2
    image[:half, : shape[1] // 2] = 255
    found = occlusion(image, by_corner, top=0, runner_up=1)
    assert found.shape == shape[:2]
    assert found[half // 2, shape[1] // 4] > 0
    assert np.allclose(found[half + 10 :], 0)
    assert np.allclose(occlusion(image, by_corner, top=1, runner_up=0), -found)


@given(st.integers(1, 70), st.integers(1, 70))
def test_every_pixel_is_covered_whatever_the_size(height: int, width: int) -> None:
    image = np.arange(height * width, dtype=np.uint32).reshape(height, width).astype(np.uint8)
    found = occlusion(image, lambda images: np.full((len(images), 2), 0.5, np.float32), 0, 1)
    assert np.array_equal(found, np.zeros((height, width)))
