"""Maps of a whole pool as small pictures: a dot per sample, its grey the class, for whoever shows it to colour."""

from __future__ import annotations

from base64 import b64encode
from io import BytesIO

import numpy as np
from numpy.typing import NDArray

EDGE = 400
MARGIN = 4
MANY = 20_000
"""Maps of fewer points have dots of two pixels by two."""
NOTHING = 0


def map_picture(coordinates: NDArray[np.float32], classes: NDArray[np.int64]) -> str:
    """A grey PNG, base64, of the points (n, 2), each of its class (n,), -1 for none, which is not drawn; up is up.

    A pixel is 0 where nothing is, else the class index modulo 255, plus one. Where points share a pixel one of them
    is seen, drawn by lot, so that no class hides another.
    """
    from PIL import Image

    stream = BytesIO()
    Image.fromarray(_pixels(coordinates, classes), "L").save(stream, "PNG", optimize=True)
    return b64encode(stream.getvalue()).decode()


def _pixels(coordinates: NDArray[np.float32], classes: NDArray[np.int64]) -> NDArray[np.uint8]:
    low, high = coordinates.min(axis=0), coordinates.max(axis=0)
    scale = (EDGE - 1 - 2 * MARGIN) / max(float((high - low).max()), float(np.finfo(np.float32).tiny))
    centred = (coordinates - (low + high) / 2) * scale + (EDGE - 1) / 2
    across, down = np.rint(centred[:, 0]).astype(int), EDGE - 1 - np.rint(centred[:, 1]).astype(int)
    order = np.random.default_rng(0).permutation(np.flatnonzero(classes >= 0))
    pixels = np.full((EDGE, EDGE), NOTHING, np.uint8)
    size = 1 if len(classes) >= MANY else 2
    for right in range(size):
        for below in range(size):
            pixels[down[order] + below, across[order] + right] = 1 + classes[order] % 255
    return pixels
