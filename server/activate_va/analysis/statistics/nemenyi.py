"""Which treatments differ, all against all, by their mean ranks?"""

from __future__ import annotations

from collections.abc import Sequence
from math import inf, sqrt

import numpy as np

from activate_va.analysis.statistics.ranks import Scores, average_ranks
from activate_va.value import Value


class Nemenyi(Value):
    """`critical_difference` in ranks; `p` (k, k), symmetric, 1 on its diagonal; `groups` the largest sets of
    treatments, by index and from the best rank on, that the test cannot separate. One treatment is no group."""

    critical_difference: float
    p: tuple[tuple[float, ...], ...]
    groups: tuple[tuple[int, ...], ...]


def critical_difference(treatments: int, blocks: int, alpha: float = 0.05) -> float:
    """How far apart two mean ranks must be at least to differ at `alpha`: q sqrt(k (k + 1) / (6 n)).

    q is the quantile of the studentized range for k treatments and infinite degrees of freedom, divided by
    sqrt 2. Nemenyi 1963, "Distribution-free multiple comparisons". ValueError for fewer than 2 treatments, no
    block, or alpha outside ]0, 1[.
    """
    from scipy.stats import studentized_range

    if treatments < 2 or blocks < 1 or not 0 < alpha < 1:
        raise ValueError(f"no critical difference for {treatments} treatments in {blocks} blocks at alpha {alpha}")
    q = float(studentized_range.ppf(1 - alpha, treatments, inf)) / sqrt(2)
    return q * _standard_error(treatments, blocks)


def nemenyi(scores: Scores, alpha: float = 0.05) -> Nemenyi:
    """Compare all treatments with one another; `scores` (n, k), higher is better.

    The p-values hold for all pairs together. Errors as `critical_difference`.
    """
    from scipy.stats import studentized_range

    n, k = scores.shape
    limit = critical_difference(k, n, alpha)
    means = average_ranks(scores)
    apart = np.abs(means[:, None] - means[None, :]) / _standard_error(k, n) * sqrt(2)
    p = np.clip(studentized_range.sf(apart, k, inf), 0, 1)
    np.fill_diagonal(p, 1)
    return Nemenyi(critical_difference=limit, p=tuple(map(tuple, p.tolist())), groups=indistinguishable(means, limit))


def indistinguishable(means: Sequence[float] | np.ndarray, limit: float) -> tuple[tuple[int, ...], ...]:
    """The largest runs, in order of mean rank, whose ends are less than `limit` apart; runs of one are left out."""
    order = [int(index) for index in np.argsort(means, kind="stable")]
    groups: list[tuple[int, ...]] = []
    reached = 0
    for start in range(len(order)):
        end = start
        while end < len(order) and means[order[end]] - means[order[start]] < limit:
            end += 1
        if end > reached and end - start > 1:
            groups.append(tuple(order[start:end]))
        reached = max(reached, end)
    return tuple(groups)


def _standard_error(treatments: int, blocks: int) -> float:
    return sqrt(treatments * (treatments + 1) / (6 * blocks))
