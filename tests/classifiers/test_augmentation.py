"""Augmented images: moved within their limits, edges repeated, nothing else touched."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from activate_va.classifiers.augmentation import augmented, ranges
from activate_va.training import AugmentationOptions

NOTHING = {"width_shift": 0.0, "height_shift": 0.0}


def transform(images: NDArray[np.float32], seed: int = 0, **options: float) -> NDArray[np.float32]:
    limits = ranges(AugmentationOptions(**{**NOTHING, **options}), *images.shape[1:3])
    result = augmented(images, limits, np.array([seed, 0], np.int32))
    return np.asarray(result.numpy(), np.float32)


def disc(n: int, side: int = 31) -> NDArray[np.float32]:
    y, x = np.mgrid[:side, :side] - side // 2
    one = np.where(x**2 + y**2 <= 16, 200.0, 0.0).astype(np.float32)
    return np.repeat(one[None, :, :, None], n, axis=0)


def centres(images: NDArray[np.float32]) -> NDArray[np.float64]:
    mass = images[..., 0] / images[..., 0].sum(axis=(1, 2), keepdims=True)
    across, down = mass.sum(axis=1), mass.sum(axis=2)
    places = np.arange(images.shape[1]) - images.shape[1] // 2
    return np.stack([across @ places, down @ places], axis=1)


def areas(images: NDArray[np.float32]) -> NDArray[np.float64]:
    return np.asarray(images.sum(axis=(1, 2, 3)) / disc(1).sum(), np.float64)


def test_without_options_images_stay_as_they_are() -> None:
    images = np.random.default_rng(0).random((5, 9, 8, 3)).astype(np.float32)
    assert np.allclose(transform(images), images, atol=1e-5)


def test_shifts_reach_their_limits_and_no_further() -> None:
    moved = centres(transform(disc(400), width_shift=0.2, height_shift=0.1))
    for axis, limit in ((0, 0.2 * 31), (1, 0.1 * 31)):
        assert np.abs(moved[:, axis]).max() <= limit + 0.05
        assert moved[:, axis].max() > 0.9 * limit
        assert moved[:, axis].min() < -0.9 * limit


def test_scale_changes_area_about_the_centre() -> None:
    scaled = transform(disc(300), scale=0.3)
    assert np.abs(centres(scaled)).max() < 0.1
    assert areas(scaled).max() == pytest.approx(1.3**2, rel=0.1)
    assert areas(scaled).min() == pytest.approx(0.7**2, rel=0.15)


def test_rotation_turns_by_up_to_its_limit() -> None:
    bar = np.zeros((300, 31, 31, 1), np.float32)
    bar[:, 15, 20:26] = 100
    at = centres(transform(bar, rotation=30))
    angles = np.rad2deg(np.arctan2(at[:, 1], at[:, 0]))
    assert np.abs(angles).max() < 31
    assert angles.max() > 25
    assert angles.min() < -25
    assert np.linalg.norm(at, axis=1) == pytest.approx(7.5, abs=0.7)


def test_shear_leans_upright_lines() -> None:
    line = np.zeros((200, 31, 31, 1), np.float32)
    line[:, 3:12, 15] = 100
    at = centres(transform(line, shear=20))
    lean = np.rad2deg(np.arctan2(at[:, 0], -at[:, 1]))
    assert 15 < np.abs(lean).max() < 22


def test_bending_moves_each_part_by_itself_and_no_further_than_its_limit() -> None:
    down, across = np.mgrid[:40, :40].astype(np.float32)
    places = np.repeat(np.stack([across, down], -1)[None], 100, axis=0)
    apart = np.abs(transform(places, elastic=0.1) - places)
    assert apart.max() <= 0.1 * 40 + 1e-3
    assert apart.max() > 0.6 * 0.1 * 40
    assert apart.std(axis=(1, 2)).min() > 0.1  # No image moves as a whole.


def test_a_bending_that_bends_nothing_is_the_transform_alone() -> None:
    images = np.random.default_rng(1).random((20, 12, 9, 2)).astype(np.float32)
    moved = {"width_shift": 0.2, "rotation": 25.0, "scale": 0.2, "shear": 10.0}
    assert np.allclose(transform(images, **moved, elastic=1e-9), transform(images, **moved), atol=1e-4)


def test_bending_is_smooth() -> None:
    slope = np.repeat(np.linspace(0, 100, 40, dtype=np.float32)[None, None, :, None], 40, axis=1)
    steps = np.diff(transform(np.repeat(slope, 50, axis=0), elastic=0.05)[:, :, 3:-3, 0], axis=2)
    assert steps.min() > 0  # It folds nowhere.


def test_edges_are_repeated() -> None:
    flat = np.full((50, 12, 12, 1), 77, np.float32)
    assert np.allclose(transform(flat, width_shift=0.4, height_shift=0.4, rotation=90, elastic=0.2), 77, atol=1e-3)


def test_the_seed_decides() -> None:
    images = disc(6)
    assert np.array_equal(transform(images, 1, rotation=20.0), transform(images, 1, rotation=20.0))
    assert not np.array_equal(transform(images, 1, width_shift=0.2), transform(images, 2, width_shift=0.2))
