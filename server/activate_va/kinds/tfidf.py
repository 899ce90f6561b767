"""TF-IDF of words and of parts of words, fitted on a pool of texts and held while that pool is in use."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from hashlib import blake2b
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from activate_va.kinds.characters import characters_of, fitted_characters
from activate_va.recent import Recent

MOST_COLUMNS = 50_000
"""Of words, and as many of characters: the most frequent ones. It bounds memory and the size of a model's file."""
WORD = r"(?u)\b\w+\b"
"""Any run of letters and digits, single ones too."""
HELD = 4
"""Lists of texts in memory as matrices: the pools and test splits used last."""

_fitted_on: Recent[bytes, Tfidf] = Recent(HELD)
_matrices: Recent[tuple[bytes, bytes], Any] = Recent(HELD)
_one_at_a_time = threading.Lock()


class Tfidf(NamedTuple):
    """A fitted vectoriser of scikit-learn, which takes strings; `key` is the digest of the texts it was fitted on."""

    key: bytes
    vectoriser: Any

    @property
    def width(self) -> int:
        """How many columns its matrices have."""
        return len(self.vectoriser.get_feature_names_out())

    @property
    def words(self) -> int:
        """How many of them, the first, are of words and of words in pairs."""
        return len(self.vectoriser["words"].get_feature_names_out())

    def matrix(self, items: NDArray[Any]) -> Any:
        """The CSR matrix float32 (m, d) of any texts; those asked for lately are held in the process."""
        key = self.key, _key(items)
        found = _matrices.get(key)
        if found is None:
            found = self._computed(items.tolist())
            _matrices.put(key, found)
        return found

    def _computed(self, items: list[str]) -> Any:
        """What `vectoriser.transform` gives, in a fraction of the time."""
        from scipy.sparse import hstack

        words, characters = self.vectoriser["words"], self.vectoriser["characters"]
        return hstack([words.transform(items), characters_of(characters, items)]).tocsr()


def tfidf_of(items: NDArray[Any]) -> Tfidf:
    """Words (1 to 2 in a row) and characters within words (2 to 5 in a row), each text's two parts of length 1.

    Counts enter by their logarithm. ValueError where no text holds a word; imports refuse such texts.
    """
    key = _key(items)
    with _one_at_a_time:
        found = _fitted_on.get(key)
        if found is None:
            found = _fitted(key, items.tolist())
            _fitted_on.put(key, found)
    return found


def prepare_texts(items: NDArray[Any], asked: Sequence[NDArray[Any]]) -> None:
    """Hold what is fitted on these texts, and the matrices of those that it will be asked about."""
    fitted = tfidf_of(items)
    for texts in asked:
        if len(texts):
            fitted.matrix(texts)


def _fitted(key: bytes, items: list[str]) -> Tfidf:
    from scipy.sparse import hstack
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import FeatureUnion

    chosen = {"dtype": np.float32, "sublinear_tf": True, "max_features": MOST_COLUMNS}
    words = TfidfVectorizer(ngram_range=(1, 2), token_pattern=WORD, **chosen)
    of_words = words.fit_transform(items)
    characters, of_characters = fitted_characters(items, **chosen)
    _matrices.put((key, key), hstack([of_words, of_characters]).tocsr())
    return Tfidf(key, FeatureUnion([("words", words), ("characters", characters)]))


def _key(items: NDArray[Any]) -> bytes:
    digest = blake2b(digest_size=16)
    for item in items:
        digest.update(str(item).encode() + b"\0")
    return digest.digest()
