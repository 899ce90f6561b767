"""Selection schemes by name, and the one call that everybody makes."""

from __future__ import annotations

import numpy as np

from activate_va.registry import Registry
from activate_va.selection.base import Selection, SelectionContext, SelectionScheme
from activate_va.selection.diverse import DiverseMiniBatch
from activate_va.selection.errors import CountExceedsPool, CountTooSmall
from activate_va.selection.schemes import paper_schemes

schemes: Registry[SelectionScheme] = Registry("selection scheme", "activate_va.selection")
for _scheme in (*paper_schemes(), DiverseMiniBatch()):
    schemes.register(_scheme)


def effective_scheme(scheme_name: str, has_classifier: bool) -> SelectionScheme:
    """The named scheme, or its fallback where it needs a classifier and there is none. Raises UnknownName."""
    scheme = schemes[scheme_name]
    return scheme if has_classifier or not scheme.needs_probabilities else schemes[scheme.fallback]


def select(scheme_name: str, context: SelectionContext, count: int, rng: np.random.Generator) -> Selection:
    """Select `count` samples by the named scheme, or, where that needs a classifier and there is none, by its fallback.

    Raises UnknownName, CountTooSmall, or CountExceedsPool (all 422).
    """
    scheme = schemes[scheme_name]
    _check_count(count, len(context.available))
    effective, reason = effective_scheme(scheme_name, context.probabilities is not None), None
    if effective is not scheme:
        reason = f"there is no classifier yet, so {effective.name} stands in for {scheme.name}"
    sample_ids = effective.select(context, count, rng)
    return Selection(sample_ids, scheme.name, effective.name, reason)


def _check_count(count: int, left: int) -> None:
    if count < 1:
        raise CountTooSmall(f"count={count} is less than 1")
    if count > left:
        raise CountExceedsPool(f"count={count} exceeds the {left:,} samples left in the pool")
