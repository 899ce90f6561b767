"""How numbers are said in a report: in percent, with their spread, and with the signs of print."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from math import floor, log10

from activate_va.analysis.summary import Spread
from activate_va.studies.report.colours import colour_of

MINUS = "−"
NONE = "–"
PERCENT = 100
MEASURES = {"accuracy": "accuracy", "area_mean_height": "AUC (mean height)"}
LEAST_P = 0.0001


def told(spread: Spread | None, digits: int = 1, scale: float = PERCENT, sign: bool = False) -> str:
    """`mean ± deviation` times `scale`; the mean alone where there is one seed, a dash where there is none."""
    if spread is None:
        return NONE
    mean = (signed if sign else number)(spread.mean * scale, digits)
    return mean if spread.deviation is None else f"{mean} ± {number(spread.deviation * scale, digits)}"


def number(value: float, digits: int) -> str:
    text = f"{value:.{digits}f}"
    return text.replace("-", MINUS) if float(text) else text.lstrip("-")


def signed(value: float, digits: int) -> str:
    text = number(value, digits)
    return text if text.startswith(MINUS) or not float(text) else f"+{text}"


def chance(p: float) -> str:
    """A p-value, to two digits that count, and never as nought."""
    if p < LEAST_P:
        return f"< {LEAST_P:f}".rstrip("0")
    return f"{p:.{min(4, max(2, 1 - floor(log10(p))))}f}" if p < 1 else "1"


def listed(names: Sequence[str]) -> str:
    """`a, b and c`."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def swatch(scheme: str) -> str:
    """A training scheme's name behind a patch of its colour."""
    return f'<i class="patch" style="--c:{colour_of(scheme)}"></i>{escape(scheme)}'
