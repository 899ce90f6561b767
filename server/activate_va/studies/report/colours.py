"""The colours that the page in the browser gives the training schemes; the report's style lightens them on dark."""

from __future__ import annotations

from zlib import crc32

COLOURS = {"SIL": "#8a6500", "IL": "#007a87", "IDA": "#4b3fc4", "CBA": "#c0307a", "ILS": "#2e7d32"}
OTHER_COLOURS = ("#b45309", "#374151", "#9f1239", "#0369a1", "#6d28d9")


def colour_of(scheme: str) -> str:
    """A scheme that plugs in has a colour by its name, the same in every picture."""
    return COLOURS.get(scheme) or OTHER_COLOURS[crc32(scheme.encode()) % len(OTHER_COLOURS)]
