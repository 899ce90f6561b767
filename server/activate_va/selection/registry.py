"""Selection schemes by name, and the one call that everybody makes."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from activate_va.pool import Need
from activate_va.registry import Registry
from activate_va.selection.balls import ProbCover
from activate_va.selection.base import Offer, Selection, SelectionScheme
from activate_va.selection.committee import QueryByCommittee
from activate_va.selection.covering import ClusterCentres, SpectralClusters, Typical
from activate_va.selection.diverse import DiverseMiniBatch
from activate_va.selection.errors import CountExceedsPool, CountTooSmall
from activate_va.selection.gradients import Badge
from activate_va.selection.graph_margin import GraphMargin
from activate_va.selection.mixed import Mixed
from activate_va.selection.novelty import Novelty
from activate_va.selection.schemes import paper_schemes, whole_pool_schemes
from activate_va.selection.turning import CoveringThenDoubting

Missing = Callable[[Need], str | None]

schemes: Registry[SelectionScheme] = Registry("selection scheme", "activate_va.selection")
for _scheme in (
    *paper_schemes(),
    *whole_pool_schemes(),
    DiverseMiniBatch(),
    ClusterCentres(),
    Typical(),
    SpectralClusters(),
    ProbCover(),
    GraphMargin(),
    CoveringThenDoubting(),
    Badge(),
    QueryByCommittee(),
    Novelty(),
    Mixed(),
):
    schemes.register(_scheme)


def effective_scheme(scheme_name: str, missing: Missing) -> tuple[SelectionScheme, str | None]:
    """The named scheme; or, with the reason, the first of its fallbacks that has all inputs. Raises UnknownName.

    `missing` says of an input why there is none. Raises ValueError where fallbacks lead back to where they began.
    """
    asked = scheme = schemes[scheme_name]
    reason, tried = None, {asked.name}
    while lack := next((why for need in sorted(scheme.needs) if (why := missing(need))), None):
        reason = reason or lack
        scheme = schemes[scheme.fallback]
        if scheme.name in tried:
            raise ValueError(f"the fallbacks of {asked.name} lead back to {scheme.name}")
        tried.add(scheme.name)
    return scheme, f"{reason}, so {scheme.name} stands in for {asked.name}" if reason else None


def select(scheme_name: str, offer: Offer, count: int, rng: np.random.Generator) -> Selection:
    """Select `count` samples by the named scheme, or, where one of its inputs is missing, by its fallback.

    Raises UnknownName, CountTooSmall, or CountExceedsPool (all 422), and what an input that is not ready yet raises.
    """
    effective, reason = effective_scheme(scheme_name, offer.missing)
    _check_count(count, len(offer.available))
    context = offer.context(effective)
    chosen = effective.choose(context, count, rng)
    reasons = "; ".join(why for why in (reason, chosen.reason, context.note) if why) or None
    return Selection(
        chosen.sample_ids, scheme_name, chosen.scheme or effective.name, reasons, strategies=chosen.strategies
    )


def _check_count(count: int, left: int) -> None:
    if count < 1:
        raise CountTooSmall(f"count={count} is less than 1")
    if count > left:
        raise CountExceedsPool(f"count={count} exceeds the {left:,} samples left in the pool")
