"""The maps of Figure 3: each projection with the true classes, and with those inferred from the labels."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from activate_va.analysis.runs import Row
from activate_va.datasets import Dataset, DatasetError, open_dataset
from activate_va.options import options_of
from activate_va.pool import Need, PoolView, Source, content_of
from activate_va.projections import load, projection_key, projections
from activate_va.seeding import Purpose, generator
from activate_va.simulation.inference import inferred_labels
from activate_va.studies.preparation import PROJECTIONS
from activate_va.studies.report.colours import class_colour
from activate_va.studies.report.raster import map_picture
from activate_va.studies.report.tables import Tables
from activate_va.studies.report.wording import counted
from activate_va.training import LabelSet, TrainingContext, schemes

ON_A_MAP = "projection"
"""The feature space of what is drawn."""


class Case(NamedTuple):
    """What is held while projections are compared."""

    dataset: str
    policy: str
    labeller: str
    training_scheme: str

    @classmethod
    def of(cls, row: Row) -> Case:
        return cls(*(row[name] for name in cls._fields))


class InferredMap(NamedTuple):
    """A projection of the pool, coordinates float32 (n, 2), and its classes int64 (n,): true, and inferred from the
    labels of one session; -1 where none was inferred."""

    projection: str
    coordinates: NDArray[np.float32]
    true: NDArray[np.int64]
    inferred: NDArray[np.int64]
    labels: int

    @property
    def right(self) -> float:
        """The share of the pool whose class was inferred right."""
        return float(np.mean(self.inferred == self.true))


def title_of(projection: str) -> str:
    return projections[projection].title if projection in projections else projection


def last_rows(tables: Tables) -> list[Row]:
    """The rows of the last round."""
    last = tables.design["rounds"]
    return [row for row in tables.rows("rounds") if row["round"] == last]


def pictures(tables: Tables, cases: Sequence[Case]) -> str:
    """The maps of each dataset, for the first case of it."""
    first = {case.dataset: case for case in reversed(cases)}
    return "".join(_figures(tables, case) for case in cases if first[case.dataset] == case)


def _figures(tables: Tables, case: Case) -> str:
    opened = dataset_of(tables, case.dataset)
    if isinstance(opened, str):
        return f'<p class="note">The maps of {escape(case.dataset)} are not drawn: {escape(opened)}</p>'
    seed = first_seed(tables, case)
    figures = "".join(_pair(tables, case, opened, name, seed) for name in tables.design["projections"])
    key = "".join(
        f'<span><i class="patch" style="background:{class_colour(index)}"></i>{escape(name)}</span>'
        for index, name in enumerate(opened.classes)
    )
    which = f"selection {case.policy}, labeller {case.labeller}, {case.training_scheme}, seed {seed}"
    return (
        f"<h3>{escape(case.dataset)}: true and inferred classes of {len(opened.pool):,} samples</h3>"
        f'<p>{escape(which)}.</p><p class="legend">{key}</p><div class="maps">{figures}</div>'
    )


def first_seed(tables: Tables, case: Case) -> int:
    return min(int(row["seed"]) for row in last_rows(tables) if Case.of(row) == case)


def _pair(tables: Tables, case: Case, dataset: Dataset, projection: str, seed: int) -> str:
    title, found = escape(title_of(projection)), inferred_map(tables, case, dataset, projection, seed)
    if found is None:
        return f"<figure><figcaption>{title}</figcaption><p>its coordinates are not kept with the study</p></figure>"
    return (
        f"<figure><figcaption>{title}</figcaption>"
        f"<div>{map_picture(found.coordinates, found.true, f'{title}, true classes')}<p>true classes</p></div>"
        f"<div>{map_picture(found.coordinates, found.inferred, f'{title}, inferred classes')}"
        f"<p>inferred from {counted(found.labels, 'label')}: {100 * found.right:.1f} % right</p></div></figure>"
    )


def inferred_map(tables: Tables, case: Case, dataset: Dataset, projection: str, seed: int) -> InferredMap | None:
    """As the session inferred it in its last round; None where the study does not keep what it takes."""
    coordinates = load(projection_key(dataset.digest, projections[projection]), tables.folder / PROJECTIONS)
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
    options = options_of(schemes, case.training_scheme, tables.design.get("options", {}))
    context = TrainingContext(len(dataset.pool), options=options, **view.inputs(scheme))
    inferred = inferred_labels(scheme.assemble(labels, context, rng), len(dataset.pool))
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
