"""Classifiers of tables, by scikit-learn: logistic regression, a random forest, and a network of one hidden layer."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel

from activate_va.classifiers.base import Classifier, FittedClassifier, Report, unreported
from activate_va.classifiers.examples import examples_of, that_count
from activate_va.kinds.tables import encoder_of
from activate_va.options import Options
from activate_va.training import TrainingSet

TREES = 200
HIDDEN = 128
PENALTY = 1.0
MOST_STEPS = 1_000


class Encoding(Protocol):
    """What makes numbers of items; `transformer`, of scikit-learn, does it outside."""

    @property
    def transformer(self) -> Any: ...
    def encode(self, items: NDArray[Any]) -> NDArray[np.float32]: ...


@dataclass(frozen=True, eq=False)
class FittedTable(FittedClassifier):
    """A model of scikit-learn on encoded rows; `seen` are the classes that had labels."""

    encoder: Encoding
    model: Any
    seen: NDArray[np.int64]
    n_classes: int
    own: str | None = None

    def predict_proba(self, items: NDArray[Any], report: Report | None = None) -> NDArray[np.float32]:
        """Probability 0 for classes without labels."""
        probabilities = np.zeros((len(items), self.n_classes), np.float32)
        if len(items):
            probabilities[:, self.seen] = self.model.predict_proba(self.encoder.encode(items))
        if report:
            report(1.0)
        return probabilities

    def to_bytes(self) -> bytes:
        """A `.joblib` file: a scikit-learn pipeline that takes arrays of the columns as they were imported, or vectors.

        An empty text stands for a category that is missing, NaN for a number. Its `classes_` are the indices of the
        classes that had labels.
        """
        import joblib
        from sklearn.pipeline import Pipeline

        stream = BytesIO()
        steps = [("columns", self.encoder.transformer), ("classifier", self.model)]
        joblib.dump(Pipeline(steps), stream, compress=3)
        return stream.getvalue()


@dataclass(frozen=True)
class TabularClassifier(Classifier):
    """A model of scikit-learn, made anew with a seed for each training.

    Rows are encoded as the pool is, and weights are scaled so that all copies of N rows count as N. `epochs`,
    `precision` and augmentation mean nothing here.
    """

    name: str
    title: str
    description: str
    model: Callable[[int], Any]
    suffix: str = ".joblib"
    kinds: frozenset[str] = frozenset({"tabular"})

    def encoding(self, items: NDArray[Any]) -> Encoding:
        """Fitted on the pool's items."""
        return encoder_of(items)

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
        notify = report or unreported
        notify(0.0)
        encoder = self.encoding(items)
        rows, labels, weights = examples_of(training_set)
        counts = that_count(labels, weights)
        rows, labels, weights = rows[counts], labels[counts], weights[counts]
        notify(0.2)
        model = self.model(seed)
        from threadpoolctl import threadpool_limits

        with threadpool_limits(1), warnings.catch_warnings():  # One thread: the last bit does not vary.
            # It is as good as its steps let it be.
            warnings.filterwarnings("ignore", message="lbfgs failed to converge")
            model.fit(encoder.encode(items[rows]).astype(np.float64), labels, sample_weight=weights)
        notify(1.0)
        return FittedTable(encoder, model, np.asarray(model.classes_, np.int64), n_classes)


def logistic_regression_model(seed: int) -> Any:
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=1 / PENALTY, max_iter=MOST_STEPS)


def _forest(seed: int) -> Any:
    from sklearn.ensemble import RandomForestClassifier

    return RandomForestClassifier(TREES, random_state=seed, n_jobs=1)


def network_model(seed: int) -> Any:
    from sklearn.neural_network import MLPClassifier

    return MLPClassifier((HIDDEN,), solver="lbfgs", alpha=PENALTY, max_iter=MOST_STEPS, random_state=seed)


tabular_logistic_regression = TabularClassifier(
    "tabular_logistic_regression",
    "Logistic regression",
    "Logistic regression on standardised numbers and one-hot categories: quick, and easy to read.",
    logistic_regression_model,
)
random_forest = TabularClassifier(
    "random_forest", "Random forest", "200 trees on the same columns, which find what goes together.", _forest
)
tabular_mlp = TabularClassifier(
    "tabular_mlp", "Neural network", "One hidden layer of 128 units on the same columns.", network_model
)
