"""A classifier of texts: a network of one hidden layer on words, by scikit-learn."""

from __future__ import annotations

import copy
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Annotated, Any, ClassVar

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, Field

from activate_va.classifiers.base import Classifier, FittedClassifier, Report, chosen_or_default, unreported
from activate_va.classifiers.text_examples import ClassBalance, text_examples
from activate_va.kinds.text import WordDropout
from activate_va.kinds.tfidf import Tfidf, prepare_texts, tfidf_of
from activate_va.number import AS_NUMBER
from activate_va.options import Options
from activate_va.training import TrainingSet

HIDDEN = 128
PENALTY = 0.01
MOST_STEPS = 200


class NetworkOptions(ClassBalance):
    penalty: Annotated[
        float, AS_NUMBER, Field(gt=0, le=1e3, description="how much large weights cost: higher trusts the labels less")
    ] = PENALTY


@dataclass(frozen=True, eq=False)
class FittedTextNetwork(FittedClassifier):
    """scikit-learn's network on some columns of a TF-IDF, int64 (k,); `seen` are the classes that had labels."""

    tfidf: Tfidf
    columns: NDArray[np.int64]
    model: Any
    n_classes: int

    @property
    def seen(self) -> NDArray[np.int64]:
        return np.asarray(self.model.classes_, np.int64)

    def predict_proba(self, items: NDArray[Any], report: Report | None = None) -> NDArray[np.float32]:
        """Probability 0 for classes without labels."""
        probabilities = np.zeros((len(items), self.n_classes), np.float32)
        if len(items):
            probabilities[:, self.seen] = self.model.predict_proba(self.tfidf.matrix(items)[:, self.columns])
        if report:
            report(1.0)
        return probabilities

    def to_bytes(self) -> bytes:
        """A `.joblib` file: a scikit-learn pipeline whose `predict_proba` takes raw strings.

        Its `classes_` are the indices of the classes that had labels.
        """
        import joblib
        from sklearn.pipeline import Pipeline

        model = copy.deepcopy(self.model)
        first = np.zeros((self.tfidf.width, HIDDEN), np.float32)
        first[self.columns] = model.coefs_[0]
        model.coefs_ = [first, *model.coefs_[1:]]
        model.n_features_in_ = self.tfidf.width
        stream = BytesIO()
        joblib.dump(Pipeline([("tfidf", self.tfidf.vectoriser), ("classifier", model)]), stream, compress=3)
        return stream.getvalue()


@dataclass(frozen=True)
class TextNetwork(Classifier):
    """One hidden layer of 128 units on the words and word pairs that the labelled texts have (Monarch 2021).

    Weights of copies count as for the logistic regression. `epochs` and `precision` mean nothing here: L-BFGS runs to
    the end, or for 200 steps.
    """

    name: str = "text_mlp"
    title: str = "Neural network on words"
    description: str = "One hidden layer of 128 units on words and word pairs (TF-IDF)."
    suffix: str = ".joblib"
    kinds: frozenset[str] = frozenset({"text"})
    prepares: bool = True
    options: ClassVar[type[Options]] = NetworkOptions

    def prepare(self, items: NDArray[Any], asked: Sequence[NDArray[Any]] = ()) -> None:
        prepare_texts(items, asked)

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
    ) -> FittedTextNetwork:
        notify = report or unreported
        notify(0.0)
        chosen = chosen_or_default(options, NetworkOptions)
        tfidf = tfidf_of(items)
        dropout = chosen_or_default(augmentation, WordDropout)
        matrix, labels, weights = chosen.balanced(text_examples(items, tfidf, training_set, dropout, seed))
        columns = np.unique(matrix.indices)
        columns = columns[columns < tfidf.words].astype(np.int64)
        notify(0.3)
        model = _solved(matrix[:, columns], labels, weights, chosen.penalty, seed)
        notify(1.0)
        return FittedTextNetwork(tfidf, columns, model, n_classes)


def _solved(matrix: Any, labels: NDArray[np.int64], weights: NDArray[np.float64], penalty: float, seed: int) -> Any:
    from sklearn.neural_network import MLPClassifier
    from threadpoolctl import threadpool_limits

    model = MLPClassifier((HIDDEN,), solver="lbfgs", alpha=penalty, max_iter=MOST_STEPS, random_state=seed)
    with threadpool_limits(1), warnings.catch_warnings():  # One thread: the last bit does not vary.
        warnings.filterwarnings("ignore", message="lbfgs failed to converge")
        return model.fit(matrix.astype(np.float64), labels, sample_weight=weights)


text_mlp = TextNetwork()
