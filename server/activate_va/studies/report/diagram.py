"""The critical-difference diagram of Demšar 2006, as SVG."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

RANKS = 340
MARGIN, PER_LETTER = 20, 6.6
AXIS, FIRST_BAR, BAR_STEP, NAME_STEP = 58, 14, 9, 18
OVERHANG = 3


class Axis(NamedTuple):
    """Mean ranks, 1 the best and on the left, to pixels; `margin` is the room for names on both sides."""

    worst: int
    margin: float

    @property
    def right(self) -> float:
        return self.margin + RANKS

    def x(self, rank: float) -> float:
        return round(self.margin + (rank - 1) / (self.worst - 1) * RANKS, 2)


def critical_difference_diagram(
    title: str, names: Sequence[str], ranks: Sequence[float], groups: Sequence[Sequence[int]], difference: float
) -> str:
    """The treatments at their mean ranks, best on the left; a bar joins those that cannot be told apart.

    `groups` holds indices into `names` (k, at least 2), as `Nemenyi` gives them; `difference` is in ranks.
    """
    said = [f"{name} ({rank:.2f})" for name, rank in zip(names, ranks, strict=True)]
    axis = Axis(len(names), max(MARGIN + PER_LETTER * max(map(len, said)), 108))
    order = sorted(range(len(names)), key=lambda index: ranks[index])
    half = (len(order) + 1) // 2
    below = AXIS + FIRST_BAR + BAR_STEP * len(groups) + 8
    parts = [_axis(axis), _difference(axis, difference), *_bars(axis, ranks, groups)]
    for side in (order[:half], order[: half - 1 : -1]):
        for place, index in enumerate(side):
            parts.append(_name(axis, said[index], ranks[index], below + NAME_STEP * (place + 0.5), side[0] == order[0]))
    label = f"{escape(title)}: mean ranks, critical difference {difference:.2f}"
    size = f"{axis.right + axis.margin:.0f} {below + NAME_STEP * half + 4}"
    return f'<svg viewBox="0 0 {size}" role="img" aria-label="{label}">{"".join(parts)}</svg>'


def _axis(axis: Axis) -> str:
    ticks = "".join(
        f'<path class="axis" d="M{axis.x(rank)} {AXIS}v-6"/>'
        f'<text x="{axis.x(rank)}" y="{AXIS - 10}" text-anchor="middle">{rank}</text>'
        for rank in range(1, axis.worst + 1)
    )
    ends = f'<text x="{axis.margin - 12:.1f}" y="{AXIS - 10}" text-anchor="end">best</text>'
    ends += f'<text x="{axis.right + 12:.1f}" y="{AXIS - 10}">worst mean rank</text>'
    return f'<path class="axis" d="M{axis.margin:.1f} {AXIS}H{axis.right:.1f}"/>{ticks}{ends}'


def _difference(axis: Axis, difference: float) -> str:
    """How long the critical difference is; one that is longer than the axis is told and not drawn."""
    start, end = axis.x(1), axis.x(1 + difference)
    if end > axis.right:
        return f'<text x="{start}" y="20">CD = {difference:.2f} ranks, longer than the axis</text>'
    line = f'<path class="cd" d="M{start} 14v8M{start} 18H{end}M{end} 14v8"/>'
    return f'{line}<text x="{end + 8:.1f}" y="22">CD = {difference:.2f} ranks</text>'


def _bars(axis: Axis, ranks: Sequence[float], groups: Sequence[Sequence[int]]) -> list[str]:
    return [
        f'<path class="joined" d="M{axis.x(ranks[group[0]]) - OVERHANG:.2f} {AXIS + FIRST_BAR + BAR_STEP * place}'
        f'H{axis.x(ranks[group[-1]]) + OVERHANG:.2f}"/>'
        for place, group in enumerate(groups)
    ]


def _name(axis: Axis, said: str, rank: float, y: float, on_left: bool) -> str:
    edge, anchor = (axis.margin - 12, "end") if on_left else (axis.right + 12, "start")
    x = edge - 4 if on_left else edge + 4
    line = f'<path class="lead" d="M{axis.x(rank)} {AXIS}V{y}H{edge:.1f}"/>'
    return f'{line}<text class="name" x="{x:.1f}" y="{y + 3.5}" text-anchor="{anchor}">{escape(said)}</text>'
