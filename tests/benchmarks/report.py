"""The table of a benchmark run."""

from __future__ import annotations

from measuring import Measured
from rich.table import Table


def table(results: list[Measured]) -> Table:
    shown = Table(title="Medians (p95 where it says so); spread is from the least to the most")
    shown.add_column("what", max_width=56)
    for name in ("ours", "spread", "cpu", "reach", "reference", "spread", "ratio", "reach"):
        shown.add_column(name, justify="right")
    for result in results:
        shown.add_row(*_cells(result))
    return shown


def _cells(result: Measured) -> list[str]:
    row, unit = result.row, result.row.unit
    times = len(result.ours)
    what = row.what + (f" (p{row.percentile} of {times})" if row.percentile not in (50, 100) else "")
    met = "[green]" if result.reached <= row.target else "[red]"
    cpu = quantity(sorted(result.cpu)[times // 2], "s") if unit == "s" else ""
    return [
        what,
        f"{met}{quantity(result.reached, unit)}[/]",
        spread(result.ours, unit),
        cpu,
        quantity(row.target, unit),
        *_reference(result),
    ]


def _reference(result: Measured) -> list[str]:
    row = result.row
    reach = "" if row.ratio_target is None else f"{row.ratio_target:g}x"
    if not result.reference or result.ratio is None:
        return ["not run" if row.slow_reference else "", "", "", reach]
    once = " (once)" if len(result.reference) == 1 else ""
    met = "" if row.ratio_target is None else "[green]" if result.ratio >= row.ratio_target else "[red]"
    ratio = f"{met}{result.ratio:.1f}x[/]" if met else f"{result.ratio:.1f}x"
    median = sorted(result.reference)[len(result.reference) // 2]
    return [quantity(median, row.unit) + once, spread(result.reference, row.unit), ratio, reach]


def quantity(value: float, unit: str) -> str:
    if unit == "s":
        return f"{value * 1000:.0f} ms" if value < 1 else f"{value:.1f} s"
    return f"{value:,.0f} {unit}"


def spread(values: list[float], unit: str) -> str:
    return f"{quantity(min(values), unit)} to {quantity(max(values), unit)}" if len(values) > 1 else "one run"
