"""What a model says of the validation split, which people may look into: the test split is for reporting alone."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from activate_va.value import Value

DIGITS = 4


class ValidationAnswers(Value):
    """A value for each sample of the split, in its order.

    `actual` is its class, null where nobody has labelled it; `predicted` the most probable class and `confidence` its
    probability in [0, 1]; `runner_up` the second, and `margin` by how much it is less probable.
    """

    actual: tuple[int | None, ...]
    predicted: tuple[int, ...]
    confidence: tuple[float, ...]
    runner_up: tuple[int, ...]
    margin: tuple[float, ...]


def answers(labels: NDArray[np.int64] | None, probabilities: NDArray[np.float32]) -> ValidationAnswers:
    """Of labels (n,), -1 where there is none, None where there are none at all, and probabilities (n, c), c >= 2.

    Of equally probable classes the one of the lower index comes first.
    """
    order = np.argsort(-probabilities, axis=1, kind="stable")[:, :2]
    top, second = np.take_along_axis(np.asarray(probabilities, np.float64), order, axis=1).T
    actual = np.full(len(order), -1) if labels is None else labels
    return ValidationAnswers(
        actual=tuple(None if label < 0 else int(label) for label in actual),
        predicted=_listed(order[:, 0]),
        confidence=_listed(top.round(DIGITS)),
        runner_up=_listed(order[:, 1]),
        margin=_listed((top - second).round(DIGITS)),
    )


def _listed(column: NDArray[Any]) -> tuple[Any, ...]:
    return tuple(column.tolist())
