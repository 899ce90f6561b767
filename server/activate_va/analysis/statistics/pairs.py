"""Two treatments over the same blocks: the signed-rank test, its correction for many pairs, and sizes of effect."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from activate_va.analysis.statistics.ranks import DIGITS
from activate_va.value import Value

Scored = NDArray[np.float64]
"""(n,): a score per block, higher is better, the same blocks in both of a pair."""

MOST_EXACT = 50


class Pair(Value):
    """`first` against `second`, each difference first minus second, so that what is positive speaks for `first`.

    `different` counts the blocks with a difference; `statistic` is the smaller sum of signed ranks; `p_holm` is
    corrected for all pairs of the same family. `rank_biserial` and `cliffs_delta` in [-1, 1].
    """

    first: str
    second: str
    mean_difference: float
    different: int
    statistic: float
    p: float
    p_holm: float
    rank_biserial: float
    cliffs_delta: float


def differences(first: Scored, second: Scored) -> Scored:
    """First minus second (n,), without the noise of the last bits. ValueError where they are not alike in shape."""
    if first.shape != second.shape or first.ndim != 1 or len(first) == 0:
        raise ValueError(f"{first.shape} and {second.shape} scores: pairs need as many, and one at least")
    return np.asarray(np.round(first - second, DIGITS), np.float64)


def wilcoxon(first: Scored, second: Scored) -> tuple[float, float]:
    """The smaller sum of signed ranks, and its two-sided p-value; (0, 1) where no block differs.

    Blocks without a difference are left out and ties take the mean of their ranks, as in Wilcoxon 1945,
    "Individual comparisons by ranking methods". The p-value is exact, with ties too, up to 50 differing blocks;
    above, a normal approximation.
    """
    from scipy.stats import wilcoxon as signed_rank

    ranked, signs = _signed_ranks(first, second)
    if len(ranked) == 0:
        return 0.0, 1.0
    if len(ranked) > MOST_EXACT:
        result = signed_rank(differences(first, second), method="asymptotic")
        return float(result.statistic), float(result.pvalue)
    above = float(ranked[signs > 0].sum())
    statistic = min(above, float(ranked.sum()) - above)
    return statistic, min(1.0, 2 * _probability_of_at_most(statistic, ranked))


def _signed_ranks(first: Scored, second: Scored) -> tuple[Scored, Scored]:
    """Ranks of the differences that are not zero, by size, and their signs."""
    from scipy.stats import rankdata

    apart = differences(first, second)
    apart = apart[apart != 0]
    return np.asarray(rankdata(np.abs(apart)), np.float64), np.sign(apart)


def _probability_of_at_most(limit: float, ranked: Scored) -> float:
    """That the sum of the ranks that get a plus, each with probability 1/2, is `limit` at most."""
    doubled = np.rint(2 * ranked).astype(int)
    probabilities = np.zeros(doubled.sum() + 1)
    probabilities[0] = 1.0
    for rank in doubled:
        probabilities[rank:] = (probabilities[rank:] + probabilities[: len(probabilities) - rank]) / 2
        probabilities[:rank] /= 2
    return float(probabilities[: round(2 * limit) + 1].sum())


def smallest_p(blocks: int) -> float:
    """The smallest p-value that the two-sided signed-rank test can give with so many differing blocks: 2 / 2^n.

    It is below 0.05 from 6 on.
    """
    return float(min(1.0, 2.0 ** (1 - blocks)))


def holm(p_values: Sequence[float]) -> list[float]:
    """Each p-value corrected for their number, in the order given; never below the raw one, never above 1.

    Holm 1979, "A simple sequentially rejective multiple test procedure".
    """
    corrected, so_far = [0.0] * len(p_values), 0.0
    for place, index in enumerate(sorted(range(len(p_values)), key=lambda index: p_values[index])):
        so_far = max(so_far, min(1.0, (len(p_values) - place) * p_values[index]))
        corrected[index] = so_far
    return corrected


def rank_biserial(first: Scored, second: Scored) -> float:
    """Matched-pairs rank-biserial correlation in [-1, 1]: (R+ - R-) / (R+ + R-) over the blocks that differ; 0 if none.

    1 where `first` is higher in all of them. Kerby 2014, "The simple difference formula".
    """
    ranked, signs = _signed_ranks(first, second)
    return float((ranked * signs).sum() / ranked.sum()) if len(ranked) else 0.0


def cliffs_delta(first: Scored, second: Scored) -> float:
    """Cliff's delta in [-1, 1], blocks not paired: the share of all (n²) pairs with the first higher, less lower.

    Cliff 1993, "Dominance statistics: ordinal analyses to answer ordinal questions".
    """
    signs = np.sign(np.round(first[:, None] - second[None, :], DIGITS))
    return float(signs.mean())
