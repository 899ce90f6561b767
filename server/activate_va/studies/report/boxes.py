"""Box plots as SVG: groups of boxes along the x axis, a box for each of several series."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import NamedTuple

import numpy as np

from activate_va.studies.report.lettering import text_at

WIDTH, HEIGHT = 600, 240
LEFT, RIGHT, TOP, BOTTOM = 36, 8, 10, 36
TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)
REACH = 1.5
"""Whiskers end at the furthest value within this many interquartile ranges of the box (Tukey 1977)."""


class Box(NamedTuple):
    """Quartiles, the ends of the whiskers, and the values beyond them."""

    low: float
    first: float
    median: float
    third: float
    high: float
    beyond: tuple[float, ...]
    labels: int

    @classmethod
    def of(cls, values: Sequence[float]) -> Box:
        """Of one value at least; quartiles are interpolated linearly."""
        own = np.sort(np.asarray(values, np.float64))
        first, median, third = np.percentile(own, [25, 50, 75])
        reach = REACH * (third - first)
        inside = own[(own >= first - reach) & (own <= third + reach)]
        beyond = own[(own < inside[0]) | (own > inside[-1])]
        # Quartiles lie between values, so that the last one within reach may lie within the box.
        low, high = min(float(inside[0]), first), max(float(inside[-1]), third)
        return cls(low, first, median, third, high, tuple(beyond.tolist()), len(own))


def box_plot(
    title: str, across: str, groups: Mapping[str, Mapping[str, Sequence[float]]], colours: Mapping[str, str]
) -> str:
    """`groups`: values in [0, 1] by name of the group and of the series; `colours` by series, in the order of boxes.

    `across` says what the groups are.
    """
    wide = (WIDTH - LEFT - RIGHT) / len(groups)
    parts = [*_axis(across), *_names(list(groups), wide)]
    step = 0.84 * wide / len(colours)
    for position, series in enumerate(groups.values()):
        for place, (name, colour) in enumerate(colours.items()):
            if series.get(name):
                middle = LEFT + position * wide + 0.08 * wide + (place + 0.5) * step
                parts.append(_drawn(Box.of(series[name]), middle, 0.72 * step, colour, name))
    return f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(title)}">{"".join(parts)}</svg>'


def _y(value: float) -> float:
    return round(HEIGHT - BOTTOM - min(max(value, 0.0), 1.0) * (HEIGHT - TOP - BOTTOM), 2)


def _axis(across: str) -> list[str]:
    rules = [f'<path class="rule" d="M{LEFT} {_y(tick)}H{WIDTH - RIGHT}"/>' for tick in TICKS]
    name = text_at((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 3, across, "middle")
    return [*rules, name, *(text_at(LEFT - 6, _y(tick) + 3.5, f"{tick:g}", "end") for tick in TICKS)]


def _names(names: Sequence[str], wide: float) -> list[str]:
    most = max(2, int(wide / 6))
    shown = [name if len(name) <= most else f"{name[: most - 1]}…" for name in names]
    at = [LEFT + (position + 0.5) * wide for position in range(len(names))]
    return [text_at(x, HEIGHT - BOTTOM + 16, name, "middle") for x, name in zip(at, shown, strict=True)]


def _drawn(box: Box, middle: float, wide: float, colour: str, name: str) -> str:
    left, right, half = middle - wide / 2, middle + wide / 2, wide / 4
    told = f"{name}: median {box.median:.2f}, quartiles {box.first:.2f} and {box.third:.2f}, {box.labels} labels"
    whiskers = (
        f"M{middle:.1f} {_y(box.low)}V{_y(box.first)}M{middle:.1f} {_y(box.third)}V{_y(box.high)}"
        f"M{middle - half:.1f} {_y(box.low)}h{2 * half:.1f}M{middle - half:.1f} {_y(box.high)}h{2 * half:.1f}"
    )
    high = max(_y(box.first) - _y(box.third), 1)
    dots = "".join(f'<circle cx="{middle:.1f}" cy="{_y(value)}" r="1.3"/>' for value in box.beyond)
    return (
        f'<g class="box" style="--c:{colour}"><title>{escape(told)}</title><path d="{whiskers}"/>'
        f'<rect x="{left:.1f}" y="{_y(box.third)}" width="{wide:.1f}" height="{high:.2f}"/>'
        f'<path class="median" d="M{left:.1f} {_y(box.median)}H{right:.1f}"/>{dots}</g>'
    )
