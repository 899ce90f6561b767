"""Sharing a whole number out in proportion."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray


def largest_remainder(total: int, weights: NDArray[np.float64]) -> NDArray[np.int64]:
    """Whole shares (n,) of `total` in proportion to `weights` (n,), non-negative and not all zero.

    Each gets its proportion rounded down; what is left goes one each to the largest remainders,
    ties to the lowest position. Reckoned in fractions, so that equal weights tie exactly.
    """
    exact = [Fraction(float(weight)) for weight in weights]
    whole = sum(exact)
    quotas = [total * weight / whole for weight in exact]
    shares = [int(quota) for quota in quotas]
    by_remainder = sorted(range(len(quotas)), key=lambda i: (shares[i] - quotas[i], i))
    for position in by_remainder[: total - sum(shares)]:
        shares[position] += 1
    return np.array(shares, np.int64)
