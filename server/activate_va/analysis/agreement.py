"""How far people agree who labelled the same samples, beyond what chance would give, with bootstrap intervals."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from activate_va.value import Value

UNLABELLED = -1
RESAMPLES = 1_000
AT_ONCE = 100
ONE_CLASS = "one class only"
NO_SAMPLES = "no sample that two people labelled"

Counts = NDArray[np.int64]
"""How many people gave each sample each class (n, c)."""
Statistic = Callable[[NDArray[np.float64]], NDArray[np.float64]]
"""The coefficient for each row of weights (r, n) of the samples; NaN where it is undefined."""


class Coefficient(Value):
    """1: all agree; 0: as by chance. The interval is the middle 95 % of resamples of samples.

    All three are None where the coefficient is undefined, and `why` says why.
    """

    value: float | None
    lower: float | None
    upper: float | None
    samples: int
    why: str | None = None


class PairAgreement(Value):
    """Cohen's kappa of two people, by their place; `agreed` is the plain share of samples with the same class."""

    first: int
    second: int
    agreed: float | None
    kappa: Coefficient


class Agreement(Value):
    """`alpha` is Krippendorff's, nominal, of all samples with two labels or more; `fleiss` of those that all labelled.

    `classes`: alpha of each class against all others. `tertiles`: alpha of the third of the samples that people were
    least sure of, the middle one, and the third that they were surest of; empty where nobody stated a confidence.
    """

    people: int
    alpha: Coefficient
    fleiss: Coefficient
    pairs: tuple[PairAgreement, ...]
    classes: tuple[Coefficient, ...]
    tertiles: tuple[Coefficient, ...]


def agreement(labels: NDArray[np.int64], confidences: NDArray[np.float64], classes: int, seed: int = 0) -> Agreement:
    """Of the class indices (people, n), UNLABELLED where there is none, and stated confidences (people, n), else NaN.

    Krippendorff 2011 ("Computing Krippendorff's alpha-reliability"), Fleiss 1971, Cohen 1960.
    """
    counts = counts_of(labels, classes)
    shared = counts.sum(1) >= 2
    everybody = counts.sum(1) == len(labels)
    return Agreement(
        people=len(labels),
        alpha=krippendorff(counts, seed),
        fleiss=fleiss(counts[everybody], seed),
        pairs=tuple(_pairs(labels, classes, seed)),
        classes=tuple(krippendorff(_against_others(counts, index), seed) for index in range(classes)),
        tertiles=tuple(krippendorff(counts[third], seed) for third in _thirds(confidences, shared)),
    )


def counts_of(labels: NDArray[np.int64], classes: int) -> Counts:
    """Of the class indices (people, n), UNLABELLED where there is none."""
    counts: Counts = np.stack([(labels == index).sum(0) for index in range(classes)], 1).astype(np.int64)
    return counts


def krippendorff(counts: Counts, seed: int = 0) -> Coefficient:
    """Alpha at the nominal level, of the samples (n, c) with two labels or more; missing labels are no matter."""
    counts = _with_two(counts)
    return _estimated(_alpha(counts), len(counts), seed)


def alpha_difference(first: Counts, second: Counts, seed: int = 0) -> Coefficient:
    """Alpha of the first samples minus alpha of the second, which are others; each are resampled by themselves."""
    parts = [_with_two(counts) for counts in (first, second)]
    samples = sum(map(len, parts))
    own = [krippendorff(counts, seed) for counts in parts]
    if own[0].value is None or own[1].value is None:
        return Coefficient(value=None, lower=None, upper=None, samples=samples, why=own[0].why or own[1].why)
    drawn = [_drawn(_alpha(counts), len(counts), np.random.default_rng([seed, n])) for n, counts in enumerate(parts)]
    lower, upper = np.nanpercentile(drawn[0] - drawn[1], [2.5, 97.5])
    return Coefficient(value=own[0].value - own[1].value, lower=float(lower), upper=float(upper), samples=samples)


def _with_two(counts: Counts) -> Counts:
    found: Counts = counts[counts.sum(1) >= 2]
    return found


def _alpha(counts: Counts) -> Statistic:
    """Of samples that have two labels or more."""
    raters = counts.sum(1)
    agreeing = (counts * (counts - 1)).sum(1) / np.maximum(raters - 1, 1)

    def statistic(weights: NDArray[np.float64]) -> NDArray[np.float64]:
        totals = weights @ counts
        n = totals.sum(1)
        return _beyond_chance(weights @ agreeing / n, (totals * (totals - 1)).sum(1) / (n * (n - 1)))

    return statistic


def fleiss(counts: Counts, seed: int = 0) -> Coefficient:
    """Kappa of samples (n, c) that as many people labelled, two or more."""
    raters = counts.sum(1)
    agreeing = (counts * (counts - 1)).sum(1) / np.maximum(raters * (raters - 1), 1)

    def statistic(weights: NDArray[np.float64]) -> NDArray[np.float64]:
        shares = weights @ counts / (weights @ raters)[:, None]
        return _beyond_chance(weights @ agreeing / weights.sum(1), (shares**2).sum(1))

    return _estimated(statistic, len(counts) if len(counts) and raters[0] >= 2 else 0, seed)


def cohen(first: NDArray[np.int64], second: NDArray[np.int64], classes: int, seed: int = 0) -> Coefficient:
    """Kappa of two people's classes (n,) of the same samples."""
    own = [np.eye(classes)[person] for person in (first, second)]
    same = (first == second).astype(np.float64)

    def statistic(weights: NDArray[np.float64]) -> NDArray[np.float64]:
        n = weights.sum(1)
        expected = ((weights @ own[0]) * (weights @ own[1])).sum(1) / n**2
        return _beyond_chance(weights @ same / n, expected)

    return _estimated(statistic, len(first), seed)


def _pairs(labels: NDArray[np.int64], classes: int, seed: int) -> Iterator[PairAgreement]:
    for first, second in combinations(range(len(labels)), 2):
        both = (labels[first] != UNLABELLED) & (labels[second] != UNLABELLED)
        own = labels[first][both], labels[second][both]
        agreed = float(np.mean(own[0] == own[1])) if both.any() else None
        yield PairAgreement(first=first, second=second, agreed=agreed, kappa=cohen(*own, classes, seed))


def _against_others(counts: Counts, index: int) -> Counts:
    return np.stack([counts[:, index], counts.sum(1) - counts[:, index]], 1)


def _thirds(confidences: NDArray[np.float64], shared: NDArray[np.bool_]) -> Sequence[NDArray[np.int64]]:
    """The shared samples with a stated confidence, by its mean, in three parts of about the same size."""
    stated = np.flatnonzero(shared & ~np.isnan(confidences).all(0))
    if not len(stated):
        return ()
    return np.array_split(stated[np.argsort(np.nanmean(confidences[:, stated], 0), kind="stable")], 3)


def _beyond_chance(observed: NDArray[np.float64], expected: NDArray[np.float64]) -> NDArray[np.float64]:
    possible = 1 - expected
    undefined = possible <= 1e-12
    return np.where(undefined, np.nan, (observed - expected) / np.where(undefined, 1, possible))


def _estimated(statistic: Statistic, n: int, seed: int) -> Coefficient:
    if n == 0:
        return Coefficient(value=None, lower=None, upper=None, samples=0, why=NO_SAMPLES)
    value = float(statistic(np.ones((1, n)))[0])
    if np.isnan(value):
        return Coefficient(value=None, lower=None, upper=None, samples=n, why=ONE_CLASS)
    lower, upper = np.nanpercentile(_drawn(statistic, n, np.random.default_rng(seed)), [2.5, 97.5])
    return Coefficient(value=value, lower=float(lower), upper=float(upper), samples=n)


def _drawn(statistic: Statistic, n: int, random: np.random.Generator) -> NDArray[np.float64]:
    """The coefficient of each resample; NaN where one is undefined."""
    shares = np.full(n, 1 / n)
    drawn = [statistic(random.multinomial(n, shares, AT_ONCE).astype(np.float64)) for _ in range(RESAMPLES // AT_ONCE)]
    return np.concatenate(drawn)
