"""What the last layer of a model does with a pool: its gradients, without writing them out."""

from __future__ import annotations

from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray


class LastLayer(NamedTuple):
    """The gradient of the loss in the last layer's weights, were the predicted class the true one, as two factors.

    For sample i it is the outer product of `residuals` float32 (n, c), the probabilities with 1 taken from the highest,
    and `inputs` float16 (n, h), what comes into the layer: the embedding.
    """

    residuals: NDArray[np.float32]
    inputs: NDArray[np.float16]

    @classmethod
    def of(cls, probabilities: NDArray[np.float32], embedding: NDArray[np.float16]) -> Self:
        """Of a model that says (n, c), and whose last hidden layer is (n, h)."""
        residuals = np.array(probabilities, np.float32)
        residuals[np.arange(len(residuals)), residuals.argmax(axis=1)] -= 1
        return cls(residuals, embedding)
