"""Labels that flow from the labelled samples through the neighbour graph, cut into classes of given sizes."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from activate_va.options import Options
from activate_va.pool import LabelSet, Need, given
from activate_va.pool.similarities import similarities
from activate_va.training.base import POOL_BATCH_SIZE, TrainingContext, TrainingScheme, TrainingSet
from activate_va.training.graph import solved

LEAK = 1e-3
"""How much of what flows is lost at each sample, so that parts of the graph without all classes settle too."""
FLOWS_A_CUT = 40
FEW_CHANGED = 5e-4
PRICES = 40
TOO_FAR, ON = 0.5, 1.2
"""What a price's pace is multiplied by where its class has become too small from too large, and where it has not."""
Sizes = NDArray[np.float64]
Flow = NDArray[np.float32]


class PoissonOptions(Options):
    class_sizes: Annotated[
        Literal["equal", "estimated", "free"],
        Field(
            description="shares of the pool that classes are held to: equal (an assumption), estimated (those found "
            "without holding them to any), or free"
        ),
    ] = "estimated"
    cuts: Annotated[int, Field(ge=0, le=200, description="times that classes are cut out anew; 0: none are")] = 20


class PoissonLabelling(TrainingScheme):
    """The pool, in pool order, each sample with the class that flows to it most; all count alike.

    PoissonMBO, Calder, Cook, Thorpe and Slepčev 2020, "Poisson Learning: Graph Based Semi-Supervised Learning At Very
    Low Label Rates": labels are sources of their class and sinks of the mean of all; then the flow is cut into classes
    of given sizes again and again, each time after it has flowed on for a while. With 0 cuts it is Poisson learning
    alone. Unlike theirs the flow leaks a little, so that any graph will do. A labelled sample keeps its label. Samples
    that no label reaches are left out. Draws nothing at random.
    """

    name = "IPL"
    title = "Inferred labelling by Poisson learning"
    description = "Trains on the whole pool, with labels that flow from neighbour to neighbour, cut into classes."
    needs = frozenset({Need.NEIGHBOURS})
    n_neighbours = 10
    covers_pool = True
    options = PoissonOptions

    def arrange(self, labels: LabelSet, context: TrainingContext, rng: np.random.Generator) -> TrainingSet:
        similar = similarities(given(context.neighbours, Need.NEIGHBOURS))
        classes, columns = np.unique(labels.class_indices, return_inverse=True)
        sources = sources_of(labels.sample_ids, columns, context.pool_size)
        flow = flowed(similar, sources)
        reached = np.flatnonzero(flow.any(axis=1))
        inferred = classes[self._cut(similar, sources, flow, context.chosen(PoissonOptions))]
        inferred[labels.sample_ids] = labels.class_indices
        return TrainingSet(reached, inferred[reached], batch_size=POOL_BATCH_SIZE, stop_when_level=True)

    def _cut(self, similar: Any, sources: Flow, flow: Flow, options: PoissonOptions) -> NDArray[np.int64]:
        if options.class_sizes == "free":
            sizes = None
        elif options.class_sizes == "equal":
            sizes = np.full(flow.shape[1], 1 / flow.shape[1])
        else:
            sizes = np.bincount(flow.argmax(axis=1), minlength=flow.shape[1]) / len(flow)
        return cut(similar, sources, flow, sizes, options.cuts)


def sources_of(sample_ids: NDArray[np.int64], columns: NDArray[np.int64], n: int) -> Flow:
    """Where each class (n, c) flows from: one at its labels, less its share of all labels at each."""
    sources = np.zeros((n, int(columns.max()) + 1), np.float32)
    sources[sample_ids, columns] = 1
    sources[sample_ids] -= sources[sample_ids].mean(axis=0)
    return sources


def flowed(similar: Any, sources: Flow) -> Flow:
    """What flow u (n, c) settles to: (D - W + leak D) u = sources (n, c), W similarities, D their sums."""
    from scipy.sparse import diags_array

    sums = _sums(similar)
    # The same in u / root(D), whose matrix is better conditioned.
    roots = 1 / np.sqrt(sums)
    matrix = (diags_array(np.full(len(sums), 1 + LEAK)) - diags_array(roots) @ similar @ diags_array(roots)).tocsr()
    return np.asarray(roots[:, None] * solved(matrix, roots[:, None] * sources), np.float32)


def cut(similar: Any, sources: Flow, flow: Flow, sizes: Sizes | None, cuts: int) -> NDArray[np.int64]:
    """Classes (n,) cut out of a flow (n, c): shares `sizes` (c,) of all samples, of any size where None.

    Each cut starts from the classes of the one before, as flows of one, and ends early where next to nothing changes.
    """
    sums = _sums(similar).astype(np.float32)[:, None]
    pace = np.float32(1 / sums.max())
    weights = similar.astype(np.float32)
    classes = priced(flow / max(float(np.abs(flow).max()), 1e-30), sizes)
    for _ in range(cuts):
        here = np.eye(flow.shape[1], dtype=np.float32)[classes]
        for _ in range(FLOWS_A_CUT):
            here += pace * (weights @ here - sums * here + sources)
        before, classes = classes, priced(here, sizes)
        if np.count_nonzero(before != classes) <= FEW_CHANGED * len(classes):
            break
    return classes


def priced(flow: Flow, sizes: Sizes | None) -> NDArray[np.int64]:
    """Of each row of flow (n, c) the largest, once columns have prices that bring their shares near `sizes`.

    Prices go up where a class is too large, in steps that shrink once they go too far; equal ones where `sizes` is
    None.
    """
    prices = np.zeros(flow.shape[1], np.float32)
    last = np.zeros(flow.shape[1])
    best: NDArray[np.int64] = flow.argmax(axis=1)
    least = np.inf
    if sizes is None:
        return best
    pace = np.full(flow.shape[1], float(np.ptp(flow)) or 1.0)
    for _ in range(PRICES):
        classes = (flow - prices).argmax(axis=1)
        excess = np.bincount(classes, minlength=len(prices)) / len(flow) - sizes
        if (wrong := float(np.abs(excess).sum())) < least:
            best, least = classes, wrong
        pace *= np.select([excess * last < 0, excess * last > 0], [TOO_FAR, ON], 1)
        prices += (pace * excess).astype(np.float32)
        last = excess
    return best


def _sums(similar: Any) -> NDArray[np.float64]:
    sums = np.asarray(similar.sum(axis=1)).ravel()
    return np.asarray(np.where(sums > 0, sums, 1))
