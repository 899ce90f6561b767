"""A classifier of texts: logistic regression on TF-IDF, by scikit-learn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Annotated, Any, ClassVar

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, Field

from activate_va.classifiers.base import Classifier, FittedClassifier, Report, chosen_or_default, unreported
from activate_va.classifiers.evidence import Evidence, attributed
from activate_va.classifiers.text_examples import ClassBalance, TextExamples, text_examples
from activate_va.kinds.text import WordDropout
from activate_va.kinds.tfidf import Tfidf, prepare_texts, tfidf_of
from activate_va.number import AS_NUMBER
from activate_va.options import Options
from activate_va.training import TrainingSet

INVERSE_PENALTY = 10.0
"""scikit-learn's C. Its default of 1 is meant for features of unit variance; rows of TF-IDF have length 1, so that
with few labels hardly a probability would leave the middle."""
MOST_STEPS = 1_000
TOLERANCE = 1e-6


class TextOptions(ClassBalance):
    inverse_penalty: Annotated[
        float,
        AS_NUMBER,
        Field(
            gt=0, le=1e6, description="scikit-learn's C, the inverse of regularisation: higher trusts the labels more"
        ),
    ] = INVERSE_PENALTY


@dataclass(frozen=True, eq=False)
class FittedText(FittedClassifier):
    """Logistic regression on some columns of a TF-IDF; other columns have no weight.

    columns: int64 (k,). coefficients: float64 (k, s) and intercepts (s,) of the s classes that had labels, `seen`.
    """

    tfidf: Tfidf
    columns: NDArray[np.int64]
    coefficients: NDArray[np.float64]
    intercepts: NDArray[np.float64]
    seen: NDArray[np.int64]
    n_classes: int
    inverse_penalty: float = INVERSE_PENALTY

    def predict_proba(self, items: NDArray[Any], report: Report | None = None) -> NDArray[np.float32]:
        """Probability 0 for classes without labels."""
        from scipy.special import softmax

        notify = report or unreported
        notify(0.0)
        if not len(items):
            return np.zeros((0, self.n_classes), np.float32)
        logits = self.tfidf.matrix(items)[:, self.columns] @ self.coefficients + self.intercepts
        probabilities = np.zeros((len(items), self.n_classes), np.float32)
        probabilities[:, self.seen] = softmax(np.asarray(logits), axis=1)
        notify(1.0)
        return probabilities

    def evidence(self, item: Any) -> Evidence:
        """A feature's weight is its TF-IDF times the coefficient of the top class less that of the runner-up."""
        row = self.tfidf.vectoriser.transform([str(item)]).tocsr()[:, self.columns]
        logits = np.asarray(row @ self.coefficients + self.intercepts)[0]
        top, second = np.argsort(-logits, kind="stable")[:2]
        gaps = self.coefficients[:, top] - self.coefficients[:, second]
        weights = {int(self.columns[at]): float(row[0, at] * gaps[at]) for at in row.indices}
        return Evidence(
            top=int(self.seen[top]),
            runner_up=int(self.seen[second]),
            difference=float(logits[top] - logits[second]),
            intercept=float(self.intercepts[top] - self.intercepts[second]),
            pieces=attributed(self.tfidf.vectoriser, str(item), weights),
        )

    def to_bytes(self) -> bytes:
        """A `.joblib` file: a scikit-learn pipeline whose `predict_proba` takes raw strings.

        Its `classes_` are the indices of the classes that had labels. The same model gives the same bytes.
        """
        import joblib
        from sklearn.linear_model import LogisticRegression
        from sklearn.pipeline import Pipeline

        model = LogisticRegression(C=self.inverse_penalty, tol=TOLERANCE, max_iter=MOST_STEPS)
        width = self.tfidf.width
        weights = np.zeros((len(self.seen), width), np.float32)
        weights[:, self.columns] = self.coefficients.T
        intercepts = self.intercepts.astype(np.float32)
        if len(self.seen) == 2:  # scikit-learn keeps the difference of two classes.
            weights, intercepts = weights[1:] - weights[:1], intercepts[1:] - intercepts[:1]
        model.classes_, model.coef_, model.intercept_ = self.seen, weights, intercepts
        model.n_features_in_ = width
        stream = BytesIO()
        joblib.dump(Pipeline([("tfidf", self.tfidf.vectoriser), ("classifier", model)]), stream, compress=3)
        return stream.getvalue()


@dataclass(frozen=True)
class TextLogisticRegression(Classifier):
    """Multinomial logistic regression on the TF-IDF of the pool.

    It is fitted on the columns that the labelled texts have: others would get no weight, and are most of them.
    Weights are scaled so that all copies of N texts count as N, or 32 copies of each would be 32 times less
    regularisation, and no comparison between training schemes fair. `epochs` and `precision` mean nothing here: it is
    solved to the end, in one pass. Without word dropout, the seed means nothing either.
    """

    name: str = "text_logistic_regression"
    title: str = "Logistic regression on words"
    description: str = (
        "Logistic regression on words, word pairs and parts of words (TF-IDF): quick, and good with few labels."
    )
    suffix: str = ".joblib"
    kinds: frozenset[str] = frozenset({"text"})
    says_words: bool = True
    prepares: bool = True
    options: ClassVar[type[Options]] = TextOptions

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
    ) -> FittedText:
        notify = report or unreported
        notify(0.0)
        chosen = chosen_or_default(options, TextOptions)
        tfidf = tfidf_of(items)
        notify(0.2)
        examples = text_examples(items, tfidf, training_set, chosen_or_default(augmentation, WordDropout), seed)
        notify(0.6)
        fitted = _solved(tfidf, chosen.balanced(examples), n_classes, chosen.inverse_penalty)
        notify(1.0)
        return fitted


def _solved(tfidf: Tfidf, examples: TextExamples, n_classes: int, inverse_penalty: float) -> FittedText:
    from sklearn.linear_model import LogisticRegression
    from threadpoolctl import threadpool_limits

    matrix, labels, weights = examples
    columns = np.unique(matrix.indices)
    model = LogisticRegression(C=inverse_penalty, tol=TOLERANCE, max_iter=MOST_STEPS)
    with threadpool_limits(1):  # Of vectors so short the threads of a BLAS make it five times as long.
        model.fit(matrix[:, columns].astype(np.float64), labels, weights)
    coefficients, intercepts = model.coef_.T, model.intercept_
    if len(model.classes_) == 2:
        coefficients = np.hstack([np.zeros_like(coefficients), coefficients])
        intercepts = np.concatenate([np.zeros(1), intercepts])
    return FittedText(
        tfidf, columns.astype(np.int64), coefficients, intercepts, model.classes_, n_classes, inverse_penalty
    )


text_logistic_regression = TextLogisticRegression()
