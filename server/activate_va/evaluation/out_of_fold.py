"""What a model says of labelled samples that it was not trained on: by that, labels are found to look at again."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

FOLDS = 5
FEWEST = 2
"""Labels of a class, without which no part of them could be left out."""
NEIGHBOURS = 15
INVERSE_PENALTY = 10.0
MOST_STEPS = 1_000


class OutOfFold(NamedTuple):
    """Probabilities float64 (m, c) of the m labelled samples `rows` int64 (m,).

    Each is by a model that was not trained on that sample. Samples of classes with a single label are not among them.
    """

    rows: NDArray[np.int64]
    probabilities: NDArray[np.float64]
    folds: int


def out_of_fold(
    points: NDArray[np.floating], labels: NDArray[np.int64], n_classes: int, seed: int = 0
) -> OutOfFold | None:
    """Two models of points (n, d), five times of four fifths of the labels (n,), drawn by class; the mean of both.

    Logistic regression, of points scaled as a whole, and the 15 nearest labels by their distance: of images the second
    is mostly right where the first is not, of texts the first. Where a class has fewer labels than five there are as
    many folds as it has. None where fewer than two classes have two labels. The same seed gives the same folds.
    """
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import StratifiedKFold, cross_val_predict
    from sklearn.neighbors import KNeighborsClassifier

    counts = np.bincount(labels, minlength=n_classes)
    rows = np.flatnonzero(counts[labels] >= FEWEST)
    if len(np.unique(labels[rows])) < FEWEST:
        return None
    folds = int(min(FOLDS, counts[counts >= FEWEST].min()))
    linear = LogisticRegression(C=INVERSE_PENALTY / points.shape[1], max_iter=MOST_STEPS)
    fewest = len(rows) - -(-len(rows) // folds)
    near = KNeighborsClassifier(min(NEIGHBOURS, fewest), weights="distance")
    split = StratifiedKFold(folds, shuffle=True, random_state=seed)
    known = _scaled(np.asarray(points[rows], np.float64))
    said = [cross_val_predict(each, known, labels[rows], cv=split, method="predict_proba") for each in (linear, near)]
    probabilities = np.zeros((len(rows), n_classes))
    probabilities[:, np.unique(labels[rows])] = np.mean(said, axis=0)
    return OutOfFold(rows, probabilities, folds)


def _scaled(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Of mean 0, and variance 1 on average: one scale for all directions, as the large ones say most."""
    centred = points - points.mean(axis=0)
    variance = float(centred.var(axis=0).mean())
    scaled: NDArray[np.float64] = centred / np.sqrt(variance) if variance > 0 else centred
    return scaled


class Doubtful(NamedTuple):
    """Positions int64 (k,) among labels that the model contradicts, what it says in their place, and how surely."""

    positions: NDArray[np.int64]
    classes: NDArray[np.int64]
    probabilities: NDArray[np.float64]


def contradicted(found: OutOfFold, labels: NDArray[np.int64], confidences: NDArray[np.float64]) -> Doubtful:
    """Labels (n,) whose class the model finds less probable than another, those first that look most alike to mistakes.

    By confidence of the label times the gap between the other class's probability and its own: first what a person
    placed surely and the model surely contradicts. Ties go to the lowest position. It is a ranking and no verdict: rare
    kinds of a class look the same.
    """
    own = found.probabilities[np.arange(len(found.rows)), labels[found.rows]]
    best = found.probabilities.argmax(axis=1)
    top = found.probabilities.max(axis=1)
    doubts = np.flatnonzero(best != labels[found.rows])
    scores = confidences[found.rows[doubts]] * (top - own)[doubts]
    ranked = doubts[np.lexsort((found.rows[doubts], -scores))]
    return Doubtful(found.rows[ranked], best[ranked].astype(np.int64), top[ranked])
