"""Images of several sizes and modes, brought to one."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from activate_va.importing.errors import ImportRefused
from activate_va.importing.limits import MOST_PIXELS

GREY = ("1", "L", "LA", "I", "I;16", "F")
TURNED = ("JPEG", "MPO", "TIFF")
"""Formats of cameras, that say in their header which way is up; Pillow decodes a PNG to find that."""
ORIENTATION = 0x0112
UNDECODABLE = (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError)


class Frame(NamedTuple):
    """What all images are brought to: width, height, whether grey; `same` where they all are of that size already."""

    width: int
    height: int
    grey: bool
    same: bool

    @property
    def rule(self) -> str:
        """What is done to images, in words."""
        colours = "grey" if self.grey else "colour"
        if self.same:
            return f"{self.width} × {self.height} pixels, {colours}, as they are."
        return (
            f"Brought to {self.width} × {self.height} pixels, {colours}: scaled to fit, centred on black; "
            "transparency becomes white."
        )


class Seen(NamedTuple):
    width: int
    height: int
    grey: bool


def bytes_of(value: Any) -> bytes:
    """The file of an image: bytes, `{bytes, path}`, or what reads it. ValueError where there is none."""
    content = value() if callable(value) else value.get("bytes") if isinstance(value, dict) else value
    if not isinstance(content, bytes) or not content:
        raise ValueError("there is no image here")
    return content


def looked_at(value: Any) -> Seen | str:
    """Size and mode by the image's header, or what is wrong with it. Nothing is decoded."""
    try:
        with _opened(value) as image:
            turned = image.format in TURNED and image.getexif().get(ORIENTATION, 1) >= 5
            width, height = image.size[::-1] if turned else image.size
            return Seen(width, height, image.mode in GREY)
    except (*UNDECODABLE, ImportRefused) as error:
        return f"no image that can be read: {error}"


def frame_of(seen: Iterable[Seen], side: int) -> Frame:
    """Images of one size, no larger than `side`, keep it; others fit into a square of `side`, or of their largest."""
    found = list(seen)
    sizes = {(one.width, one.height) for one in found}
    grey = all(one.grey for one in found)
    if len(sizes) == 1 and max(next(iter(sizes))) <= side:
        return Frame(*next(iter(sizes)), grey, same=True)
    edge = min(side, max(max(size) for size in sizes))
    return Frame(edge, edge, grey, same=False)


def pixels_of(value: Any, frame: Frame) -> NDArray[np.uint8] | str:
    """Pixels (h, w) or (h, w, 3), or what is wrong with the image."""
    try:
        with _opened(value) as image:
            upright = ImageOps.exif_transpose(image)
            plain = _on_white(upright).convert("L" if frame.grey else "RGB")
            if plain.size != (frame.width, frame.height):
                plain = ImageOps.pad(plain, (frame.width, frame.height), Image.Resampling.LANCZOS, color=0)
            return np.asarray(plain)
    except (*UNDECODABLE, ImportRefused) as error:
        return f"no image that can be decoded: {error}"


@contextmanager
def _opened(value: Any) -> Iterator[Image.Image]:
    """Raises ValueError for more pixels than an image may have, before any is decoded."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # The limit below is the stricter one.
        with Image.open(BytesIO(bytes_of(value))) as image:
            if image.width * image.height > MOST_PIXELS:
                raise ValueError(f"{image.width:,} × {image.height:,} pixels, more than {MOST_PIXELS:,}")
            yield image


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode in ("I", "I;16", "F"):
        scaled = np.asarray(image, np.float64)
        return Image.fromarray((scaled / max(1.0, scaled.max()) * 255).astype(np.uint8))
    if "A" not in image.getbands() and "transparency" not in image.info:
        return image
    flat = Image.new("RGBA", image.size, "white")
    flat.alpha_composite(image.convert("RGBA"))
    return flat
