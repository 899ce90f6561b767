"""Representations of the served datasets and their neighbour graphs: from the cache, or computed once as a job."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from activate_va.datasets import open_dataset
from activate_va.datasets.held_out import Reference
from activate_va.datasets.shelf import DatasetShelf
from activate_va.digest import json_digest
from activate_va.jobs.cluster import PROJECTION
from activate_va.jobs.errors import SpaceNotReady
from activate_va.jobs.once import Once
from activate_va.jobs.reporting import Report
from activate_va.jobs.service import Job, Jobs
from activate_va.pool import Encoder, Neighbours, load_graph, own_embedding_of, store_graph
from activate_va.pool.features import nearest_others
from activate_va.pool.graph import NEIGHBOURS
from activate_va.recent import Recent
from activate_va.representations import (
    Learnt,
    load,
    load_encoder,
    representation_key,
    representations,
    store,
    store_encoder,
)

HELD = 4
"""Representations in memory, those used last: 10 MB for MNIST, its graph included."""
SHARE_OF_POINTS = 0.95
"""Of a job's progress; the rest is the graph."""


class Represented(NamedTuple):
    """Points (n, d) of a pool, int8 or, of an own embedding, float32; and their nearest others.

    `encoder`: the network that gives the points; None where none was taught, or it is not at hand.
    """

    points: NDArray[np.int8] | NDArray[np.float32]
    neighbours: Neighbours
    encoder: Encoder | None = None


def represent(reference: Reference, method: str, points: NDArray[np.int8] | None, report: Report) -> Represented:
    """In a worker: compute the points of every pool sample where they are not given, and the graph."""
    made = Learnt(points) if points is not None else learnt(reference, method, report)
    report("neighbours", SHARE_OF_POINTS)
    found = np.asarray(made.points, np.int8)
    graph = nearest_others(found.astype(np.float32), min(NEIGHBOURS, len(found) - 1))
    return Represented(found, graph, made.encoder)


def learnt(reference: Reference, method: str, report: Report) -> Learnt:
    """In a worker: the points of every pool sample, and the network that gives them."""
    dataset = open_dataset(reference)
    return representations[method].learn(
        dataset.pool.items, dataset.kind, report=lambda stage, done: report(stage, SHARE_OF_POINTS * done)
    )


def neighbours_in(reference: Reference, own: str, report: Report) -> Neighbours:
    """In a worker: the graph of an embedding that came with the dataset."""
    points = open_dataset(reference).own(own).vectors
    report("neighbours", 0.0)
    return nearest_others(np.asarray(points), min(NEIGHBOURS, len(points) - 1))


class Representer:
    """Gives representations where they are known, and computes them where they are not, each once."""

    def __init__(self, jobs: Jobs, shelf: DatasetShelf, folder: Path) -> None:
        self.jobs = jobs
        self.shelf = shelf
        self.folder = folder
        self._once = Once(jobs)
        self._known: Recent[str, Represented] = Recent(HELD)

    def find(self, name: Reference, method: str) -> Represented | None:
        """The representation, if it has been computed. Raises DatasetNotFound, UnknownName, OwnEmbeddingNotFound."""
        key = self._key(name, method)
        known = self._known.get(key)
        if known is None:
            points, neighbours = self._points(name, method, key), load_graph(key, self.folder)
            if points is None or neighbours is None:
                return None
            known = Represented(points, neighbours)
            self._known.put(key, known)
        return known

    def represented(self, name: Reference, method: str) -> Represented:
        """The representation. Where it is missing the job is started, and SpaceNotReady raised."""
        known = self.find(name, method)
        if known is None:
            job = self.compute(name, method)
            raise SpaceNotReady(f"the space {method} of {name} is not ready: {job.stage}, {job.fraction:.0%}")
        return known

    def encoder(self, name: Reference, method: str) -> Encoder:
        """The network that gives the representation, of a method that teaches one.

        Where it is missing, as beside points of an older version, the job is started, and SpaceNotReady raised.
        """
        self.represented(name, method)
        key = self._key(name, method)
        known = load_encoder(key, self.folder)
        if known is None:
            job = self.compute_encoder(name, method)
            raise SpaceNotReady(f"the network of {method} of {name} is not ready: {job.stage}, {job.fraction:.0%}")
        return known

    def compute_encoder(self, name: Reference, method: str) -> Job:
        """The job that computes it: the one that runs already, or a new one."""
        key = self._key(name, method)
        own_key = json_digest([key, "encoder"])
        return self._once.job(own_key, lambda: self._submit_learning(name, method, key, own_key))

    def compute(self, name: Reference, method: str) -> Job:
        """The job that computes it: the one that runs already, or a new one.

        Raises KindNotRepresented, OwnEmbeddingNotFound.
        """
        if own_embedding_of(method) is None:
            representations[method].check(self.shelf.open(name).kind)
        key = self._key(name, method)
        return self._once.job(key, lambda: self._submit(name, method, key))

    def _points(self, name: Reference, method: str, key: str) -> NDArray[np.int8] | NDArray[np.float32] | None:
        own = own_embedding_of(method)
        return load(key, self.folder) if own is None else self.shelf.open(name).own(own).vectors

    def _submit(self, name: Reference, method: str, key: str) -> Job:
        own = own_embedding_of(method)
        if own is not None:
            return self.jobs.submit(
                "represent",
                neighbours_in,
                {"reference": self.shelf.reference(name), "own": own},
                resource=PROJECTION,
                keep=lambda graph: store_graph(key, graph, self.folder),
            )
        arguments = {
            "reference": self.shelf.reference(name),
            "method": method,
            "points": load(key, self.folder),
        }
        return self.jobs.submit(
            "represent",
            represent,
            arguments,
            resource=PROJECTION,
            keep=lambda made: self._keep(key, made),
            makes=key,
        )

    def _submit_learning(self, name: Reference, method: str, key: str, own_key: str) -> Job:
        return self.jobs.submit(
            "represent",
            learnt,
            {"reference": self.shelf.reference(name), "method": method},
            resource=PROJECTION,
            keep=lambda made: self._keep_encoder(key, made.encoder),
            makes=own_key,
        )

    def _keep(self, key: str, made: Represented) -> None:
        store(key, np.asarray(made.points, np.int8), self.folder)
        store_graph(key, made.neighbours, self.folder)
        self._keep_encoder(key, made.encoder)

    def _keep_encoder(self, key: str, encoder: Encoder | None) -> None:
        if encoder is not None:
            store_encoder(key, encoder, self.folder)

    def _key(self, name: Reference, method: str) -> str:
        dataset, own = self.shelf.open(name), own_embedding_of(method)
        if own is not None:
            return json_digest([dataset.digest, "own embedding", own, dataset.own(own).digest])
        return representation_key(dataset.digest, representations[method])
