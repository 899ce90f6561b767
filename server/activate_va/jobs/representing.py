"""What a worker does to represent a pool: the points of each sample, the network that gives them, the graph."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from activate_va.datasets import open_dataset
from activate_va.datasets.held_out import Reference
from activate_va.jobs.reporting import Report
from activate_va.pool import Encoder, Neighbours
from activate_va.pool.graph import NEIGHBOURS
from activate_va.pool.many import nearest_of_many
from activate_va.pool.spectrum import spectrum
from activate_va.representations import Learnt, representations

SHARE_OF_POINTS = 0.95
"""Of a job's progress; the rest is the graph."""


class Represented(NamedTuple):
    """Points (n, d) of a pool, int8 or, of an own embedding, float32; and their nearest others.

    `encoder`: the network that gives the points; None where none was taught, or it is not at hand. `parts`: what was
    learnt on the way, each after its representation's name.
    """

    points: NDArray[np.int8] | NDArray[np.float32]
    neighbours: Neighbours
    encoder: Encoder | None = None
    parts: tuple[tuple[str, Learnt], ...] = ()


def represent(
    reference: Reference, method: str, points: NDArray[np.int8] | None, known: Mapping[str, Learnt], report: Report
) -> Represented:
    """In a worker: compute the points of every pool sample where they are not given, and the graph.

    `known`: what parts of the representation have learnt already, by their names; the others are learnt now.
    """
    made, parts = (Learnt(points), {}) if points is not None else _learnt(reference, method, known, report)
    report("neighbours", SHARE_OF_POINTS)
    found = np.asarray(made.points, np.int8)
    graph = nearest_of_many(found.astype(np.float32), min(NEIGHBOURS, len(found) - 1))
    return Represented(found, graph, made.encoder, tuple(parts.items()))


def learnt(reference: Reference, method: str, known: Mapping[str, Learnt], report: Report) -> Learnt:
    """In a worker: the points of every pool sample, and the network that gives them."""
    return _learnt(reference, method, known, report)[0]


def _learnt(
    reference: Reference, method: str, known: Mapping[str, Learnt], report: Report
) -> tuple[Learnt, dict[str, Learnt]]:
    """The same, and what its parts had to learn for it."""
    parts = _learnt_parts(reference, method, known, report)
    return _whole(reference, method, {**known, **parts}, report), parts


def _learnt_parts(reference: Reference, method: str, known: Mapping[str, Learnt], report: Report) -> dict[str, Learnt]:
    """Of the representation's parts those that are not known."""
    missing = [part for part in representations[method].parts if part.name not in known]
    dataset, made = open_dataset(reference), dict[str, Learnt]()
    for position, part in enumerate(missing):
        share = partial(_share, report, position, len(missing))
        made[part.name] = part.learn(dataset.pool.items, dataset.kind, report=share)
    return made


def _whole(reference: Reference, method: str, parts: Mapping[str, Learnt], report: Report) -> Learnt:
    representation = representations[method]
    if representation.parts:
        return representation.of_parts([parts[part.name] for part in representation.parts])
    dataset = open_dataset(reference)
    return representation.learn(dataset.pool.items, dataset.kind, report=partial(_share, report, 0, 1))


def _share(report: Report, position: int, of: int, stage: str, done: float) -> None:
    """How far the points are, of which one part after another is learnt."""
    report(stage, SHARE_OF_POINTS * (position + done) / of)


def spectrum_of(neighbours: Neighbours, report: Report) -> NDArray[np.float32]:
    """In a worker: how the graph falls apart."""
    report("eigenvectors of the graph", 0.0)
    return spectrum(neighbours)


def neighbours_in(reference: Reference, own: str, report: Report) -> Neighbours:
    """In a worker: the graph of an embedding that came with the dataset."""
    points = open_dataset(reference).own(own).vectors
    report("neighbours", 0.0)
    return nearest_of_many(np.asarray(points), min(NEIGHBOURS, len(points) - 1))
