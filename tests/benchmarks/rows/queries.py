"""Queries of ten through the service: event, log and all; undone again after each."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cache, partial
from pathlib import Path

import numpy as np
from measuring import Pair, Row
from reference.selection import REFERENCED
from reference.selection import select as reference_select
from workload import labels

from activate_va.pool import spaces
from activate_va.projections import projection_key, projections, store
from activate_va.selection import schemes
from activate_va.services import Services
from rows.serving import as_if_trained, begin, held_open, learn, serving

COUNT, CALLS = 10, 8
LEARNT = ("TC", "SC", "PC", "GM", "CTD")
"""Schemes that are asked in a learnt space, too, where few labels are."""
MANY = 1_000_000
MILLION = "million"
SCHEMES = tuple(scheme.name for scheme in schemes)


@cache
def server() -> Services:
    """One for all rows, serving a synthetic pool of a million too."""
    folder = held_open.enter_context(tempfile.TemporaryDirectory())
    return held_open.enter_context(serving(synthetic(Path(folder))))


@contextmanager
def query(scheme: str, dataset: str, space: str = "projection", foreseen: bool = False) -> Iterator[Pair]:
    """`foreseen`: by who asks after a round, at whose end the selection was worked out."""
    services = server()
    data, rng = services.shelf.open(dataset), np.random.default_rng(0)
    if dataset == MILLION:
        spots = rng.normal(size=(len(data.pool), 2)).astype(np.float32)
        store(projection_key(data.digest, projections["umap"]), spots, services.projector.folder)
    probabilities = rng.dirichlet(np.full(10, 0.2), len(data.pool)).astype(np.float32)
    if method := spaces[space].representation:
        learn(services, dataset, method)
    session_id = begin(services, dataset, distance_space=space)
    as_if_trained(services, session_id, probabilities, schemes[scheme].needs)
    selected = labels().sample_ids
    services.sessions.pick(session_id, selected.tolist())
    places = services.projector.coordinates(dataset, "umap", {})
    if space == "original":
        places = data.pool.items.reshape(len(data.pool), -1).astype(np.float32) / 255
    available = np.setdiff1d(np.arange(len(data.pool)), selected)

    def put_back() -> None:
        services.sessions.undo(session_id)
        if foreseen:
            services.sessions.selecting.foreseeing.selection(services.sessions.state(session_id), scheme, COUNT)

    yield Pair(
        lambda: services.sessions.query(session_id, scheme, COUNT),
        (lambda: reference_select(scheme, available, selected, places, probabilities, COUNT))
        if scheme in REFERENCED
        else None,
        between=put_back,
    )


def synthetic(folder: Path) -> str:
    """A dataset whose pool holds a million images of 2 x 2 pixels."""
    rng = np.random.default_rng(0)
    path, n_train = folder / f"{MILLION}.npz", MANY + 5_000
    images, classes = rng.integers(0, 256, (n_train + 100, 2, 2), dtype=np.uint8), np.arange(n_train + 100) % 10
    np.savez(
        path, x_train=images[:n_train], y_train=classes[:n_train], x_test=images[n_train:], y_test=classes[n_train:]
    )
    return str(path)


def row(scheme: str, large: bool) -> Row:
    pool, reach = ("1,000,000", 0.5) if large else ("55,000", 0.06)
    what = f"query of {COUNT}, {schemes[scheme].name}, pool of {pool}"
    setup: partial[AbstractContextManager[Pair]] = partial(query, scheme, MILLION if large else "mnist")
    return Row(f"query-{'1M' if large else '55k'}-{scheme}", what, reach, setup, percentile=95, calls=CALLS)


QUERIES = (
    *(row(scheme, large=False) for scheme in SCHEMES),
    *(row(scheme, large=True) for scheme in SCHEMES),
    Row(
        "query-original",
        f"query of {COUNT}, LCDS, 55,000 in the 784-dimensional original space",
        0.5,
        partial(query, "LCDS", "mnist", space="original"),
        percentile=95,
    ),
    *(
        Row(
            f"query-learnt-{scheme}",
            f"query of {COUNT}, {scheme}, 55,000 in the space self_supervised",
            0.06,
            partial(query, scheme, "mnist", space="self_supervised"),
            percentile=95,
            calls=CALLS,
        )
        for scheme in LEARNT
    ),
    *(
        Row(
            f"query-next-{scheme}",
            f"query of {COUNT}, {scheme}, right after a round, 55,000 in the space self_supervised",
            0.06,
            partial(query, scheme, "mnist", space="self_supervised", foreseen=True),
            percentile=95,
            calls=CALLS,
        )
        for scheme in (*LEARNT, "KC", "BADGE", "MIX")
    ),
)
