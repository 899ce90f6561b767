"""Images set upright and blurred: less of what differs between alike images, with nothing learnt."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from activate_va.kinds import Kind
from activate_va.pool.features import COMPONENTS, principal_components
from activate_va.projections.base import Report
from activate_va.representations.base import Representation

BLOCK = 2000


class Deskewed(Representation):
    """Each image moved so that its ink is centred, sheared so that it leans neither way, and blurred; then PCA to 50.

    LeCun et al. 1998, "Gradient-Based Learning Applied to Document Recognition", deskew their digits so. Moments are of
    the mean over channels. `blur`: the Gaussian's width in pixels, for images of 28; in proportion for others.
    """

    name = "deskewed"
    kinds = frozenset({"image"})

    def __init__(self, blur: float = 1.0) -> None:
        self.parameters = {"blur": blur, "components": COMPONENTS}

    def represent(self, items: NDArray[np.uint8], kind: Kind, seed: int, report: Report) -> NDArray[np.floating]:
        done = np.empty(items.shape, np.uint8)
        for start in range(0, len(items), BLOCK):
            report("setting images upright", 0.8 * start / len(items))
            done[start : start + BLOCK] = self._upright(items[start : start + BLOCK])
        report("principal components", 0.8)
        return principal_components(done.reshape(len(items), -1), COMPONENTS, seed)

    def _upright(self, images: NDArray[np.uint8]) -> NDArray[np.uint8]:
        from scipy.ndimage import gaussian_filter

        height, width = images.shape[1:3]
        layers = images.reshape(len(images), height, width, -1).astype(np.float32)
        columns, rows = _sources(layers.mean(axis=3))
        width_of_blur = float(self.parameters["blur"]) * max(height, width) / 28
        blurred = gaussian_filter(_sampled(layers, rows, columns), (0, width_of_blur, width_of_blur, 0))
        return np.asarray(np.rint(blurred), np.uint8).reshape(images.shape)


def _sources(ink: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """From where (n, h, w) each pixel of the upright images comes: columns and rows, in pixels of `ink` (n, h, w)."""
    _, height, width = ink.shape
    y, x = np.mgrid[:height, :width].astype(np.float32)
    mass = np.maximum(ink.sum(axis=(1, 2)), 1e-6)
    across, down = ((ink * axis).sum(axis=(1, 2)) / mass for axis in (x, y))
    dx, dy = x - across[:, None, None], y - down[:, None, None]
    lean = (ink * dx * dy).sum(axis=(1, 2)) / np.maximum((ink * dy * dy).sum(axis=(1, 2)), 1e-6)
    lean = np.clip(lean, -1, 1)[:, None, None]
    rows = y - (height - 1) / 2 + down[:, None, None]
    return x - (width - 1) / 2 + across[:, None, None] + lean * (rows - down[:, None, None]), rows


def _sampled(
    layers: NDArray[np.float32], rows: NDArray[np.float32], columns: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Layers (n, h, w, c) at these rows and columns (n, h, w), bilinear; the nearest edge stands for the outside."""
    _, height, width, _ = layers.shape
    rows, columns = np.clip(rows, 0, height - 1), np.clip(columns, 0, width - 1)
    top, left = np.floor(rows).astype(np.int32), np.floor(columns).astype(np.int32)
    bottom, right = np.minimum(top + 1, height - 1), np.minimum(left + 1, width - 1)
    down, across = (rows - top)[..., None], (columns - left)[..., None]
    each = np.arange(len(layers))[:, None, None]
    upper = layers[each, top, left] * (1 - across) + layers[each, top, right] * across
    lower = layers[each, bottom, left] * (1 - across) + layers[each, bottom, right] * across
    return np.asarray(upper * (1 - down) + lower * down, np.float32)
