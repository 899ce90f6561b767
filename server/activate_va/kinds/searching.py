"""Which texts a search finds: by words, or by a regular expression of RE2, which takes linear time whatever it says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from activate_va.errors import ActivateError

BEFORE_A_WORD = r"(?:^|[^\pL\pN_])"
"""RE2's own `\\b` knows the letters of ASCII alone."""


class InvalidExpression(ActivateError):
    hint = (
        "expressions are those of RE2 (no look-ahead, no back-references); switch expressions off to search for words"
    )


class NothingToSearchFor(ActivateError):
    hint = "write a word, or several that a text must all have"


def readable(texts: Sequence[str]) -> Any:
    """The texts as `found` takes them: an array of pyarrow."""
    import pyarrow as pa

    return pa.array(texts, pa.large_string())


def found(texts: Any, wanted: str, *, expression: bool) -> NDArray[np.bool_]:
    """Which of the texts (n,) hold what is wanted, in capitals or not.

    All of its words, in any order, each as the beginning of a word there; or a match of the expression.
    Raises InvalidExpression, NothingToSearchFor.
    """
    patterns = [wanted] if expression else [BEFORE_A_WORD + re.escape(word) for word in wanted.split()]
    if not wanted.strip() or not patterns:
        raise NothingToSearchFor("the search is empty")
    hits = np.ones(len(texts), bool)
    for pattern in patterns:
        hits &= _matched(texts, pattern)
    return hits


def _matched(texts: Any, pattern: str) -> NDArray[np.bool_]:
    import pyarrow as pa
    import pyarrow.compute as pc

    try:
        matched = pc.match_substring_regex(texts, pattern, ignore_case=True)
    except pa.ArrowInvalid as error:
        raise InvalidExpression(f"{pattern!r} is no regular expression: {_reason(error)}") from error
    return np.asarray(matched.to_numpy(zero_copy_only=False), bool)


def _reason(error: Exception) -> str:
    """What RE2 says, without pyarrow's words before it."""
    return str(error).removeprefix("Invalid regular expression: ").strip()
