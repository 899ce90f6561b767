"""Learning curves as SVG: a line and a band of one standard deviation per training scheme, bars of relabelling."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

from activate_va.studies.report.summary import Effort, Line, Spread

COLOURS = {"SIL": "#8a6500", "IL": "#007a87", "IDA": "#4b3fc4", "CBA": "#c0307a", "ILS": "#2e7d32"}
"""Those that the page in the browser gives them."""
OTHER_COLOURS = ("#b45309", "#374151", "#9f1239")
WIDTH, HEIGHT = 380, 250
LEFT, RIGHT, TOP, BOTTOM = 36, 14, 10, 34
WIDEST_BAR = 2 * RIGHT
TICKS = (0, 20, 40, 60, 80, 100)


class Scale(NamedTuple):
    """Labels (x) and percent (y) to pixels."""

    last: int

    def x(self, labels: float) -> float:
        return round(LEFT + labels / self.last * (WIDTH - LEFT - RIGHT), 2)

    def y(self, percent: float) -> float:
        return round(HEIGHT - BOTTOM - min(max(percent, 0.0), 100.0) / 100 * (HEIGHT - TOP - BOTTOM), 2)


def colour_of(scheme: str, schemes: Sequence[str]) -> str:
    others = [name for name in schemes if name not in COLOURS]
    return COLOURS.get(scheme) or OTHER_COLOURS[others.index(scheme) % len(OTHER_COLOURS)]


def learning_curves(title: str, lines: Sequence[Line], effort: Effort) -> str:
    """One picture for one policy. Bars are the labels that had to be given by hand so far, in percent of all."""
    labels, schemes = lines[0].labels, [line.training_scheme for line in lines]
    scale = Scale(labels[-1])
    parts = [*_axes(scale, labels), *_bars(scale, labels, effort)]
    parts += [_band(scale, line, colour_of(line.training_scheme, schemes)) for line in lines]
    parts += [_curve(scale, line, colour_of(line.training_scheme, schemes)) for line in lines]
    label = f"{escape(title)}: accuracy over labels"
    return f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{label}">{"".join(parts)}</svg>'


def _axes(scale: Scale, labels: Sequence[int]) -> list[str]:
    right, bottom = WIDTH - RIGHT, HEIGHT - BOTTOM
    rules = [f'<path class="rule" d="M{LEFT} {scale.y(tick)}H{right}"/>' for tick in TICKS]
    ys = [_text(LEFT - 5, scale.y(tick) + 3.5, f"{tick}", "end") for tick in TICKS]
    every = -(-len(labels) // 10)
    xs = [_text(scale.x(count), bottom + 14, f"{count}", "middle") for count in labels[::-1][::every]]
    return [*rules, *ys, *xs, _text((LEFT + right) / 2, HEIGHT - 4, "labels", "middle")]


def _bars(scale: Scale, labels: Sequence[int], effort: Effort) -> list[str]:
    steps = [b - a for a, b in zip((0, *labels), labels, strict=False)]
    wide = min(WIDEST_BAR, max(2.0, 0.5 * (scale.x(min(steps)) - LEFT)))
    return [_bar(scale, count, relabelled, wide) for count, relabelled in zip(labels, effort.relabelled, strict=True)]


def _bar(scale: Scale, count: int, relabelled: float, wide: float) -> str:
    top, bottom = scale.y(100 * relabelled / scale.last), scale.y(0)
    left = scale.x(count) - wide / 2
    told = f"<title>{relabelled:.1f} of {count} labels given by hand or corrected</title>"
    return f'<rect class="bar" x="{left:.2f}" y="{top}" width="{wide:.2f}" height="{bottom - top:.2f}">{told}</rect>'


def _band(scale: Scale, line: Line, colour: str) -> str:
    if any(spread.deviation is None for spread in line.curve):
        return ""
    upper = [_point(scale, count, s.mean + (s.deviation or 0)) for count, s in _along(line)]
    lower = [_point(scale, count, s.mean - (s.deviation or 0)) for count, s in _along(line)]
    return f'<polygon class="band" fill="{colour}" points="{" ".join((*upper, *reversed(lower)))}"/>'


def _curve(scale: Scale, line: Line, colour: str) -> str:
    path = " ".join(_point(scale, count, spread.mean) for count, spread in _along(line))
    dots = "".join(_dot(scale, line.training_scheme, count, spread, colour) for count, spread in _along(line))
    return f'<polyline class="line" stroke="{colour}" points="{path}"/>{dots}'


def _dot(scale: Scale, scheme: str, count: int, spread: Spread, colour: str) -> str:
    told = f"<title>{escape(scheme)}, {count} labels: {told_as(spread, 1)} %</title>"
    return f'<circle cx="{scale.x(count)}" cy="{scale.y(spread.mean)}" r="2.4" fill="{colour}">{told}</circle>'


def _along(line: Line) -> list[tuple[int, Spread]]:
    return list(zip(line.labels, line.curve, strict=True))


def _point(scale: Scale, count: int, percent: float) -> str:
    return f"{scale.x(count)},{scale.y(percent)}"


def _text(x: float, y: float, text: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'


def told_as(spread: Spread, digits: int) -> str:
    """`mean ± deviation`, or the mean alone where there is one seed."""
    if spread.deviation is None:
        return f"{spread.mean:.{digits}f}"
    return f"{spread.mean:.{digits}f} ± {spread.deviation:.{digits}f}"
