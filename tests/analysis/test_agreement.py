"""Coefficients of agreement against published examples, scikit-learn and the definition, and what is undefined."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray
from sklearn.metrics import cohen_kappa_score

from activate_va.analysis.agreement import (
    NO_SAMPLES,
    ONE_CLASS,
    UNLABELLED,
    Agreement,
    agreement,
    alpha_difference,
    cohen,
    counts_of,
    fleiss,
    krippendorff,
)

KRIPPENDORFF = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, 0, 0, 0],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, 0, 3],
    [0, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 0],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, 0],
]
"""Four observers, twelve units, five values; 0: none (Krippendorff 2011, example C)."""
FLEISS = [
    [0, 0, 0, 0, 14],
    [0, 2, 6, 4, 2],
    [0, 0, 3, 5, 6],
    [0, 3, 9, 2, 0],
    [2, 2, 8, 1, 1],
    [7, 7, 0, 0, 0],
    [3, 2, 6, 3, 0],
    [2, 5, 3, 2, 2],
    [6, 5, 2, 1, 0],
    [0, 2, 2, 3, 7],
]
"""Ten subjects, fourteen raters, five categories: the worked example that goes with Fleiss 1971."""

labels = arrays(np.int64, st.tuples(st.integers(2, 5), st.integers(1, 12)), elements=st.integers(UNLABELLED, 3))


def without_confidence(given: NDArray[np.int64], classes: int) -> Agreement:
    return agreement(given, np.full(given.shape, np.nan), classes)


def test_krippendorffs_own_example() -> None:
    found = without_confidence(np.array(KRIPPENDORFF) - 1, 5)
    assert found.alpha.value == pytest.approx(0.7434, abs=5e-5)
    assert found.alpha.samples == 11


def test_the_example_of_fleiss() -> None:
    assert fleiss(np.array(FLEISS)).value == pytest.approx(0.2099, abs=5e-5)


def unlike(values: list[int]) -> int:
    """Ordered pairs of two places with different values."""
    return sum(a != b for i, a in enumerate(values) for j, b in enumerate(values) if i != j)


@given(labels)
def test_alpha_is_what_its_definition_says_pair_by_pair(given: NDArray[np.int64]) -> None:
    values = [[int(v) for v in unit if v != UNLABELLED] for unit in given.T]
    values = [unit for unit in values if len(unit) > 1]
    everything = [v for unit in values for v in unit]
    n = len(everything)
    observed = sum(unlike(unit) / (len(unit) - 1) for unit in values)
    expected = unlike(everything)
    found = without_confidence(given, 4).alpha
    if expected == 0:
        assert (found.value, found.why) == (None, ONE_CLASS if values else NO_SAMPLES)
    else:
        assert found.value == pytest.approx(1 - observed / n * n * (n - 1) / expected)


@given(st.integers(1, 30).flatmap(lambda n: arrays(np.int64, (2, n), elements=st.integers(0, 3))))
def test_kappa_is_scikit_learns(given: NDArray[np.int64]) -> None:
    found = cohen(given[0], given[1], 4)
    if len(np.unique(given)) == 1:
        assert (found.value, found.why) == (None, ONE_CLASS)
    else:
        theirs = cohen_kappa_score(given[0], given[1], labels=[0, 1, 2, 3])
        assert found.value == pytest.approx(theirs, abs=1e-12) or math.isnan(theirs)


@given(labels, st.randoms())
def test_who_is_first_and_what_a_class_is_called_does_not_matter(given: NDArray[np.int64], random: object) -> None:
    other = 3 - given[::-1]
    other[given[::-1] == UNLABELLED] = UNLABELLED
    assert without_confidence(other, 4).alpha.value == pytest.approx(without_confidence(given, 4).alpha.value)


def test_those_who_agree_everywhere_have_one_and_those_who_guess_about_nothing() -> None:
    truth = np.arange(400) % 4
    alike = without_confidence(np.stack([truth] * 3), 4)
    assert (alike.alpha.value, alike.fleiss.value, [pair.kappa.value for pair in alike.pairs]) == (1, 1, [1, 1, 1])
    assert [pair.agreed for pair in alike.pairs] == [1, 1, 1]
    guessed = without_confidence(np.random.default_rng(0).integers(0, 4, (3, 400)), 4).alpha
    assert guessed.lower is not None
    assert guessed.upper is not None
    assert guessed.lower < 0 < guessed.upper


def test_the_interval_covers_what_is_true_about_as_often_as_it_says() -> None:
    random, covered = np.random.default_rng(1), 0
    for seed in range(100):
        truth = random.integers(0, 2, 200)
        people = np.stack([np.where(random.random(200) < 0.8, truth, 1 - truth) for _ in range(2)])
        alpha = krippendorff(np.stack([(people == c).sum(0) for c in (0, 1)], 1), seed)
        assert alpha.lower is not None
        assert alpha.upper is not None
        covered += alpha.lower <= 0.36 <= alpha.upper  # Both right or both wrong in 0.68, by chance in 0.5.
    assert 88 <= covered <= 100


def test_thirds_go_from_the_least_sure_to_the_surest() -> None:
    random = np.random.default_rng(2)
    truth = random.integers(0, 3, 300)
    sure = np.linspace(0, 1, 300)
    people = np.stack([np.where(random.random(300) < sure, truth, random.integers(0, 3, 300)) for _ in range(2)])
    found = agreement(people, np.stack([sure, np.full(300, np.nan)]), 3)
    low, middle, high = (third.value or 0 for third in found.tertiles)
    assert low < middle < high
    assert [third.samples for third in found.tertiles] == [100, 100, 100]


def test_a_class_that_is_confused_stands_out() -> None:
    truth = np.arange(300) % 3
    other = np.where((truth == 2) & (np.arange(300) % 2 == 0), 1, truth)
    sure, *unsure = (c.value or 0 for c in without_confidence(np.stack([truth, other]), 3).classes)
    assert sure == 1
    assert max(unsure) < 0.9


def test_what_cannot_be_said_says_why() -> None:
    alone = without_confidence(np.array([[0, 1, UNLABELLED], [UNLABELLED, UNLABELLED, 2]]), 3)
    assert alone.alpha.why == alone.fleiss.why == alone.pairs[0].kappa.why == NO_SAMPLES
    assert alone.pairs[0].agreed is None
    one = without_confidence(np.array([[1, 1], [1, 1]]), 3)
    assert one.alpha.why == one.fleiss.why == one.pairs[0].kappa.why == ONE_CLASS
    assert one.pairs[0].agreed == 1


def test_the_difference_of_two_halves_has_an_interval_of_its_own() -> None:
    random = np.random.default_rng(0)
    same = random.integers(0, 3, 200)
    all_agree = np.stack([same, same])
    by_chance = random.integers(0, 3, (2, 200))
    found = alpha_difference(counts_of(all_agree, 3), counts_of(by_chance, 3))
    assert found.value == pytest.approx(1 - (krippendorff(counts_of(by_chance, 3)).value or 0))
    assert found.lower is not None
    assert found.upper is not None
    assert 0.7 < found.lower < (found.value or 0) < found.upper
    nothing = alpha_difference(counts_of(all_agree, 3), counts_of(np.zeros((2, 5), np.int64), 3))
    assert (nothing.value, nothing.why) == (None, "one class only")
