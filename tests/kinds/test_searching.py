"""Searching in texts: words in capitals or not, at the beginning of a word; and regular expressions."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from activate_va.kinds import kinds
from activate_va.kinds.searching import InvalidExpression, NothingToSearchFor, found, readable
from activate_va.kinds.tables import item_of
from activate_va.kinds.text import texts

HEADLINES = [
    "Floods hit the valley",
    "Scoring drought ends in flood of goals",
    "Überschwemmung im Tal",
    "C++ (and its floods of brackets)",
    "",
]


def ids(wanted: str, *, expression: bool = False) -> list[int]:
    return np.flatnonzero(found(readable(HEADLINES), wanted, expression=expression)).tolist()


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ("flood", [0, 1, 3]),
        ("FLOOD goals", [1]),
        ("goals flood", [1]),
        ("rought", []),
        ("über", [2]),
        ("ÜBER tal", [2]),
        ("c++", [3]),
        ("(and", [3]),
        (".", []),
    ],
)
def test_all_words_begin_a_word_of_the_text(wanted: str, expected: list[int]) -> None:
    assert ids(wanted) == expected


@pytest.mark.parametrize(
    ("wanted", "expected"), [("^floods", [0]), ("flood(s|ed)", [0, 3]), (r"\bfloods?\b.*goals$", [1]), ("^$", [4])]
)
def test_expressions_are_re2s(wanted: str, expected: list[int]) -> None:
    assert ids(wanted, expression=True) == expected


@pytest.mark.parametrize("wanted", ["(", "[a", r"(?=flood)", r"(a)\1", "a{2000}"])
def test_a_bad_expression_is_refused_with_what_is_wrong_with_it(wanted: str) -> None:
    with pytest.raises(InvalidExpression, match="is no regular expression") as refused:
        ids(wanted, expression=True)
    assert (refused.value.status, "RE2" in refused.value.hint) == (422, True)


def test_nothing_is_not_searched_for() -> None:
    for wanted in ("", "  "):
        with pytest.raises(NothingToSearchFor):
            ids(wanted)


LETTERS = st.text("abAB é.(+", max_size=12)


@given(st.lists(LETTERS, min_size=1, max_size=6), st.text("abé.(+", min_size=1, max_size=3))
def test_a_word_is_found_as_pythons_expressions_find_it(items: list[str], word: str) -> None:
    pattern = re.compile(r"(?:^|[^\w]|_)" + re.escape(word), re.IGNORECASE)
    expected = [pattern.search(item) is not None for item in items]
    assert found(readable(items), word, expression=False).tolist() == expected


def test_of_rows_the_cells_of_text_are_searched_and_of_images_nothing() -> None:
    rows = texts([item_of({"size": 12, "name": "twelve", "note": None}), item_of({"size": 3, "name": "12 apostles"})])
    searched = kinds["tabular"].searched(rows)
    assert searched == ["twelve", "12 apostles"]
    assert kinds["image"].searched(np.zeros((1, 2, 2, 1), np.uint8)) is None
