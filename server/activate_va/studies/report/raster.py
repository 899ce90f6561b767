"""Maps of a whole pool as small pictures: a dot per sample, in the colour of a class."""

from __future__ import annotations

from base64 import b64encode
from html import escape
from io import BytesIO

import numpy as np
from numpy.typing import NDArray

from activate_va.studies.report.colours import class_colour

EDGE = 400
MARGIN = 4
MANY = 20_000
"""Maps of fewer points have dots of two pixels by two."""
NOTHING = 0


def map_picture(coordinates: NDArray[np.float32], classes: NDArray[np.int64], title: str) -> str:
    """An `img` of the points (n, 2), each of its class (n,), -1 for none, which is not drawn; up is up.

    Where points share a pixel one of them is seen, drawn by lot, so that no class hides another.
    """
    from PIL import Image

    picture = Image.fromarray(_pixels(coordinates, classes), "P")
    picture.putpalette([255, 255, 255, *(part for index in range(classes.max() + 1) for part in _rgb(index))])
    stream = BytesIO()
    picture.save(stream, "PNG", optimize=True, transparency=NOTHING)
    data = b64encode(stream.getvalue()).decode()
    return f'<img alt="{escape(title)}" width="{EDGE}" height="{EDGE}" src="data:image/png;base64,{data}">'


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
            pixels[down[order] + below, across[order] + right] = classes[order] + 1
    return pixels


def _rgb(index: int) -> tuple[int, int, int]:
    colour = class_colour(index)
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
