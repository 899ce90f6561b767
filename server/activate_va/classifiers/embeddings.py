"""Classifiers of embeddings that came with a dataset, by scikit-learn: whatever the samples themselves are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated, Any, ClassVar, NamedTuple

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, Field

from activate_va.classifiers.base import Report, chosen_or_default
from activate_va.classifiers.tabular import (
    Encoding,
    FittedTable,
    TabularClassifier,
    logistic_regression_model,
    network_model,
)
from activate_va.options import Options
from activate_va.training import TrainingSet


class EmbeddingOptions(Options):
    own: Annotated[
        str,
        Field(max_length=40, description="which of the dataset's own embeddings it is given; empty: the first by name"),
    ] = ""


class Standardised(NamedTuple):
    """Each number of a vector less its mean in the pool, over its standard deviation there."""

    transformer: Any

    def encode(self, items: NDArray[Any]) -> NDArray[np.float32]:
        if not len(items):
            return np.zeros((0, self.transformer.n_features_in_), np.float32)
        return np.asarray(self.transformer.transform(np.asarray(items, np.float32)), np.float32)


def standardised(vectors: NDArray[Any]) -> Standardised:
    """Fitted on the vectors (n, d) of a pool."""
    from sklearn.preprocessing import StandardScaler

    return Standardised(StandardScaler().fit(np.asarray(vectors, np.float32)))


@dataclass(frozen=True)
class EmbeddingClassifier(TabularClassifier):
    """A model of scikit-learn on standardised vectors. There is nothing to augment: of a vector's neighbours in the
    space, nothing is known."""

    kinds: frozenset[str] = frozenset({"image", "text", "tabular"})
    takes_embeddings: bool = True
    options: ClassVar[type[Options]] = EmbeddingOptions

    def encoding(self, items: NDArray[Any]) -> Encoding:
        return standardised(items)

    def fit(
        self,
        items: NDArray[Any],
        training_set: TrainingSet,
        n_classes: int,
        *,
        epochs: int,
        seed: int,
        augmentation: BaseModel | None = None,
        options: Options | None = None,
        precision: str = "auto",
        report: Report | None = None,
    ) -> FittedTable:
        own = chosen_or_default(options, EmbeddingOptions).own
        fitted = super().fit(items, training_set, n_classes, epochs=epochs, seed=seed, report=report)
        return replace(fitted, own=own)


embedding_logistic_regression = EmbeddingClassifier(
    "embedding_logistic_regression",
    "Logistic regression on an own embedding",
    "Logistic regression on standardised vectors that came with the samples: quick, and good with few labels.",
    logistic_regression_model,
)
embedding_mlp = EmbeddingClassifier(
    "embedding_mlp",
    "Neural network on an own embedding",
    "One hidden layer of 128 units on standardised vectors that came with the samples.",
    network_model,
)
