"""Is there any difference among three treatments or more?"""

from __future__ import annotations

from math import factorial, prod

import numpy as np
from numpy.typing import NDArray

from activate_va.analysis.statistics.ranks import Scores, ranks
from activate_va.value import Value


class Friedman(Value):
    """Friedman's chi-square (corrected for ties) with k - 1 degrees of freedom, and the F of Iman and Davenport.

    `f` is null where all blocks rank the treatments alike, for it is infinite then. `p` and `f_p` in [0, 1].
    `rough`: there are so few blocks that both are approximations at best.
    """

    chi_square: float
    degrees: int
    p: float
    f: float | None
    f_degrees: tuple[int, int]
    f_p: float
    rough: bool


FEW_BLOCKS = 10
"""With fewer, chi-square and F are rough; Demšar 2006 gives "more than 10" as a rule of thumb for being sure."""


def friedman(scores: Scores) -> Friedman:
    """Test whether the treatments' ranks differ; `scores` (n, k), higher is better.

    Friedman 1937, "The use of ranks to avoid the assumption of normality"; F and its p-value after Iman and
    Davenport 1980, "Approximations of the critical region of the Friedman statistic", as Demšar 2006 advises,
    for chi-square is too careful. Where all blocks agree, `f_p` is the probability of that: with m ways to order a
    block, k! or fewer where it has ties, m^(1 - n) (Conover 1999). Where every block is one tie, nothing differs:
    chi-square 0, p 1. ValueError for fewer than 3 treatments or 2 blocks.
    """
    from scipy.stats import f as f_distribution
    from scipy.stats import friedmanchisquare

    ranked = ranks(scores)
    n, k = ranked.shape
    if k < 3 or n < 2:
        raise ValueError(f"{k} treatments in {n} blocks: Friedman's test needs 3 treatments and 2 blocks at least")
    degrees, rough = (k - 1, (k - 1) * (n - 1)), n < FEW_BLOCKS
    if np.all(ranked == ranked[:, :1]):
        return Friedman(chi_square=0.0, degrees=k - 1, p=1.0, f=0.0, f_degrees=degrees, f_p=1.0, rough=rough)
    chi_square, p = map(float, friedmanchisquare(*ranked.T))
    rest = n * (k - 1) - chi_square
    agree = rest < 1e-9 * n * k
    f = None if agree else (n - 1) * chi_square / rest
    f_p = _orderings(ranked[0]) ** (1.0 - n) if f is None else float(f_distribution.sf(f, *degrees))
    return Friedman(chi_square=chi_square, degrees=k - 1, p=p, f=f, f_degrees=degrees, f_p=f_p, rough=rough)


def _orderings(block: NDArray[np.float64]) -> int:
    """In how many ways the ranks of a block can fall to its treatments."""
    _, ties = np.unique(block, return_counts=True)
    return factorial(len(block)) // prod(factorial(tied) for tied in ties.tolist())
