"""A scheme that covers first and doubts later says which it did, and why."""

from __future__ import annotations

import numpy as np
import pytest

from activate_va.selection import SelectionContext, SelectionScheme, schemes, select
from activate_va.testing.pool import shown

CTD = schemes["CTD"]
POINTS = np.random.default_rng(0).normal(size=(80, 2)).astype(np.float32)
PROBABILITIES = np.random.default_rng(1).dirichlet(np.ones(3), 80).astype(np.float32)


def context(scheme: SelectionScheme, selected: int, **chosen: object) -> SelectionContext:
    everything, options = np.arange(80), scheme.options.model_validate(chosen)
    inputs = shown(scheme, POINTS, PROBABILITIES)
    return SelectionContext(everything[selected:], everything[:selected], options=options, **inputs)


@pytest.mark.parametrize(("selected", "effective"), [(0, "KC"), (49, "KC"), (50, "BADGE"), (60, "BADGE")])
def test_it_turns_after_so_many_samples_and_says_so(selected: int, effective: str) -> None:
    found = select("CTD", context(CTD, selected), 5, np.random.default_rng(0))
    assert (found.scheme, found.effective_scheme) == ("CTD", effective)
    assert found.reason is not None
    assert found.reason.startswith(f"{selected} samples were selected, ")
    alone = schemes[effective].select(context(schemes[effective], selected), 5, np.random.default_rng(0))
    assert np.array_equal(found.sample_ids, alone)


@pytest.mark.parametrize(("selected", "effective"), [(2, "PC"), (3, "DMB")])
def test_both_halves_and_the_turn_are_options(selected: int, effective: str) -> None:
    where = context(CTD, selected, labels_to_cover=3, doubting="DMB", covering="PC")
    assert select("CTD", where, 5, np.random.default_rng(0)).effective_scheme == effective


def test_before_there_is_a_model_it_covers() -> None:
    everything = np.arange(80)
    bare = SelectionContext(everything, everything[:0], coordinates=POINTS)
    found = select("CTD", bare, 5, np.random.default_rng(0))
    assert found.effective_scheme == "KC"
    assert found.reason == "there is no classifier yet, so KC stands in for CTD"
