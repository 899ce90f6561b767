"""Projections of the served datasets: from the cache, or computed once as a job."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from activate_va.datasets import Dataset, open_dataset
from activate_va.datasets.held_out import Reference
from activate_va.datasets.shelf import DatasetShelf
from activate_va.digest import json_digest
from activate_va.jobs.cluster import PROJECTION
from activate_va.jobs.errors import ProjectionNotReady
from activate_va.jobs.once import Once
from activate_va.jobs.reporting import Report
from activate_va.jobs.service import Job, Jobs
from activate_va.options import Chosen
from activate_va.pool import PoolCache, features_of
from activate_va.projections import load, projection_key, projection_of, store
from activate_va.recent import Recent

HELD = 64
"""Coordinates in memory, those used last: a megabyte for 130,000 samples."""


class CachedLayout(NamedTuple):
    """Coordinates float32 (n, 2), and the content key they are kept under."""

    key: str
    coordinates: NDArray[np.float32]


def project(
    reference: Reference, method: str, chosen: Chosen, own: str | None, folder: Path, report: Report
) -> NDArray[np.float32]:
    """In a worker: compute the coordinates (n, 2) of every pool sample; `folder` keeps the pool's neighbour graph."""
    dataset = open_dataset(reference)
    report("features", 0.0)
    features = features_of(dataset, folder) if own is None else np.asarray(dataset.own(own).vectors)
    cache = PoolCache(_seen_digest(dataset, own), folder)
    return projection_of(method, chosen).compute(features, report=report, cache=cache)


def _seen_digest(dataset: Dataset, own: str | None) -> str:
    """Of the pool as it is laid out: as it is, or in an embedding of its own."""
    return dataset.digest if own is None else json_digest([dataset.digest, "own", own, dataset.own(own).digest])


class Projector:
    """Gives coordinates where they are known, and computes them where they are not, each once.

    `chosen`: options by the key of their entry, of which those of the method count. `own`: the embedding that came with
    the dataset and is laid out in place of its samples, None: these are. Raises, beside what each call says,
    UnknownName, InvalidOptions and OwnEmbeddingNotFound.
    """

    def __init__(self, jobs: Jobs, shelf: DatasetShelf, folder: Path) -> None:
        self.jobs = jobs
        self.shelf = shelf
        self.folder = folder
        self._once = Once(jobs)
        self._known: Recent[str, NDArray[np.float32]] = Recent(HELD)

    def find(self, name: Reference, method: str, chosen: Chosen, own: str | None = None) -> CachedLayout | None:
        """The coordinates, if they have been computed. Raises DatasetNotFound."""
        key = self._key(name, method, chosen, own)
        known = self._known.get(key)
        if known is None:
            known = load(key, self.folder)
            if known is None:
                return None
            self._known.put(key, known)
        return CachedLayout(key, known)

    def coordinates(self, name: Reference, method: str, chosen: Chosen, own: str | None = None) -> NDArray[np.float32]:
        """The coordinates. Where they are missing the job is started, and ProjectionNotReady raised."""
        known = self.find(name, method, chosen, own)
        if known is None:
            job = self.compute(name, method, chosen, own)
            detail = f"projection {method} of {name} is not ready: {job.stage}, {job.fraction:.0%}"
            raise ProjectionNotReady(detail, job_id=job.id)
        return known.coordinates

    def compute(self, name: Reference, method: str, chosen: Chosen, own: str | None = None) -> Job:
        """The job that computes it: the one that runs already, or a new one."""
        key = self._key(name, method, chosen, own)
        return self._once.job(key, lambda: self._submit(name, method, chosen, own, key))

    def _submit(self, name: Reference, method: str, chosen: Chosen, own: str | None, key: str) -> Job:
        reference = self.shelf.reference(name)
        return self.jobs.submit(
            "project",
            project,
            {"reference": reference, "method": method, "chosen": chosen, "own": own, "folder": self.folder},
            resource=PROJECTION,
            keep=lambda coordinates: store(key, coordinates, self.folder),
            makes=key,
        )

    def _key(self, name: Reference, method: str, chosen: Chosen, own: str | None) -> str:
        return projection_key(_seen_digest(self.shelf.open(name), own), projection_of(method, chosen))
