"""Table 1: accuracy, areas and effort of every policy with every training scheme, and accuracy class by class."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from activate_va.studies.design import BASELINE_SCHEME
from activate_va.studies.measures import Group
from activate_va.studies.report.grid import Cell, Line, grid, head
from activate_va.studies.report.groups import each_group, of_group
from activate_va.studies.report.tables import Tables
from activate_va.studies.report.wording import swatch, told
from activate_va.studies.summary import SchemeSummary, Spread

HEADINGS = {
    "Selection": "policy",
    "Training": "training scheme",
    "Seeds": "number of sessions",
    "Accuracy, %": "on the test split, after the last round",
    "Gain on RS": "percentage points of accuracy above random selection with the same seed",
    "Macro F1, %": "mean over classes",
    "ECE, %": "expected calibration error, 15 bins; lower is better",
    "AUC, mean height": "times 100",
    "AUC, from the origin": "times 100",
    "Corrected": "labels moved from the class that the machine had placed them in",
    "By hand": "labels given where there was no placement",
    "Relabels": "corrected and by hand",
}
HIGHER = ("accuracy", "macro_f1", "area_mean_height", "area_from_origin")
DIGITS = {"accuracy": 1, "macro_f1": 1, "calibration_error": 1, "area_mean_height": 2, "area_from_origin": 2}
"""Decimals that are shown, of a hundredfold."""
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
    headings = [f'<span title="{meaning}">{name}</span>' for name, meaning in HEADINGS.items()]
    groups = [[_line(row, rows) for row in own] for _, own in groupby(rows, key=lambda row: row.policy)]
    return grid(caption, headings, groups)


def _line(row: SchemeSummary, rows: Sequence[SchemeSummary]) -> Line:
    rivals = [other for other in rows if other.training_scheme == row.training_scheme]
    best = {name: _is_best(row, rivals, name) for name in DIGITS}
    cells = {name: _cell(getattr(row, name), digits, best[name]) for name, digits in DIGITS.items()}
    return (
        head(row.policy),
        Cell(swatch(row.training_scheme), heads=True),
        Cell(f"{len(row.seeds)}", len(row.seeds)),
        cells["accuracy"],
        _gain(row),
        *(cells[name] for name in DIGITS if name != "accuracy"),
        *(_effort(spread) for spread in (row.corrected, row.hand_labelled, row.relabels)),
    )


def _is_best(row: SchemeSummary, rivals: Sequence[SchemeSummary], name: str) -> bool:
    """Highest, or for calibration lowest, of several; as far as the table shows, so that equal numbers look equal."""
    sign = 1 if name in HIGHER else -1
    digits = DIGITS[name]
    shown = {id(other): round(sign * 100 * spread.mean, digits) for other in rivals if (spread := getattr(other, name))}
    return len(rivals) > 1 and id(row) in shown and shown[id(row)] == max(shown.values())


def _cell(spread: Spread | None, digits: int, best: bool) -> Cell:
    return Cell(told(spread, digits), spread.mean if spread else -1.0, strong=best)


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
