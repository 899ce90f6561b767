"""TF-IDF of characters within words, by way of the distinct words: each is taken apart once, however often it stands.

The same numbers as scikit-learn's `TfidfVectorizer(analyzer="char_wb")`, which takes each text apart anew.
"""

from __future__ import annotations

from typing import Any

import numpy as np

IN_A_ROW = (2, 5)


def fitted_characters(items: list[str], **chosen: Any) -> tuple[Any, Any]:
    """A fitted vectoriser with what is `chosen`, `max_features` among it, and the CSR matrix (n, d) of the texts.

    ValueError where no text holds a word.
    """
    from sklearn.feature_extraction.text import TfidfTransformer, TfidfVectorizer

    counts, names = _counted(items, None)
    if not names:
        raise ValueError("no text holds a word")
    often = np.asarray(counts.sum(axis=0)).ravel()
    columns = np.sort((-often).argsort()[: chosen["max_features"]])
    counts = counts[:, columns]
    transformer = TfidfTransformer(sublinear_tf=chosen["sublinear_tf"]).fit(counts)
    vectoriser = TfidfVectorizer(analyzer="char_wb", ngram_range=IN_A_ROW, **chosen)
    vectoriser.vocabulary_ = {names[column]: at for at, column in enumerate(columns)}
    vectoriser.idf_ = transformer.idf_
    return vectoriser, transformer.transform(counts, copy=False)


def characters_of(vectoriser: Any, items: list[str]) -> Any:
    """What the fitted vectoriser makes of texts: CSR (n, d)."""
    from sklearn.feature_extraction.text import TfidfTransformer

    counts, _ = _counted(items, vectoriser.vocabulary_)
    transformer = TfidfTransformer(sublinear_tf=vectoriser.sublinear_tf)
    transformer.idf_ = vectoriser.idf_
    return transformer.transform(counts, copy=False)


def _counted(items: list[str], vocabulary: dict[str, int] | None) -> tuple[Any, list[str]]:
    """How often each run of characters stands in each text, CSR float32 (n, d), and what the columns are."""
    from scipy.sparse import csr_matrix
    from sklearn.feature_extraction.text import CountVectorizer

    words: dict[str, int] = {}
    found = [[words.setdefault(word, len(words)) for word in item.lower().split()] for item in items]
    if not words:
        return csr_matrix((len(items), len(vocabulary or ())), dtype=np.float32), []
    starts = np.concatenate([[0], np.cumsum([len(row) for row in found])])
    indices = np.array([word for row in found for word in row], np.int32)
    texts = csr_matrix((np.ones(len(indices), np.float32), indices, starts), (len(items), len(words)))
    counter = CountVectorizer(
        analyzer="char_wb", ngram_range=IN_A_ROW, lowercase=False, dtype=np.float32, vocabulary=vocabulary
    )
    counts = texts @ counter.fit_transform(list(words))
    counts.sort_indices()
    return counts, counter.get_feature_names_out().tolist()
