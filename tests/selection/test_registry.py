"""Selecting by name: fallback before there is a classifier, and counts that cannot be met."""

from __future__ import annotations

import numpy as np
import pytest

from activate_va.errors import UnknownName
from activate_va.pool import Need
from activate_va.pool.needs import NO_CLASSIFIER, OF_A_MODEL
from activate_va.selection import CountExceedsPool, CountTooSmall, SelectionContext, effective_scheme, schemes, select


def context(n: int = 30, probabilities: bool = False) -> SelectionContext:
    rng = np.random.default_rng(0)
    p = rng.dirichlet(np.ones(4), n).astype(np.float32) if probabilities else None
    return SelectionContext(np.arange(2, n), np.arange(2), coordinates=rng.random((n, 2), np.float32), probabilities=p)


@pytest.mark.parametrize("name", ["LCRS", "MCDS", "ECRS"])
def test_before_a_classifier_the_candidate_rule_stands_in_and_says_so(name: str) -> None:
    selection = select(name, context(), 4, np.random.default_rng(1))
    plain = select(name[2:], context(), 4, np.random.default_rng(1))
    assert (selection.scheme, selection.effective_scheme) == (name, name[2:])
    assert selection.reason == f"there is no classifier yet, so {name[2:]} stands in for {name}"
    assert np.array_equal(selection.sample_ids, plain.sample_ids)


def test_with_a_classifier_there_is_nothing_to_explain() -> None:
    selection = select("LCRS", context(probabilities=True), 4, np.random.default_rng(1))
    assert (selection.effective_scheme, selection.reason) == ("LCRS", None)


def test_counts_that_cannot_be_met() -> None:
    with pytest.raises(CountExceedsPool, match="count=70000 exceeds the 28 samples left in the pool"):
        select("RS", context(), 70_000, np.random.default_rng(0))
    for count in (0, -3):
        with pytest.raises(CountTooSmall, match=f"count={count}"):
            select("RS", context(), count, np.random.default_rng(0))


def test_unknown_schemes_are_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownName) as caught:
        select("LCSR", context(), 1, np.random.default_rng(0))
    assert "LCRS" in caught.value.hint


def test_fallbacks_ask_for_less_and_less_until_one_needs_no_classifier() -> None:
    for scheme in schemes:
        fallback = schemes[scheme.fallback]
        assert not fallback.needs & {Need.LAST_LAYER, Need.COMMITTEE}
        last, *_ = effective_scheme(scheme.name, lambda need: NO_CLASSIFIER if need in OF_A_MODEL else None)
        assert not last.needs & OF_A_MODEL


def test_schemes_that_measure_no_distance_do_without_coordinates() -> None:
    whole = context(probabilities=True)
    flat = SelectionContext(whole.available, whole.selected, probabilities=whole.probabilities)
    blind = [scheme.name for scheme in schemes if scheme.needs <= {Need.PROBABILITIES}]
    assert blind == ["RS", "LCRS", "MCRS", "ECRS", "LC", "MC", "EC"]
    for name in blind:
        assert len(select(name, flat, 5, np.random.default_rng(0)).sample_ids) == 5
