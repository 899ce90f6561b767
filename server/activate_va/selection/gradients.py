"""BADGE: samples from which the model's last layer would learn much, and not all the same."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from activate_va.pool import LastLayer, Need, given, singles
from activate_va.selection.base import SelectionContext, SelectionScheme
from activate_va.selection.criteria import highest

Floats = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Gradients:
    """Outer products of the rows of `residuals` (m, c) and `inputs` (m, h), with their squared lengths `norms` (m,).

    Distances come from the factors: the product of two such matrices is that of their residuals times that of their
    inputs, so that nothing of size c x h is made.
    """

    residuals: Floats
    inputs: Floats
    norms: Floats

    @classmethod
    def of(cls, layer: LastLayer, rows: NDArray[np.int64]) -> Gradients:
        residuals, inputs = layer.residuals[rows], singles(layer.inputs[rows])
        return cls(residuals, inputs, _squares(residuals) * _squares(inputs))

    def gaps(self, row: int) -> Floats:
        """Squared distance (m,) from each to the one at `row`, 0 at least and at `row` itself."""
        products = (self.residuals @ self.residuals[row]) * (self.inputs @ self.inputs[row])
        gaps: Floats = np.maximum(self.norms + self.norms[row] - 2 * products, 0)
        gaps[row] = 0
        return gaps


class Badge(SelectionScheme):
    """k-means++ seeding among gradients of the last layer: those that are long and unlike each other.

    Ash et al. 2020, "Deep Batch Active Learning by Diverse, Uncertain Gradient Lower Bounds". The gradient is that of
    the loss, were the predicted class the true one: long where the model is unsure. As in the authors' code the longest
    comes first, of several the lowest sample id; then each is drawn in proportion to its squared distance from those
    before. Where all that is left coincides with what is chosen, the longest come, ties to the lowest sample id.
    """

    name = "BADGE"
    title = "Diverse gradients (BADGE)"
    description = "N samples from which the model's last layer would learn much, each something else than the others."
    needs = frozenset({Need.LAST_LAYER})
    fallback = "DMB"

    def select(self, context: SelectionContext, count: int, rng: np.random.Generator) -> NDArray[np.int64]:
        from threadpoolctl import threadpool_limits

        # One thread: several would wait for each other in products as small as these.
        with threadpool_limits(1):
            gradients = Gradients.of(given(context.last_layer, Need.LAST_LAYER), context.available)
            chosen = _seeds(gradients, count, rng)
        return context.available[_filled_up(chosen, gradients.norms, count)]


def _seeds(gradients: Gradients, count: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """Up to `count` rows; fewer where there are not as many that differ."""
    chosen = [int(gradients.norms.argmax())]
    gaps = gradients.gaps(chosen[0])
    while len(chosen) < count and (reached := np.cumsum(gaps, dtype=np.float64))[-1] > 0:
        last = np.searchsorted(reached, reached[-1])
        drawn = np.searchsorted(reached, rng.random() * reached[-1], side="right")
        chosen.append(int(min(drawn, last)))
        np.minimum(gaps, gradients.gaps(chosen[-1]), out=gaps)
    return np.array(chosen, np.int64)


def _filled_up(chosen: NDArray[np.int64], norms: Floats, count: int) -> NDArray[np.int64]:
    """With the rows of the largest of the rest, where fewer than `count` are chosen."""
    if len(chosen) == count:
        return chosen
    left = np.setdiff1d(np.arange(len(norms)), chosen)
    return np.concatenate([chosen, highest(left, norms[left].astype(np.float64), count - len(chosen))])


def _squares(rows: Floats) -> Floats:
    return np.asarray(np.einsum("ij,ij->i", rows, rows), np.float32)
