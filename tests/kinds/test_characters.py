"""Characters within words are counted by the distinct words, and come out as scikit-learn's."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer

from activate_va.datasets import open_dataset
from activate_va.kinds.characters import IN_A_ROW, characters_of, fitted_characters

CHOSEN = {"dtype": np.float32, "sublinear_tf": True, "max_features": 300}
LINES = st.lists(st.text(st.sampled_from("aAbİß \t\n'é-9"), max_size=20), min_size=1, max_size=6)


def compared(fitted_on: list[str], asked: list[str]) -> None:
    theirs = TfidfVectorizer(analyzer="char_wb", ngram_range=IN_A_ROW, **CHOSEN)
    expected = theirs.fit_transform(fitted_on)
    ours, matrix = fitted_characters(fitted_on, **CHOSEN)
    assert ours.get_feature_names_out().tolist() == theirs.get_feature_names_out().tolist()
    for mine, their in ((matrix, expected), (characters_of(ours, asked), theirs.transform(asked))):
        their.sort_indices()
        assert np.array_equal(mine.indptr, their.indptr)
        assert np.array_equal(mine.indices, their.indices)
        assert np.allclose(mine.data, their.data, rtol=1e-6, atol=0)  # Lengths add up in another order.
    assert (ours.transform(asked) != theirs.transform(asked)).nnz == 0


@given(LINES, LINES)
def test_the_same_numbers_as_scikit_learn(fitted_on: list[str], asked: list[str]) -> None:
    if any(line.split() for line in fitted_on):
        compared(fitted_on, asked)


def test_the_same_most_frequent_columns_of_many_headlines() -> None:
    items = open_dataset("headlines").pool.items.tolist()
    compared(items[:3000], items[3000:3500])


def test_texts_without_words_are_refused_to_fit_on_and_rows_of_zeros_later() -> None:
    with pytest.raises(ValueError, match="no text holds a word"):
        fitted_characters([" ", ""], **CHOSEN)
    fitted, _ = fitted_characters(["one word"], **CHOSEN)
    assert characters_of(fitted, ["", " "]).nnz == 0
