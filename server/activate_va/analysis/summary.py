"""All that a study found, once: tables, learning curves, tests, confidences and the paper's numbers beside ours.

It is pure: from the rows of the tables, and the number of epochs, which is part of the paper's protocol. The page, the
report and notebooks draw the same summary.
"""

from __future__ import annotations

from collections.abc import Iterable

from activate_va.analysis.confidence import GroupConfidence, confidence_by_class
from activate_va.analysis.curves import Curve, curve_of
from activate_va.analysis.paper import PaperComparison, beside_the_paper
from activate_va.analysis.runs import Group, Row, runs_of, session_of
from activate_va.analysis.significance import SchemeTest, tests_of
from activate_va.analysis.statistics import ALPHA
from activate_va.analysis.table import SchemeSummary, scheme_summary
from activate_va.value import Value


class StudySummary(Value):
    """Rows and curves in the order of the tables: by group, policy, training scheme; and the tests over them.

    `alpha` is the level of the tests. `confidence` is empty where fewer than two confidences were stated, `paper`
    where no group repeats the paper's protocol.
    """

    sessions: int
    groups: tuple[Group, ...]
    rows: tuple[SchemeSummary, ...]
    curves: tuple[Curve, ...]
    alpha: float
    tests: tuple[SchemeTest, ...]
    confidence: tuple[GroupConfidence, ...]
    paper: tuple[PaperComparison, ...]


def summarise(
    rounds: Iterable[Row], times: Iterable[Row] = (), labels: Iterable[Row] = (), epochs: int | None = None
) -> StudySummary:
    """From the rows of the tables; those of `rounds` ascend by round in each session.

    `times` names the sessions, `labels` gives their confidences, `epochs` are those of the design. An empty table
    gives an empty summary.
    """
    rows = list(rounds)
    runs = runs_of(rows)
    groups = tuple(dict.fromkeys(group for group, _, _ in runs))
    sessions = {session_of(row): row["session_id"] for row in times}
    table = tuple(scheme_summary(place, runs) for place in runs)
    curves = tuple(curve_of(place, by_seed, sessions) for place, by_seed in runs.items())
    return StudySummary(
        sessions=len({session_of(row) for row in rows}),
        groups=groups,
        rows=table,
        curves=curves,
        alpha=ALPHA,
        tests=tests_of(rows),
        confidence=confidence_by_class(groups, list(labels)),
        paper=beside_the_paper(groups, table, curves, epochs),
    )
