"""Figure 3: what labels bring to the rest of the pool on each projection."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from activate_va.analysis.paper import EPOCHS, LABELS
from activate_va.analysis.runs import Row
from activate_va.analysis.summary import Spread
from activate_va.pool import Need, origins
from activate_va.studies.errors import MapsNotKept
from activate_va.studies.report.grid import Cell, Line, grid, head
from activate_va.studies.report.maps import (
    ON_A_MAP,
    Case,
    InferredMap,
    dataset_of,
    first_seed,
    inferred_map,
    last_rows,
    pictures,
    title_of,
)
from activate_va.studies.report.tables import Tables
from activate_va.studies.report.wording import NONE, counted, told
from activate_va.training import schemes


def projection_maps(tables: Tables) -> str | None:
    """The section of Figure 3; none for a study of one projection, or without labels inferred on it."""
    cases = cases_of(tables)
    if len(tables.design["projections"]) < 2 or tables.design["distance_space"] != ON_A_MAP or not cases:
        return None
    parts = "".join(_table(tables, case) for case in cases)
    return (
        "<section><h2>Projections: labels inferred for the whole pool</h2><p>Each pool sample takes the class of"
        " labelled samples near it on the map; the classifier is trained on the result. After Figure 3 of"
        f" Legg et al. (2019).</p>{parts}{pictures(tables, cases)}</section>"
    )


def cases_of(tables: Tables) -> list[Case]:
    """The cases in which labels were inferred on a map."""
    return list(dict.fromkeys(Case.of(row) for row in last_rows(tables) if _inferred_on_a_map(row)))


def inferred_maps(tables: Tables) -> tuple[InferredMap, ...]:
    """Each projection of the study, in the first case and for its first seed. Raises MapsNotKept."""
    case = next(iter(cases_of(tables)), None)
    if case is None or tables.design["distance_space"] != ON_A_MAP:
        raise MapsNotKept("the study inferred no labels on a projection")
    dataset = dataset_of(tables, case.dataset)
    if isinstance(dataset, str):
        raise MapsNotKept(f"{case.dataset}: {dataset}")
    found = [
        inferred_map(tables, case, dataset, name, first_seed(tables, case)) for name in tables.design["projections"]
    ]
    return tuple(each for each in found if each is not None)


def _inferred_on_a_map(row: Row) -> bool:
    name = row["training_scheme"]
    return (
        row.get("pool_accuracy") is not None
        and name in schemes
        and (Need.PROJECTION in origins(schemes[name].needs, ON_A_MAP))
    )


def _table(tables: Tables, case: Case) -> str:
    own = [row for row in last_rows(tables) if Case.of(row) == case]
    classifiers = list(dict.fromkeys(row["classifier"] for row in own))
    caption = (
        f"{escape(case.dataset)}, selection {escape(case.policy)}, labeller {escape(case.labeller)},"
        f" {escape(case.training_scheme)}: {counted(own[0]['labels'], 'label')}, means over seeds."
        f"{_papers(case, own, tables.design['epochs'])}"
    )
    headings = ["Projection", "Pool labelled right, %", *(f"Test, {escape(_called(name))}, %" for name in classifiers)]
    names = dict.fromkeys(row["projection"] for row in own)
    return grid(caption, headings, [[_line(name, own, classifiers)] for name in names])


def _papers(case: Case, rows: Sequence[Row], epochs: int) -> str:
    named = (case.dataset, case.policy, case.training_scheme) == ("mnist", "uniform", "IL")
    same = named and rows[0]["labels"] == LABELS and epochs == EPOCHS
    return " The paper states 88 for UMAP and a convolutional network, from one run." if same else ""


def _line(projection: str, rows: Sequence[Row], classifiers: Sequence[str]) -> Line:
    own = [row for row in rows if row["projection"] == projection]
    pool = {row["seed"]: row["pool_accuracy"] for row in own}
    test = [[row["accuracy"] for row in own if row["classifier"] == name] for name in classifiers]
    return [head(title_of(projection)), *(_cell(values) for values in (list(pool.values()), *test))]


def _cell(values: Sequence[float]) -> Cell:
    if not values:
        return Cell(NONE, float("-inf"))
    spread = Spread.of(values)
    return Cell(told(spread), spread.mean)


def _called(classifier: str) -> str:
    return {"logistic_regression": "logistic regression", "cnn": "CNN"}.get(classifier, classifier)
