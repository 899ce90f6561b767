"""What classifiers of texts learn from: rows of a TF-IDF, with labels and weights."""

from __future__ import annotations

from typing import Annotated, Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from activate_va.classifiers.examples import examples_of, scaled_weights, that_count
from activate_va.kinds.text import WordDropout, with_words_dropped
from activate_va.kinds.tfidf import Tfidf
from activate_va.options import Options
from activate_va.training import TrainingSet


class TextExamples(NamedTuple):
    """matrix: CSR float32 (m, d). labels: int64 (m,), of two classes or more. weights: float64 (m,), positive."""

    matrix: Any
    labels: NDArray[np.int64]
    weights: NDArray[np.float64]


class ClassBalance(Options):
    """Whether classes weigh as often as they are labelled, or all the same."""

    class_balance: Annotated[
        Literal["none", "balanced"],
        Field(description="balanced: each class weighs the same, however few labels it has"),
    ] = "none"

    def balanced(self, examples: TextExamples) -> TextExamples:
        """With weights of the same sum; where classes are balanced, of the same sum in each class."""
        if self.class_balance == "none":
            return examples
        _, places = np.unique(examples.labels, return_inverse=True)
        sums = np.bincount(places, examples.weights)
        return examples._replace(weights=examples.weights * (sums.mean() / sums)[places])


def text_examples(
    items: NDArray[Any], tfidf: Tfidf, training_set: TrainingSet, augmentation: WordDropout, seed: int
) -> TextExamples:
    """Rows to learn from; copies that are alike are one row that counts for all.

    Raises OneClassOnly where those that weigh anything are of one class.
    """
    if training_set.augment and augmentation.word_dropout > 0:
        rng = np.random.default_rng(seed)
        copies = with_words_dropped(items[training_set.indices], augmentation.word_dropout, rng)
        matrix = tfidf.vectoriser.transform(copies.tolist()).tocsr()
        labels, weights = training_set.labels, scaled_weights(training_set)
    else:
        rows, labels, weights = examples_of(training_set)
        matrix = tfidf.matrix(items)[rows]
    counts = that_count(labels, weights)
    return TextExamples(matrix[counts], labels[counts], weights[counts])
