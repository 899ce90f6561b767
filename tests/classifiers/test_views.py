"""Views: images lit otherwise within their limits, and moved as augmented ones are."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from activate_va.classifiers.augmentation import augmented, ranges
from activate_va.classifiers.views import view_ranges, viewed
from activate_va.kinds import Views

STILL = {"width_shift": 0.0, "height_shift": 0.0}
UNLIT = {"contrast": 0.0, "gamma": 0.0, "shade": 0.0}


def view(images: NDArray[np.float32], seed: int = 0, **options: float) -> NDArray[np.float32]:
    limits = view_ranges(Views(**{**STILL, **UNLIT, **options}), *images.shape[1:3])
    return np.asarray(viewed(images, limits, np.array([seed, 7], np.int32)), np.float32)


def grey(value: float, count: int = 400) -> NDArray[np.float32]:
    return np.full((count, 12, 10, 1), value, np.float32)


def test_contrast_multiplies_each_image_by_one_factor_and_cuts_at_white() -> None:
    seen = view(grey(102), contrast=0.4)
    assert np.ptp(seen, axis=(1, 2, 3)).max() < 1e-5
    assert 0.6 * 0.4 - 1e-4 <= seen.min() < 0.65 * 0.4
    assert 1.35 * 0.4 < seen.max() <= 1.4 * 0.4 + 1e-4
    assert view(grey(250), contrast=0.9).max() <= 1.0


def test_gamma_raises_to_powers_up_to_its_limit_either_way() -> None:
    powers = np.log(view(grey(51), gamma=0.5)) / np.log(0.2)
    assert np.exp(-0.5) - 1e-3 <= powers.min() < 0.7
    assert 1.5 < powers.max() <= np.exp(0.5) + 1e-3


def test_shade_differs_smoothly_within_an_image() -> None:
    factors = np.log(view(grey(51), shade=0.8) / 0.2)
    assert np.abs(factors).max() <= 0.8 + 1e-3
    assert np.ptp(factors, axis=(1, 2, 3)).min() > 0.05
    assert np.abs(np.diff(factors, axis=1)).max() < 0.4


def test_what_is_lit_is_moved_as_an_augmented_image_is() -> None:
    images = (np.random.default_rng(0).random((9, 12, 10, 2)) * 255).astype(np.float32)
    moved = {"width_shift": 0.2, "rotation": 20.0, "elastic": 0.1}
    alone = augmented(images, ranges(Views(**{**STILL, **moved}), 12, 10), np.array([3, 7], np.int32))
    assert np.allclose(view(images, 3, **moved), np.maximum(alone / 255.0, 1e-6), atol=1e-5)


def test_the_seed_decides_and_each_thing_is_drawn_for_itself() -> None:
    assert np.array_equal(view(grey(90), 1, contrast=0.3, gamma=0.5), view(grey(90), 1, contrast=0.3, gamma=0.5))
    assert not np.array_equal(view(grey(90), 1, contrast=0.3), view(grey(90), 2, contrast=0.3))
    contrast, gamma = view(grey(90), 1, contrast=0.3)[:, 0, 0, 0], np.log(view(grey(90), 1, gamma=0.5)[:, 0, 0, 0])
    assert abs(float(np.corrcoef(contrast, gamma)[0, 1])) < 0.2


@pytest.mark.parametrize("seed", range(3))
def test_without_options_images_stay_as_they_are(seed: int) -> None:
    images = np.random.default_rng(seed).integers(1, 256, (5, 9, 8, 3)).astype(np.float32)
    assert np.allclose(view(images, seed), images / 255, atol=1e-5)
