"""Temperature scaling: probabilities made as sure as they are right, by one number (Guo et al. 2017)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

COLDEST, HOTTEST = 0.05, 20.0
FLOOR = 1e-12
"""A probability of nothing would outweigh all others in a likelihood; a class never seen has one."""


def fitted_temperature(actual: NDArray[np.integer], probabilities: NDArray[np.floating]) -> float:
    """The temperature, from 0.05 to 20, at which samples of these classes (n,), n > 0, are likeliest.

    Above 1 the model (n, c) is surer than it is right, below 1 less sure. The negative log-likelihood is convex in the
    inverse of the temperature, which is where its least is looked for. ValueError where there is no sample, or where
    lengths differ.
    """
    from scipy.optimize import minimize_scalar
    from scipy.special import logsumexp

    if not len(actual) or len(actual) != len(probabilities):
        raise ValueError(f"{len(actual)} classes do not fit probabilities of shape {probabilities.shape}")
    logarithms = np.log(np.maximum(probabilities.astype(np.float64), FLOOR))
    of_truth = logarithms[np.arange(len(actual)), actual].mean()

    def loss(inverse: float) -> float:
        return float(logsumexp(inverse * logarithms, axis=1).mean() - inverse * of_truth)

    found = minimize_scalar(loss, bounds=(1 / HOTTEST, 1 / COLDEST), method="bounded", options={"xatol": 1e-5})
    return float(1 / found.x)


def at_temperature(probabilities: NDArray[np.floating], temperature: float) -> NDArray[np.float32]:
    """Probabilities (n, c) at another temperature; the order of classes stays, and what is impossible stays so."""
    top = probabilities.max(axis=1, keepdims=True)
    powers = np.power(probabilities / top, np.float32(1 / temperature))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True), np.float32)
