"""How many labels may be of another class: a number, where the ranking only says which to look at first."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from activate_va.evaluation.out_of_fold import OutOfFold

FEWEST_TO_COUNT = 20
"""Labels of each class; of fewer, what a model says without them is too uncertain to count by."""


def likely_wrong(found: OutOfFold, labels: NDArray[np.int64]) -> int | None:
    """About how many of the labels (n,) are of another class; None where a class has fewer than 20.

    By confident learning (Northcutt, Jiang and Chuang 2021, "Confident Learning: Estimating Uncertainty in Dataset
    Labels"), as cleanlab has it. Classes without a label are left out of the probabilities.
    """
    from cleanlab.count import num_label_issues

    classes, own = np.unique(labels[found.rows], return_inverse=True)
    if len(found.rows) < len(labels) or np.bincount(own).min() < FEWEST_TO_COUNT:
        return None
    probabilities = found.probabilities[:, classes]
    probabilities = probabilities / probabilities.sum(axis=1, keepdims=True)
    return int(num_label_issues(labels=own, pred_probs=probabilities, estimation_method="off_diagonal_calibrated"))
