"""Table 1: accuracy, areas and effort of every policy with every training scheme, and accuracy class by class."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from itertools import groupby
from math import inf
from typing import NamedTuple

from activate_va.analysis.runs import BASELINE_SCHEME, CURVE, Group
from activate_va.analysis.summary import SchemeSummary, Spread
from activate_va.measures import Measured, headlines, measures
from activate_va.studies.report.grid import Cell, Line, grid, head
from activate_va.studies.report.groups import each_group, of_group
from activate_va.studies.report.tables import Tables
from activate_va.studies.report.wording import swatch, told

CONDITIONS = {"Selection": "policy", "Training": "training scheme", "Seeds": "number of sessions"}
GAIN = {"Gain on RS": "percentage points of accuracy above random selection with the same seed"}
EFFORT = {
    "Corrected": "labels moved from the class that the machine had placed them in",
    "By hand": "labels given where there was no placement",
    "Relabels": "corrected and by hand",
}


class Column(NamedTuple):
    """Of a row what is shown under a heading, `digits` decimals of the number times `scale`; `sign` is 1 where the
    highest is best, -1 where the lowest."""

    heading: str
    meaning: str
    of: Callable[[SchemeSummary], Spread | None]
    digits: int
    scale: int = 100
    sign: int = 1


AREAS = (
    Column("AUC, mean height", "times 100", lambda row: row.area_mean_height, 2),
    Column("AUC, from the origin", "times 100", lambda row: row.area_from_origin, 2),
)
BEST_SHARE, WORST_SHARE = 1.0, 0.5


def results(tables: Tables) -> str | None:
    """The section of Table 1; none where no session trained a model."""
    if not tables.summary.rows:
        return None
    several = any(len(row.seeds) > 1 for row in tables.summary.rows)
    spread = (
        "Means over seeds, ± one standard deviation (n − 1)." if several else "One seed: no spread can be told from it."
    )
    return (
        f"<section><h2>Table 1: accuracy, area under the learning curve, and effort</h2><p>{spread}"
        " The best selection for each training scheme is bold."
        "<span class='sorts' hidden> Click a heading to sort by it.</span></p>"
        f"{each_group(tables, lambda group: _table(of_group(tables.summary.rows, group)))}</section>"
    )


def _table(rows: Sequence[SchemeSummary]) -> str:
    caption = (
        "AUC is the area under accuracy over the number of labels, in two conventions, both times 100: the mean height"
        " of the curve over the labelled range; and from (0, 0), divided by 100 labels. Relabels"
        " are labels that were not simply confirmed: corrected, or given by hand where the machine had placed nothing,"
        " as in the first round. They are a session’s, whose training schemes share them."
    )
    columns = first, others = _measured(rows)
    told_of = {column.heading: column.meaning for column in (*others, *AREAS)}
    meanings = {**CONDITIONS, first.heading: first.meaning, **GAIN, **told_of, **EFFORT}
    headings = [f'<span title="{escape(meaning)}">{escape(name)}</span>' for name, meaning in meanings.items()]
    groups = [[_line(row, rows, *columns) for row in own] for _, own in groupby(rows, key=lambda row: row.policy)]
    return grid(caption, headings, groups)


def _measured(rows: Sequence[SchemeSummary]) -> tuple[Column, list[Column]]:
    """Accuracy, beside which its gain stands, and the other headlines of the registry that some row has."""
    shown = [measure for measure in headlines() if any(measure.name in row.measures for row in rows)]
    return _column(measures[CURVE]), [_column(measure) for measure in shown if measure.name != CURVE]


def _column(measure: Measured) -> Column:
    sign = 1 if measure.better == "higher" else -1
    return Column(
        measure.heading,
        measure.description,
        lambda row: row.measures.get(measure.name),
        measure.digits,
        measure.scale,
        sign,
    )


def _line(row: SchemeSummary, rows: Sequence[SchemeSummary], first: Column, others: Sequence[Column]) -> Line:
    rivals = [other for other in rows if other.training_scheme == row.training_scheme]
    return (
        head(row.policy),
        Cell(swatch(row.training_scheme), heads=True),
        Cell(f"{len(row.seeds)}", len(row.seeds)),
        _cell(row, rivals, first),
        _gain(row),
        *(_cell(row, rivals, column) for column in (*others, *AREAS)),
        *(_effort(spread) for spread in (row.corrected, row.hand_labelled, row.relabels)),
    )


def _cell(row: SchemeSummary, rivals: Sequence[SchemeSummary], column: Column) -> Cell:
    spread = column.of(row)
    best = _is_best(row, rivals, column)
    return Cell(told(spread, column.digits, column.scale), spread.mean if spread else -inf, strong=best)


def _is_best(row: SchemeSummary, rivals: Sequence[SchemeSummary], column: Column) -> bool:
    """The best of several, as far as the table shows, so that equal numbers look equal."""
    shown = {
        id(other): round(column.sign * column.scale * spread.mean, column.digits)
        for other in rivals
        if (spread := column.of(other))
    }
    return len(rivals) > 1 and id(row) in shown and shown[id(row)] == max(shown.values())


def _gain(row: SchemeSummary) -> Cell:
    if row.policy == BASELINE_SCHEME:
        return Cell("baseline", 0.0)
    return Cell(told(row.gain, sign=True), row.gain.mean if row.gain else -1.0)


def _effort(spread: Spread) -> Cell:
    return Cell(told(spread, scale=1), spread.mean)


def class_accuracies(tables: Tables) -> str | None:
    """Accuracy class by class; none where no session recorded it."""
    if not any(row.class_accuracy for row in tables.summary.rows):
        return None
    return (
        "<section><h2>Accuracy class by class</h2><p>Share of the test samples of each class that were predicted"
        " right after the last round, in percent, mean over seeds. Darker is lower; rest on a cell for its spread.</p>"
        f"{each_group(tables, lambda group: _classes(tables, group))}</section>"
    )


def _classes(tables: Tables, group: Group) -> str:
    rows = of_group(tables.summary.rows, group)
    count = max(len(row.class_accuracy) for row in rows)
    caption = "A column per class, by its index. “Lowest” is the class that did worst on average."
    groups = [[_class_line(row) for row in own] for _, own in groupby(rows, key=lambda row: row.policy)]
    return grid(caption, ["Selection", "Training", *map(str, range(count)), "Lowest"], groups)


def _class_line(row: SchemeSummary) -> Line:
    known = [spread.mean for spread in row.class_accuracy if spread]
    lowest = Cell(f"{100 * min(known):.1f}" if known else "–", min(known, default=-1.0))
    return (head(row.policy), Cell(swatch(row.training_scheme), heads=True), *map(_shade, row.class_accuracy), lowest)


def _shade(spread: Spread | None) -> Cell:
    if spread is None:
        return Cell("–", -1.0)
    share = (BEST_SHARE - min(max(spread.mean, WORST_SHARE), BEST_SHARE)) / (BEST_SHARE - WORST_SHARE)
    shade = f'<span class="shade" style="--s:{100 * share:.0f}%" title="{told(spread)}">{100 * spread.mean:.1f}</span>'
    return Cell(shade, spread.mean)
