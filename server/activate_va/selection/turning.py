"""Covering the pool while labels are few, and doubting the model once they are not."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from activate_va.options import Options
from activate_va.pool import Need
from activate_va.selection.balls import ProbCover
from activate_va.selection.base import Chosen, SelectionContext, SelectionScheme
from activate_va.selection.covering import ClusterCentres
from activate_va.selection.diverse import DiverseMiniBatch
from activate_va.selection.gradients import Badge

COVERING: dict[str, SelectionScheme] = {scheme.name: scheme for scheme in (ClusterCentres(), ProbCover())}
DOUBTING: dict[str, SelectionScheme] = {scheme.name: scheme for scheme in (Badge(), DiverseMiniBatch())}


class TurningOptions(Options):
    labels_to_cover: Annotated[
        int, Field(ge=1, le=1_000_000, description="samples that are selected to cover the pool, before doubt decides")
    ] = 50
    covering: Annotated[
        Literal["KC", "PC"], Field(description="by which scheme, with its defaults, the pool is covered")
    ] = "KC"
    doubting: Annotated[
        Literal["BADGE", "DMB"], Field(description="by which scheme, with its defaults, doubt decides")
    ] = "BADGE"


class CoveringThenDoubting(SelectionScheme):
    """Covers the pool until so many samples are selected, by anyone, then asks what the model doubts.

    Hacohen, Dekel and Weinshall 2022, "Active Learning on a Budget": with few labels typical samples teach more, with
    many uncertain ones. A batch is of one scheme: that which the samples selected before it call for. Which one it was,
    and why, is said with every batch.
    """

    name = "CTD"
    title = "Covering, then doubting"
    description = "Covers the pool by clusters while few samples are selected; later, N that the model doubts."
    needs = frozenset[Need]().union(*(scheme.needs for scheme in (*COVERING.values(), *DOUBTING.values())))
    options = TurningOptions
    fallback = "KC"

    def select(self, context: SelectionContext, count: int, rng: np.random.Generator) -> NDArray[np.int64]:
        return self.choose(context, count, rng).sample_ids

    def choose(self, context: SelectionContext, count: int, rng: np.random.Generator) -> Chosen:
        chosen, selected = context.chosen(TurningOptions), len(context.selected)
        covers = selected < chosen.labels_to_cover
        scheme = COVERING[chosen.covering] if covers else DOUBTING[chosen.doubting]
        few, does = ("fewer than", "cover the pool") if covers else ("at least", "are what the model doubts")
        reason = f"{selected} samples were selected, {few} {chosen.labels_to_cover}, so these {does}"
        sample_ids = scheme.select(replace(context, options=None), count, rng)
        return Chosen(sample_ids, scheme=scheme.name, reason=reason)
