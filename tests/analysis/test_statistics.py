"""The tests of a study's differences: published examples, slow obvious ways, and laws."""

from __future__ import annotations

from itertools import permutations, product
from math import factorial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from activate_va.analysis.statistics import (
    Blocks,
    average_ranks,
    cliffs_delta,
    compare_treatments,
    critical_difference,
    friedman,
    holm,
    nemenyi,
    rank_biserial,
    ranks,
    smallest_p,
    wilcoxon,
)
from activate_va.analysis.statistics.nemenyi import indistinguishable

DEMSAR = np.array(
    [
        [0.763, 0.768, 0.771, 0.798],
        [0.599, 0.591, 0.590, 0.569],
        [0.954, 0.971, 0.968, 0.967],
        [0.628, 0.661, 0.654, 0.657],
        [0.882, 0.888, 0.886, 0.898],
        [0.936, 0.931, 0.916, 0.931],
        [0.661, 0.668, 0.609, 0.685],
        [0.583, 0.583, 0.563, 0.625],
        [0.775, 0.838, 0.866, 0.875],
        [1.000, 1.000, 1.000, 1.000],
        [0.940, 0.962, 0.965, 0.962],
        [0.619, 0.666, 0.614, 0.669],
        [0.972, 0.981, 0.9751, 0.975],
        [0.957, 0.978, 0.946, 0.970],
    ]
)
"""Demšar 2006, Table 6: AUC of C4.5, C4.5+m, C4.5+cf and C4.5+m+cf on 14 datasets.

The paper prints 0.975 twice for the last but one and ranks them 2 and 3, so the first must be a little higher.
"""

DARWIN = np.array([6, 8, 14, 16, 23, 24, 28, 29, 41, -48, 49, 56, 60, -67, 75], float)
"""Darwin's differences in height between cross- and self-fertilised plants, in eighths of an inch."""

few = st.integers(0, 4).map(lambda value: value / 10)
tables = st.tuples(st.integers(2, 6), st.integers(3, 5)).flatmap(lambda shape: arrays(np.float64, shape, elements=few))
columns = st.integers(1, 7).flatmap(lambda n: st.tuples(*(arrays(np.float64, n, elements=few) for _ in range(2))))
p_values = st.lists(st.floats(0, 1), min_size=1, max_size=12)


def test_demsars_ranks_and_friedman() -> None:
    assert average_ranks(DEMSAR) == pytest.approx([3.143, 2.000, 2.893, 1.964], abs=5e-4)
    found = friedman(DEMSAR)
    n, k = DEMSAR.shape
    ties = [np.unique(row, return_counts=True)[1] for row in DEMSAR]
    factor = 1 - sum(int((counts**3 - counts).sum()) for counts in ties) / (n * (k**3 - k))
    uncorrected = found.chi_square * factor
    assert uncorrected == pytest.approx(9.28, abs=0.01)
    assert (n - 1) * uncorrected / (n * (k - 1) - uncorrected) == pytest.approx(3.69, abs=0.01)
    assert (found.degrees, found.f_degrees) == (3, (3, 39))
    assert found.f == pytest.approx((n - 1) * found.chi_square / (n * (k - 1) - found.chi_square))
    assert found.f_p < 0.05


def test_demsars_critical_differences() -> None:
    assert critical_difference(4, 14) == pytest.approx(1.25, abs=0.005)
    assert critical_difference(4, 14, alpha=0.10) == pytest.approx(1.12, abs=0.005)


@pytest.mark.parametrize(
    ("treatments", "q"),
    [(2, 1.960), (3, 2.343), (4, 2.569), (5, 2.728), (6, 2.850), (7, 2.949), (8, 3.031), (9, 3.102), (10, 3.164)],
)
def test_the_quantiles_are_those_of_demsars_table_5(treatments: int, q: float) -> None:
    own = critical_difference(treatments, 1) / np.sqrt(treatments * (treatments + 1) / 6)
    assert own == pytest.approx(q, abs=1e-3)


def test_darwins_plants() -> None:
    statistic, p = wilcoxon(DARWIN, np.zeros(15))
    assert (statistic, p) == (24.0, pytest.approx(0.041259765625))
    assert rank_biserial(DARWIN, np.zeros(15)) == pytest.approx((96 - 24) / 120)


def test_holms_correction_by_hand() -> None:
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([]) == []


def slow_ranks(row: NDArray[np.float64]) -> list[float]:
    return [sum(other > own for other in row) + (sum(other == own for other in row) + 1) / 2 for own in row]


@given(tables)
def test_ranks_are_places_and_share_ties(scores: NDArray[np.float64]) -> None:
    ranked = ranks(scores)
    assert ranked.tolist() == [slow_ranks(row) for row in scores]
    k = scores.shape[1]
    assert np.allclose(ranked.sum(axis=1), k * (k + 1) / 2)


@given(tables, st.integers(0, 9))
def test_the_order_of_blocks_changes_nothing(scores: NDArray[np.float64], seed: int) -> None:
    shuffled = np.random.default_rng(seed).permutation(scores)
    assert friedman(shuffled).p == pytest.approx(friedman(scores).p)
    assert friedman(shuffled).f_p == pytest.approx(friedman(scores).f_p)
    assert np.allclose(average_ranks(shuffled), average_ranks(scores))
    assert np.allclose(nemenyi(shuffled).p, nemenyi(scores).p)


@given(tables)
def test_what_raises_all_scores_alike_changes_no_rank(scores: NDArray[np.float64]) -> None:
    assert np.array_equal(ranks(scores), ranks(np.exp(scores) + 3))


@given(tables)
def test_friedman_is_a_chance(scores: NDArray[np.float64]) -> None:
    found = friedman(scores)
    assert 0 <= found.p <= 1
    assert 0 <= found.f_p <= 1
    assert found.chi_square >= 0


def test_friedmans_f_is_infinite_where_all_blocks_agree() -> None:
    found = friedman(np.tile([0.3, 0.2, 0.1], (4, 1)))
    assert found.f is None
    assert found.chi_square == pytest.approx(8)
    every = list(permutations(range(3)))
    alike = sum(a == b == c for a, b, c in product(every, repeat=3)) / len(every) ** 3
    assert found.f_p == pytest.approx(alike / factorial(3))


@pytest.mark.parametrize("block", [(0.3, 0.2, 0.1), (0.3, 0.3, 0.1), (0.3, 0.1, 0.1, 0.1), (0.3, 0.3, 0.1, 0.1)])
@pytest.mark.parametrize("blocks", [2, 3, 4])
def test_blocks_that_agree_have_their_chance_among_the_orders_that_ties_leave(
    block: tuple[float, ...], blocks: int
) -> None:
    ways = list(product(set(permutations(block)), repeat=blocks))
    found = friedman(np.tile(block, (blocks, 1)))
    assert found.f is None
    assert found.f_p == pytest.approx(sum(len(set(way)) == 1 for way in ways) / len(ways))


def test_nothing_differs_in_ties_alone() -> None:
    found = friedman(np.ones((5, 3)))
    assert (found.chi_square, found.p, found.f_p) == (0, 1, 1)
    assert nemenyi(np.ones((5, 3))).groups == ((0, 1, 2),)


@given(tables)
def test_nemenyis_p_values_and_critical_difference_agree(scores: NDArray[np.float64]) -> None:
    found, means = nemenyi(scores), average_ranks(scores)
    p = np.array(found.p)
    assert np.array_equal(p, p.T)
    assert np.array_equal(np.diag(p), np.ones(len(means)))
    apart = np.abs(means[:, None] - means[None, :])
    clear = np.abs(apart - found.critical_difference) > 1e-6
    assert np.array_equal((p < 0.05)[clear], (apart >= found.critical_difference)[clear])


@given(st.lists(st.integers(2, 20).map(lambda rank: rank / 2), min_size=2, max_size=7), st.floats(0.25, 6))
def test_groups_are_the_largest_that_cannot_be_separated(means: list[float], limit: float) -> None:
    groups = indistinguishable(np.array(means), limit)
    together = {frozenset(pair) for group in groups for pair in product(group, repeat=2) if len(set(pair)) == 2}
    expected = {frozenset((a, b)) for a in range(len(means)) for b in range(a) if abs(means[a] - means[b]) < limit}
    assert together == expected
    assert not any(set(a) < set(b) for a in groups for b in groups)
    assert len(set(groups)) == len(groups)


@given(columns)
def test_wilcoxon_counts_every_way_the_signs_may_fall(pair: tuple[NDArray[np.float64], NDArray[np.float64]]) -> None:
    first, second = pair
    apart = [round(a - b, 9) for a, b in zip(first, second, strict=True) if abs(a - b) > 1e-9]
    sizes = [abs(value) for value in apart]
    own = [sum(o < s for o in sizes) + (sum(o == s for o in sizes) + 1) / 2 for s in sizes]
    above = sum(rank for rank, value in zip(own, apart, strict=True) if value > 0)
    smaller = min(above, sum(own) - above)
    sums = [sum(rank for rank, up in zip(own, ups, strict=True) if up) for ups in product((0, 1), repeat=len(own))]
    p = sum(min(s, sum(own) - s) <= smaller for s in sums) / len(sums)
    assert wilcoxon(first, second) == (pytest.approx(smaller), pytest.approx(p))
    assert wilcoxon(second, first) == wilcoxon(first, second)
    assert p >= smallest_p(len(apart)) - 1e-12


def test_many_blocks_take_the_normal_approximation() -> None:
    rng = np.random.default_rng(5)
    first, second = rng.normal(0.1, 1, (2, 50))
    longer = [np.append(scores, extra) for scores, extra in ((first, 0.3), (second, 0.2))]
    assert wilcoxon(*longer)[1] == pytest.approx(wilcoxon(first, second)[1], abs=0.05)


def test_six_blocks_are_the_fewest_that_can_show_a_pair() -> None:
    assert [smallest_p(n) < 0.05 for n in (1, 5, 6, 10)] == [False, False, True, True]
    assert wilcoxon(np.arange(1.0, 7), np.zeros(6))[1] == smallest_p(6)


@given(p_values)
def test_holm_never_lowers_never_swaps_and_rejects_as_step_down_does(values: list[float]) -> None:
    corrected = holm(values)
    assert all(raw <= own <= 1 for raw, own in zip(values, corrected, strict=True))
    order = sorted(range(len(values)), key=lambda index: values[index])
    assert [corrected[i] for i in order] == sorted(corrected)
    kept = True
    for place, index in enumerate(order):
        kept = kept and (len(values) - place) * values[index] <= 0.05
        assert (corrected[index] <= 0.05) is kept


@given(columns)
def test_effects_are_signed_shares(pair: tuple[NDArray[np.float64], NDArray[np.float64]]) -> None:
    first, second = pair
    signs = [int(a > b) - int(a < b) for a in first for b in second]
    assert cliffs_delta(first, second) == pytest.approx(sum(signs) / len(signs))
    for effect in (cliffs_delta, rank_biserial):
        assert effect(second, first) == pytest.approx(-effect(first, second))
        assert -1 <= effect(first, second) <= 1
        assert effect(first, first) == 0
        assert effect(first + 5, second) == pytest.approx(1)


@pytest.mark.parametrize("scores", [np.ones((1, 3)), np.ones((4, 2))])
def test_friedman_refuses_too_little(scores: NDArray[np.float64]) -> None:
    with pytest.raises(ValueError, match="at least"):
        friedman(scores)


def test_what_is_no_table_of_scores_is_refused() -> None:
    for scores in (np.ones(3), np.full((2, 3), np.nan)):
        with pytest.raises(ValueError, match="no NaN"):
            ranks(scores)
    with pytest.raises(ValueError, match="1 treatments"):
        critical_difference(1, 5)
    with pytest.raises(ValueError, match="pairs need"):
        wilcoxon(np.ones(2), np.ones(3))


def test_blocks_that_lack_a_treatment_are_left_out() -> None:
    blocks = Blocks.of({"a": {1: 0.1, 2: 0.2, 3: 0.3}, "b": {3: 0.6, 1: 0.4, 4: 0.5}})
    assert (blocks.treatments, blocks.scores.tolist(), blocks.left_out) == (("a", "b"), [[0.1, 0.4], [0.3, 0.6]], 2)


@pytest.mark.parametrize(
    ("scored", "why"),
    [
        ({"a": {1: 0.1, 2: 0.2}}, "nothing to compare"),
        ({"a": {1: 0.1}, "b": {1: 0.2}}, "one seed shows no spread"),
        ({"a": {1: 0.1, 2: 0.1}, "b": {1: 0.2}}, "only one seed has been run"),
        ({"a": {1: 0.1}, "b": {2: 0.2}}, "no seed has been run"),
    ],
)
def test_what_cannot_be_tested_says_why(scored: dict[str, dict[object, float]], why: str) -> None:
    found = compare_treatments(Blocks.of(scored))
    assert found.why_not is not None
    assert why in found.why_not
    assert (found.friedman, found.nemenyi, found.pairs) == (None, None, ())


def test_all_pairs_and_those_with_the_baseline_are_corrected_apart() -> None:
    scores = {
        name: {seed: base + seed / 100 for seed in range(8)} for name, base in zip("abc", (0.1, 0.2, 0.3), strict=True)
    }
    found = compare_treatments(Blocks.of(scores), baseline="a")
    assert [(pair.first, pair.second) for pair in found.pairs] == [("a", "b"), ("a", "c"), ("b", "c")]
    assert [pair.p_holm for pair in found.pairs] == pytest.approx([3 * smallest_p(8)] * 3)
    assert [(pair.first, pair.mean_difference, pair.p_holm) for pair in found.baseline_pairs] == [
        ("b", pytest.approx(0.1), pytest.approx(2 * smallest_p(8))),
        ("c", pytest.approx(0.2), pytest.approx(2 * smallest_p(8))),
    ]
    assert found.mean_ranks == (3.0, 2.0, 1.0)
    assert compare_treatments(Blocks.of(scores), baseline="RS").baseline is None
