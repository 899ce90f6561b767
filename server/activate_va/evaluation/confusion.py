"""The confusion matrix, and what is read off it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def confusion_matrix(actual: NDArray[np.integer], predicted: NDArray[np.integer], n_classes: int) -> NDArray[np.int64]:
    """Counts (c, c): row the actual class, column the predicted one.

    `actual` and `predicted` are class indices (n,) in [0, n_classes); ValueError otherwise.
    """
    if actual.shape != predicted.shape or actual.ndim != 1:
        raise ValueError(f"actual has shape {actual.shape}, predicted {predicted.shape}: they must be alike, (n,)")
    for name, indices in (("actual", actual), ("predicted", predicted)):
        if len(indices) and (indices.min() < 0 or indices.max() >= n_classes):
            raise ValueError(f"{name} holds a class outside 0 to {n_classes - 1}")
    cells = actual.astype(np.int64) * n_classes + predicted.astype(np.int64)
    return np.bincount(cells, minlength=n_classes**2).reshape(n_classes, n_classes).astype(np.int64)


def accuracy(confusion: NDArray[np.int64]) -> float:
    """Share of samples on the diagonal, in [0, 1]; 0 where there are no samples."""
    total = int(confusion.sum())
    return int(np.trace(confusion)) / total if total else 0.0


def class_accuracies(confusion: NDArray[np.int64]) -> NDArray[np.float64]:
    """Share of each class's samples that were predicted right (its recall), (c,); NaN for a class with none."""
    return _ratio(np.diag(confusion), confusion.sum(axis=1), np.nan)


def macro_f1(confusion: NDArray[np.int64]) -> float:
    """Unweighted mean over classes of F1 = 2 right / (actual + predicted); classes in neither are left out."""
    present = confusion.sum(axis=0) + confusion.sum(axis=1)
    scores = _ratio(2 * np.diag(confusion), present, np.nan)[present > 0]
    return float(scores.mean()) if len(scores) else 0.0


def _ratio(part: NDArray[np.int64], whole: NDArray[np.int64], empty: float) -> NDArray[np.float64]:
    ratio = np.full(len(whole), empty)
    np.divide(part, whole, out=ratio, where=whole > 0)
    return ratio
