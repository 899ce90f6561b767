"""Representations of the served datasets and their neighbour graphs: from the cache, or computed once as a job."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from activate_va.datasets.held_out import Reference
from activate_va.datasets.shelf import DatasetShelf
from activate_va.digest import json_digest
from activate_va.jobs.cluster import PROJECTION
from activate_va.jobs.errors import SpaceNotReady
from activate_va.jobs.once import Once
from activate_va.jobs.representing import Represented, learnt, neighbours_in, represent, spectrum_of
from activate_va.jobs.service import Job, Jobs
from activate_va.pool import (
    Encoder,
    Need,
    Needs,
    load_graph,
    load_spectrum,
    own_embedding_of,
    spectrum_key,
    store_graph,
    store_spectrum,
)
from activate_va.recent import Recent
from activate_va.representations import (
    Learnt,
    load,
    load_encoder,
    load_parts,
    representation_key,
    representations,
    store_encoder,
    store_learnt,
)

HELD = 4
"""Representations in memory, those used last: 10 MB for MNIST, its graph included."""


class Representer:
    """Gives representations where they are known, and computes them where they are not, each once."""

    def __init__(self, jobs: Jobs, shelf: DatasetShelf, folder: Path) -> None:
        self.jobs = jobs
        self.shelf = shelf
        self.folder = folder
        self._once = Once(jobs)
        self._known: Recent[str, Represented] = Recent(HELD)
        self._spectra: Recent[str, NDArray[np.float32]] = Recent(HELD)

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
            raise _not_ready(f"the space {method} of {name}", job)
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
            raise _not_ready(f"the network of {method} of {name}", job)
        return known

    def find_spectrum(self, name: Reference, method: str) -> NDArray[np.float32] | None:
        """Eigenvectors (n, q) of the representation's graph, if they have been computed."""
        key = spectrum_key(self._key(name, method))
        known = self._spectra.get(key)
        if known is None:
            known = load_spectrum(key, self.folder)
            if known is not None:
                self._spectra.put(key, known)
        return known

    def spectrum(self, name: Reference, method: str) -> NDArray[np.float32]:
        """The same. Where it, or the representation, is missing the job is started, and SpaceNotReady raised."""
        self.represented(name, method)
        known = self.find_spectrum(name, method)
        if known is None:
            job = self.compute_spectrum(name, method)
            raise _not_ready(f"the graph of {method} of {name}", job)
        return known

    def compute_spectrum(self, name: Reference, method: str) -> Job:
        """The job that computes it: the one that runs already, or a new one. Raises as `represented` does."""
        neighbours = self.represented(name, method).neighbours
        key = spectrum_key(self._key(name, method))
        return self._once.job(
            key,
            lambda: self.jobs.submit(
                "represent",
                spectrum_of,
                {"neighbours": neighbours},
                resource=PROJECTION,
                keep=lambda vectors: store_spectrum(key, vectors, self.folder),
                makes=key,
            ),
        )

    def missing(self, name: Reference, method: str, needs: Needs = frozenset()) -> Job | None:
        """The job that computes what is missing next: the representation, or of what is needed its eigenvectors.

        None where nothing is. Raises as `compute` does.
        """
        if self.find(name, method) is None:
            return self.compute(name, method)
        if Need.SPECTRUM in needs and self.find_spectrum(name, method) is None:
            return self.compute_spectrum(name, method)
        return None

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
            "known": self._known_parts(name, method),
        }
        return self.jobs.submit(
            "represent",
            represent,
            arguments,
            resource=PROJECTION,
            keep=lambda made: self._keep(name, key, made),
            makes=key,
        )

    def _submit_learning(self, name: Reference, method: str, key: str, own_key: str) -> Job:
        return self.jobs.submit(
            "represent",
            learnt,
            {
                "reference": self.shelf.reference(name),
                "method": method,
                "known": self._known_parts(name, method),
            },
            resource=PROJECTION,
            keep=lambda made: self._keep_encoder(key, made.encoder),
            makes=own_key,
        )

    def _known_parts(self, name: Reference, method: str) -> dict[str, Learnt]:
        """What the representation's parts have learnt, of those whose points, and network where they teach one, are
        at hand."""
        return load_parts(representations[method], lambda part: self._key(name, part.name), self.folder)

    def _keep(self, name: Reference, key: str, made: Represented) -> None:
        for part, its in made.parts:
            store_learnt(self._key(name, part), its, self.folder)
        store_graph(key, made.neighbours, self.folder)
        store_learnt(key, Learnt(made.points, made.encoder), self.folder)

    def _keep_encoder(self, key: str, encoder: Encoder | None) -> None:
        if encoder is not None:
            store_encoder(key, encoder, self.folder)

    def _key(self, name: Reference, method: str) -> str:
        dataset, own = self.shelf.open(name), own_embedding_of(method)
        if own is not None:
            return json_digest([dataset.digest, "own embedding", own, dataset.own(own).digest])
        return representation_key(dataset.digest, representations[method])


def _not_ready(what: str, job: Job) -> SpaceNotReady:
    """What to say while the job computes it."""
    return SpaceNotReady(f"{what} is not ready: {job.stage}, {job.fraction:.0%}")
