"""Learning curves as SVG: a line and a band of one standard deviation per training scheme, bars of relabelling."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

from activate_va.analysis.summary import Curve, Spread
from activate_va.studies.report.colours import colour_of
from activate_va.studies.report.lettering import text_at
from activate_va.studies.report.wording import told

WIDTH, HEIGHT = 380, 250
LEFT, RIGHT, TOP, BOTTOM = 46, 14, 10, 36
WIDEST_BAR = 2 * RIGHT
TICKS = (0, 20, 40, 60, 80, 100)
MOST_COUNTS = 10
MARKS = {
    "SIL": "M-2.6 0a2.6 2.6 0 1 0 5.2 0a2.6 2.6 0 1 0-5.2 0z",
    "IL": "M-2.4-2.4h4.8v4.8h-4.8z",
    "IDA": "M0-3.4 3.4 0 0 3.4-3.4 0z",
    "CBA": "M0-3.3 3.1 2.3h-6.2z",
}
"""A shape for each training scheme, for who prints without colours."""
OTHER_MARK = "M0 3.3 3.1-2.3h-6.2z"


class Scale(NamedTuple):
    """Labels (x) and percent (y) to pixels."""

    last: int

    def x(self, labels: float) -> float:
        return round(LEFT + labels / self.last * (WIDTH - LEFT - RIGHT), 2)

    def y(self, percent: float) -> float:
        return round(HEIGHT - BOTTOM - min(max(percent, 0.0), 100.0) / 100 * (HEIGHT - TOP - BOTTOM), 2)


def learning_curves(title: str, curves: Sequence[Curve]) -> str:
    """One picture of one policy; the bars are the labels corrected or given by hand so far, in percent of all."""
    labels = curves[0].labels
    scale = Scale(labels[-1])
    parts = [*_axes(scale, labels), *_bars(scale, curves[0])]
    parts += [_band(scale, curve) for curve in curves]
    parts += [_line(scale, curve) for curve in curves]
    label = f"{escape(title)}: accuracy over the number of labels"
    return f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{label}">{"".join(parts)}</svg>'


def _axes(scale: Scale, labels: Sequence[int]) -> list[str]:
    right, bottom = WIDTH - RIGHT, HEIGHT - BOTTOM
    rules = [f'<path class="rule" d="M{LEFT} {scale.y(tick)}H{right}"/>' for tick in TICKS]
    ys = [text_at(LEFT - 5, scale.y(tick) + 3.5, f"{tick}", "end") for tick in TICKS]
    every = -(-len(labels) // MOST_COUNTS)
    xs = [text_at(scale.x(count), bottom + 14, f"{count}", "middle") for count in labels[::-1][::every]]
    middle = (TOP + bottom) / 2
    names = (
        text_at((LEFT + right) / 2, HEIGHT - 5, "number of labels", "middle"),
        f'<text transform="translate(11 {middle:.1f}) rotate(-90)" text-anchor="middle">percent</text>',
    )
    return [*rules, *ys, *xs, *names]


def _bars(scale: Scale, curve: Curve) -> list[str]:
    steps = [b - a for a, b in zip((0, *curve.labels), curve.labels, strict=False)]
    wide = min(WIDEST_BAR, max(2.0, 0.5 * (scale.x(min(steps)) - LEFT)))
    return [_bar(scale, count, done, wide) for count, done in zip(curve.labels, curve.relabelled, strict=True)]


def _bar(scale: Scale, count: int, relabelled: float, wide: float) -> str:
    top, bottom = scale.y(100 * relabelled / scale.last), scale.y(0)
    left = scale.x(count) - wide / 2
    said = f"<title>{relabelled:.1f} of {count} labels given by hand or corrected</title>"
    return f'<rect class="bar" x="{left:.2f}" y="{top}" width="{wide:.2f}" height="{bottom - top:.2f}">{said}</rect>'


def _band(scale: Scale, curve: Curve) -> str:
    if any(spread.deviation is None for spread in curve.accuracy):
        return ""
    upper = [_point(scale, count, s.mean + (s.deviation or 0)) for count, s in _along(curve)]
    lower = [_point(scale, count, s.mean - (s.deviation or 0)) for count, s in _along(curve)]
    return f'<polygon class="band" {_colour(curve)} points="{" ".join((*upper, *reversed(lower)))}"/>'


def _line(scale: Scale, curve: Curve) -> str:
    path = " ".join(_point(scale, count, spread.mean) for count, spread in _along(curve))
    marks = "".join(_mark(scale, curve, count, spread) for count, spread in _along(curve))
    return f'<g {_colour(curve)}><polyline class="line" points="{path}"/>{marks}</g>'


def _mark(scale: Scale, curve: Curve, count: int, spread: Spread) -> str:
    said = f"<title>{escape(curve.training_scheme)}, {count} labels: {told(spread)} %</title>"
    place = f"translate({scale.x(count)} {scale.y(100 * spread.mean)})"
    return f'<path class="mark" transform="{place}" d="{MARKS.get(curve.training_scheme, OTHER_MARK)}">{said}</path>'


def key(scheme: str) -> str:
    """A training scheme's name behind a piece of its line, for a legend."""
    mark = f'<path class="mark" transform="translate(11 6)" d="{MARKS.get(scheme, OTHER_MARK)}"/>'
    drawn = f'<path class="line" d="M0 6h22"/>{mark}'
    colour = f'style="--c:{colour_of(scheme)}"'
    return (
        f'<span><svg class="key" viewBox="0 0 22 12" aria-hidden="true" {colour}>{drawn}</svg>{escape(scheme)}</span>'
    )


def _colour(curve: Curve) -> str:
    return f'style="--c:{colour_of(curve.training_scheme)}"'


def _along(curve: Curve) -> list[tuple[int, Spread]]:
    return list(zip(curve.labels, curve.accuracy, strict=True))


def _point(scale: Scale, count: int, share: float) -> str:
    return f"{scale.x(count)},{scale.y(100 * share)}"
