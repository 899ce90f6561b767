"""Which parts of an image a classifier's answer rests on: occlusion (Zeiler and Fergus 2014), for any classifier."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

WINDOW, STRIDE = 5, 2
"""Of an image of `USUAL` pixels; in a larger one both grow with it, so that as many windows cover it."""
USUAL = 28

Predict = Callable[[NDArray[Any]], NDArray[np.float32]]


def occlusion(image: NDArray[np.uint8], predict: Predict, top: int, runner_up: int) -> NDArray[np.float32]:
    """By how much each part speaks for class `top` against `runner_up`: float32 (h, w), in [-2, 2].

    Each window is filled with the image's median colour, and the pixels under it share by how much the probability of
    `top` less that of `runner_up` falls: positive where a part speaks for `top`, negative where it speaks against it.
    `image` (h, w) or (h, w, channels); `predict` gives probabilities (n, c) of n images.
    """
    height, width = image.shape[:2]
    across = max(1, round(min(height, width) / USUAL))
    places = [
        (slice(y, y + WINDOW * across), slice(x, x + WINDOW * across))
        for y in _starts(height, across)
        for x in _starts(width, across)
    ]
    copies = np.repeat(image[None], len(places) + 1, axis=0)
    paper = np.median(image, axis=(0, 1)).astype(image.dtype)
    for copy, place in zip(copies[1:], places, strict=True):
        copy[place] = paper
    probabilities = np.asarray(predict(copies), np.float64)
    margins = probabilities[:, top] - probabilities[:, runner_up]
    total, covered = np.zeros((height, width)), np.zeros((height, width))
    for place, fall in zip(places, margins[0] - margins[1:], strict=True):
        total[place] += fall
        covered[place] += 1
    return (total / covered).astype(np.float32)


def _starts(length: int, across: int) -> list[int]:
    """Where windows begin: every stride, and so that the last one ends at the edge."""
    last = max(0, length - WINDOW * across)
    return sorted({*range(0, last + 1, STRIDE * across), last})
