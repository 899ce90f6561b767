"""Samples that are images."""

from __future__ import annotations

from io import BytesIO

import numpy as np
from numpy.typing import NDArray

from activate_va.kinds.augmentation import AugmentationOptions, Views
from activate_va.kinds.base import Card, Kind


class ImageKind(Kind):
    """Images uint8 (n, h, w), (n, h, w, 3) or (n, h, w, 4); their features are pixels, row by row."""

    name = "image"
    title = "Images"
    description = "Grey or coloured pictures, all of one size."
    default_classifier = "cnn"
    augmentation = AugmentationOptions
    views = Views(width_shift=0.1, height_shift=0.1, rotation=20, scale=0.15, shear=20)

    def features(self, items: NDArray[np.uint8]) -> NDArray[np.uint8]:
        return items.reshape(len(items), -1)

    def card(self, item: NDArray[np.uint8]) -> Card:
        return Card(png(item), "image/png")

    def image_shape(self, items: NDArray[np.uint8]) -> tuple[int, int, int]:
        height, width, *channels = items.shape[1:]
        return height, width, channels[0] if channels else 1


def png(image: NDArray[np.uint8]) -> bytes:
    """An image (h, w), (h, w, 3) or (h, w, 4) as PNG, at its own size."""
    from PIL import Image

    stream = BytesIO()
    Image.fromarray(image).save(stream, "PNG")
    return stream.getvalue()
