"""Samples that are short texts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from activate_va.kinds.base import Card, Kind, text_content
from activate_va.kinds.tfidf import WORD, tfidf_of
from activate_va.number import AS_NUMBER
from activate_va.options import Options

DIRECTIONS = 100
"""Of largest weight in the TF-IDF of a pool: what is left of it for distances."""
SEED = 0


class WordDropout(Options):
    """How an augmented text strays from its original: each word is left out with this probability, and one stays."""

    word_dropout: Annotated[float, AS_NUMBER] = Field(
        default=0.2, ge=0, le=0.9, description="probability that a word is left out of an augmented copy"
    )


class TextKind(Kind):
    """Texts (n,), NumPy strings of any length; their features are latent semantic directions.

    Those are TF-IDF of words and of characters, fitted on these very texts, its 100 directions of largest weight, and
    each text scaled to length 1 (Deerwester et al. 1990, "Indexing by latent semantic analysis").
    """

    name = "text"
    title = "Texts"
    description = "Short texts, as headlines, messages or sentences."
    default_classifier = "text_logistic_regression"
    augmentation = WordDropout
    options = WordDropout
    features_are_dear = True

    def features(self, items: NDArray[Any]) -> NDArray[np.float32]:
        """Float32 (n, d), d <= 100, rows of length 1; of length 0 for a text without words."""
        from sklearn.decomposition import TruncatedSVD

        matrix = tfidf_of(items).matrix(items)
        most = min(DIRECTIONS, len(items) - 1, matrix.shape[1] - 1)
        if most < 1:
            return np.zeros((len(items), 2), np.float32)
        scores = TruncatedSVD(most, random_state=SEED).fit_transform(matrix).astype(np.float32)
        lengths = np.linalg.norm(scores, axis=1, keepdims=True)
        directions: NDArray[np.float32] = np.divide(scores, lengths, out=np.zeros_like(scores), where=lengths > 0)
        return directions

    def words(self, items: NDArray[Any]) -> Any:
        """Words of any length, in small letters."""
        from sklearn.feature_extraction.text import CountVectorizer

        return CountVectorizer(token_pattern=WORD).fit_transform(items.tolist()).tocsr()

    def searched(self, items: NDArray[Any]) -> list[str]:
        """All of each text."""
        return [str(item) for item in items]

    def card(self, item: Any) -> Card:
        return Card(str(item).encode(), "text/plain; charset=utf-8")

    def exported(self, item: Any) -> dict[str, str]:
        return {"text": str(item)}

    def content(self, items: NDArray[Any]) -> Iterator[bytes]:
        return text_content(items, "texts")


def texts(values: Any) -> NDArray[Any]:
    """Texts as the array that a split holds: NumPy's strings of variable length."""
    return np.array(values, np.dtypes.StringDType())


def with_words_dropped(items: NDArray[Any], probability: float, rng: np.random.Generator) -> NDArray[Any]:
    """Each text with each of its words left out with that probability; where all would go, one stays by lot."""
    return texts([_dropped(str(item).split(), probability, rng) for item in items])


def _dropped(words: list[str], probability: float, rng: np.random.Generator) -> str:
    stay = rng.random(len(words)) >= probability
    if words and not stay.any():
        stay[rng.integers(len(words))] = True
    return " ".join(word for word, stays in zip(words, stay, strict=True) if stays)
