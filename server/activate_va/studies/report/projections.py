"""Figure 3: what labels bring to the rest of the pool on each projection."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from activate_va.analysis.paper import EPOCHS, LABELS
from activate_va.analysis.runs import Row
from activate_va.analysis.spread import Spread, spread_of_known
from activate_va.pool import Need, origins
from activate_va.studies.errors import MapsNotKept
from activate_va.studies.report.maps import (
    ON_A_MAP,
    Case,
    InferredMap,
    PoolMaps,
    dataset_of,
    first_seed,
    inferred_map,
    last_rows,
    pool_maps,
    title_of,
)
from activate_va.studies.report.tables import Tables
from activate_va.training import schemes
from activate_va.value import Value

PAPERS_UMAP = 88
"""Percent of the test split, stated for UMAP and a convolutional network, from one run."""


class ProjectionRow(Value):
    """Accuracies in [0, 1] over seeds: of labels inferred for the pool, and of each classifier on the test split."""

    title: str
    pool: Spread | None
    test: tuple[Spread | None, ...]


class ProjectionTable(Value):
    """The projections in one case, after `labels` labels; `paper` is its number in percent, where it has one."""

    case: Case
    labels: int
    classifiers: tuple[str, ...]
    rows: tuple[ProjectionRow, ...]
    paper: int | None


class ProjectionComparison(Value):
    """A table for each case, and the maps of each dataset."""

    tables: tuple[ProjectionTable, ...]
    maps: tuple[PoolMaps, ...]


def compare_projections(tables: Tables) -> ProjectionComparison | None:
    """None for a study of one projection, or without labels inferred on it."""
    cases = cases_of(tables)
    if len(tables.design["projections"]) < 2 or tables.design["distance_space"] != ON_A_MAP or not cases:
        return None
    return ProjectionComparison(tables=tuple(_table(tables, case) for case in cases), maps=pool_maps(tables, cases))


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


def _table(tables: Tables, case: Case) -> ProjectionTable:
    own = [row for row in last_rows(tables) if Case.of(row) == case]
    classifiers = tuple(dict.fromkeys(row["classifier"] for row in own))
    return ProjectionTable(
        case=case,
        labels=own[0]["labels"],
        classifiers=classifiers,
        rows=tuple(_row(name, own, classifiers) for name in dict.fromkeys(row["projection"] for row in own)),
        paper=_paper(case, own, tables.design["epochs"]),
    )


def _paper(case: Case, rows: Sequence[Row], epochs: int) -> int | None:
    named = (case.dataset, case.policy, case.training_scheme) == ("mnist", "uniform", "IL")
    return PAPERS_UMAP if named and rows[0]["labels"] == LABELS and epochs == EPOCHS else None


def _row(projection: str, rows: Sequence[Row], classifiers: Iterable[str]) -> ProjectionRow:
    own = [row for row in rows if row["projection"] == projection]
    pool = {row["seed"]: row["pool_accuracy"] for row in own}
    test = ([row["accuracy"] for row in own if row["classifier"] == name] for name in classifiers)
    return ProjectionRow(
        title=title_of(projection), pool=spread_of_known(pool.values()), test=tuple(map(spread_of_known, test))
    )
