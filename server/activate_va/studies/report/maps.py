"""The maps of Figure 3: each projection with the true classes, and with those inferred from the labels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from activate_va.analysis.runs import Held, Row
from activate_va.datasets import Dataset, DatasetError, open_dataset
from activate_va.options import options_of
from activate_va.pool import Need, PoolView, Source, content_of
from activate_va.projections import load, projection_key, projection_of, projections
from activate_va.seeding import Purpose, generator
from activate_va.studies.preparation import PROJECTIONS
from activate_va.studies.report.raster import map_picture
from activate_va.studies.report.tables import Tables
from activate_va.training import LabelSet, TrainingContext, schemes
from activate_va.training.inferred import inferred_of
from activate_va.value import Value

ON_A_MAP = "projection"
"""The feature space of what is drawn."""


class Case(Held):
    """What is held while projections are compared."""

    dataset: str
    policy: str
    labeller: str
    training_scheme: str


class InferredMap(NamedTuple):
    """A projection of the pool, coordinates float32 (n, 2), and its classes int64 (n,): true, and inferred from the
    labels of one session; -1 where none was inferred."""

    projection: str
    coordinates: NDArray[np.float32]
    true: NDArray[np.int64]
    inferred: NDArray[np.int64]
    labels: int

    @property
    def accuracy(self) -> float:
        """The share of the pool whose class was inferred correctly."""
        return float(np.mean(self.inferred == self.true))


class PoolMap(Value):
    """Pictures of one projection, base64 as `map_picture` makes them; `accuracy` in [0, 1] is of the inferred classes.

    Null where the study does not keep its coordinates.
    """

    title: str
    true: str | None
    inferred: str | None
    labels: int
    accuracy: float | None


class PoolMaps(Value):
    """The maps of one dataset, for its first case and seed, of `samples` of the pool; `problem` says why there are
    none."""

    case: Case
    seed: int
    samples: int
    classes: tuple[str, ...]
    maps: tuple[PoolMap, ...]
    problem: str | None


def title_of(projection: str) -> str:
    return projections[projection].title if projection in projections else projection


def last_rows(tables: Tables) -> list[Row]:
    """The rows of the last round."""
    last = tables.design["rounds"]
    return [row for row in tables.rows("rounds") if row["round"] == last]


def pool_maps(tables: Tables, cases: Sequence[Case]) -> tuple[PoolMaps, ...]:
    """The maps of each dataset, for the first case of it."""
    first = {case.dataset: case for case in reversed(cases)}
    return tuple(_maps(tables, case) for case in cases if first[case.dataset] == case)


def _maps(tables: Tables, case: Case) -> PoolMaps:
    opened, seed = dataset_of(tables, case.dataset), first_seed(tables, case)
    if isinstance(opened, str):
        return PoolMaps(case=case, seed=seed, samples=0, classes=(), maps=(), problem=opened)
    return PoolMaps(
        case=case,
        seed=seed,
        samples=len(opened.pool),
        classes=tuple(opened.classes),
        maps=tuple(_map(tables, case, opened, name, seed) for name in tables.design["projections"]),
        problem=None,
    )


def first_seed(tables: Tables, case: Case) -> int:
    return min(int(row["seed"]) for row in last_rows(tables) if Case.of(row) == case)


def _map(tables: Tables, case: Case, dataset: Dataset, projection: str, seed: int) -> PoolMap:
    title, found = title_of(projection), inferred_map(tables, case, dataset, projection, seed)
    if found is None:
        return PoolMap(title=title, true=None, inferred=None, labels=0, accuracy=None)
    return PoolMap(
        title=title,
        true=map_picture(found.coordinates, found.true),
        inferred=map_picture(found.coordinates, found.inferred),
        labels=found.labels,
        accuracy=found.accuracy,
    )


def inferred_map(tables: Tables, case: Case, dataset: Dataset, projection: str, seed: int) -> InferredMap | None:
    """As the session inferred it in its last round; None where the study does not keep what it takes."""
    chosen = tables.design.get("options", {})
    coordinates = load(projection_key(dataset.digest, projection_of(projection, chosen)), tables.folder / PROJECTIONS)
    rows = _labels(tables, case, projection, seed)
    if coordinates is None or dataset.pool.labels is None or not rows:
        return None
    labels = LabelSet(
        np.array([row["sample_id"] for row in rows], np.int64),
        np.array([row["class_index"] for row in rows], np.int64),
        np.array([row["confidence"] for row in rows], np.float64),
    )
    rng = generator(seed, Purpose.TRAINING, tables.design["rounds"])
    scheme = schemes[case.training_scheme]
    view = PoolView(
        content_of(dataset, tables.folder / PROJECTIONS), ON_A_MAP, {Need.PROJECTION: Source(lambda: coordinates)}
    )
    options = options_of(schemes, case.training_scheme, chosen)
    context = TrainingContext(len(dataset.pool), options=options, **view.inputs(scheme))
    inferred = inferred_of(scheme.assemble(labels, context, rng), len(dataset.pool))
    return InferredMap(projection, coordinates, dataset.pool.labels, inferred, len(rows))


def _labels(tables: Tables, case: Case, projection: str, seed: int) -> list[Row]:
    """The labels of one session, by sample, whichever classifier it trained."""
    held = {"dataset": case.dataset, "policy": case.policy, "labeller": case.labeller}
    wanted = {**held, "projection": projection, "seed": seed, "classifier": tables.design["classifiers"][0]}
    own = [row for row in tables.rows("labels") if all(row[name] == value for name, value in wanted.items())]
    return sorted(own, key=lambda row: int(row["sample_id"]))


def dataset_of(tables: Tables, name: str) -> Dataset | str:
    """The dataset that the study was run on; in words, why it cannot be had."""
    for reference, digest in tables.manifest["data"].items():
        try:
            dataset = open_dataset(reference)
        except DatasetError as error:
            if reference == name:
                return error.detail
            continue
        if dataset.name == name:
            return dataset if dataset.digest == digest else "its files are not those that the study was run on."
    return "its files are not where they were."
