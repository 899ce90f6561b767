"""The colours that the page in the browser gives training schemes and classes; the style lightens schemes' on dark."""

from __future__ import annotations

from colorsys import hls_to_rgb
from zlib import crc32

COLOURS = {"SIL": "#8a6500", "IL": "#007a87", "IDA": "#4b3fc4", "CBA": "#c0307a", "ILS": "#2e7d32"}
CLASS_COLOURS = (
    "#0072b2",
    "#e69f00",
    "#009e73",
    "#d55e00",
    "#7b52b9",
    "#56b4e9",
    "#c2569b",
    "#a8b820",
    "#7a4a2b",
    "#1c3f5f",
)
OTHER_COLOURS = ("#b45309", "#374151", "#9f1239", "#0369a1", "#6d28d9")


def class_colour(index: int) -> str:
    """More classes than named colours go round the hues by the golden angle, in three lightnesses."""
    if index < len(CLASS_COLOURS):
        return CLASS_COLOURS[index]
    step = index - len(CLASS_COLOURS)
    hue, lightness = (25 + 137.508 * step) % 360 / 360, 0.35 + 0.13 * (step % 3)
    return "#" + "".join(f"{round(255 * part):02x}" for part in hls_to_rgb(hue, lightness, 0.5))


def colour_of(scheme: str) -> str:
    """A scheme that plugs in has a colour by its name, the same in every picture."""
    return COLOURS.get(scheme) or OTHER_COLOURS[crc32(scheme.encode()) % len(OTHER_COLOURS)]
