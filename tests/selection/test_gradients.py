"""BADGE against gradients that are written out."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from activate_va.pool import LastLayer
from activate_va.selection import SelectionContext, schemes
from activate_va.selection.gradients import Gradients

BADGE = schemes["BADGE"]


def layer(n: int, classes: int, width: int, seed: int, alike: bool = False) -> LastLayer:
    """Of a network with rectified units; `alike`: few different samples, so that there are ties and duplicates."""
    rng = np.random.default_rng(seed)
    probabilities = rng.dirichlet(np.full(classes, 0.5), n).astype(np.float32)
    inputs = np.maximum(rng.normal(size=(n, width)), 0).astype(np.float16)
    rows = rng.integers(0, min(3, n), n) if alike else np.arange(n)
    return LastLayer.of(probabilities[rows], inputs[rows])


def context(of: LastLayer, taken: int) -> SelectionContext:
    return SelectionContext(np.arange(taken, len(of.inputs)), np.arange(taken), last_layer=of)


def written_out(of: LastLayer) -> NDArray[np.float64]:
    """The gradients (n, c * h)."""
    outer = of.residuals.astype(np.float64)[:, :, None] * of.inputs.astype(np.float64)[:, None, :]
    return outer.reshape(len(outer), -1)


def seeded(gradients: NDArray[np.float64], count: int, rng: np.random.Generator) -> list[int]:
    """k-means++ seeding as the paper's code has it, a distance at a time."""
    chosen = [int(np.square(gradients).sum(axis=1).argmax())]
    while len(chosen) < count:
        gaps = np.array([min(float(np.square(each - gradients[i]).sum()) for i in chosen) for each in gradients])
        chosen.append(int(np.searchsorted(np.cumsum(gaps), rng.random() * gaps.sum(), side="right")))
    return chosen


@given(st.integers(1, 40), st.integers(2, 5), st.integers(1, 9), st.integers(0, 2**32 - 1), st.booleans())
def test_distances_are_those_between_gradients(n: int, classes: int, width: int, seed: int, alike: bool) -> None:
    of = layer(n, classes, width, seed, alike)
    gradients, full = Gradients.of(of, np.arange(n)), written_out(of)
    expected = np.square(full - full[n - 1]).sum(axis=1)
    assert gradients.gaps(n - 1) == pytest.approx(expected, abs=1e-5 * (1 + float(gradients.norms.max())))
    assert gradients.gaps(n - 1)[n - 1] == 0


@pytest.mark.parametrize("seed", range(8))
def test_it_seeds_as_k_means_does_among_what_is_left(seed: int) -> None:
    of = layer(80, 4, 6, seed)
    chosen = BADGE.select(context(of, taken=5), 12, np.random.default_rng(seed))
    expected = seeded(written_out(of)[5:], 12, np.random.default_rng(seed))
    assert chosen.tolist() == [5 + row for row in expected]


@settings(max_examples=50)
@given(st.integers(3, 40), st.integers(0, 2**32 - 1))
def test_of_samples_that_coincide_one_comes_before_the_others(n: int, seed: int) -> None:
    of = layer(n, 3, 4, seed, alike=True)
    chosen = BADGE.select(context(of, 0), n, np.random.default_rng(seed))
    assert sorted(chosen.tolist()) == list(range(n))
    different = len(np.unique(written_out(of), axis=0))
    assert len(np.unique(written_out(of)[chosen[:different]], axis=0)) == different


def test_what_the_model_is_sure_of_has_no_gradient_and_comes_once_and_then_last() -> None:
    """No gradient is something else than one; of those that coincide with what is chosen the longest come first."""
    probabilities = np.eye(3, dtype=np.float32)[np.arange(30) % 3]
    probabilities[[7, 20]] = 1 / 3
    of = LastLayer.of(probabilities, np.ones((30, 4), np.float16))
    first, sure, *others = BADGE.select(context(of, 0), 4, np.random.default_rng(0)).tolist()
    assert (first, others) == (7, [20, 0 if sure else 1])
    assert sure not in (7, 20)
