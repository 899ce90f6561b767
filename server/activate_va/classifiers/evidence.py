"""Which words of a text speak for a class and which against it, by a linear model of TF-IDF."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from activate_va.kinds.tfidf import WORD

TOKEN = re.compile(r"\S+")
Places = tuple[int, ...]
Standing = tuple[str, Places]
"""A feature where it stands: its name, and the positions of the words that it covers."""


class Piece(NamedTuple):
    """A part of a text, and by how much it speaks for a class; 0 between words."""

    text: str
    value: float


class Evidence(NamedTuple):
    """What speaks for the class `top` against `runner_up`, the two most probable ones.

    `pieces` joined are the text. Their values and `intercept` add up to `difference`, that of the logits of both.
    """

    top: int
    runner_up: int
    difference: float
    intercept: float
    pieces: tuple[Piece, ...]


def attributed(vectoriser: Any, text: str, weights: Mapping[int, float]) -> tuple[Piece, ...]:
    """The text in pieces, among which each feature's weight, by its column, is shared out.

    `vectoriser`: scikit-learn's union of `words` and `characters`, as `kinds.tfidf` fits it. A feature's weight goes in
    equal parts to each place where it stands, and there to the words that it covers: a pair of words to both halves,
    some characters in a row to the word that they stand in.
    """
    lowered = text.lower()
    begin, standing = 0, []
    for name, part in vectoriser.transformer_list:
        for feature, places in READ[name](part.ngram_range, lowered):
            column = part.vocabulary_.get(feature)
            if column is not None:
                standing.append((begin + column, places))
        begin += len(part.vocabulary_)
    spans = [match.span() for match in TOKEN.finditer(text)]
    return tuple(_pieces(text, spans, _shared_out(standing, weights, len(spans))))


def _shared_out(standing: list[tuple[int, Places]], weights: Mapping[int, float], n_words: int) -> list[float]:
    times = Counter(column for column, _ in standing)
    values = [0.0] * n_words
    for column, places in standing:
        for place in places:
            values[place] += weights.get(column, 0.0) / times[column] / len(places)
    return values


def _words(lengths: tuple[int, int], text: str) -> Iterator[Standing]:
    """Words in a row, as scikit-learn's analyser of words names them."""
    tokens = [match.span() for match in TOKEN.finditer(text)]
    words = [(word.group(), _place(tokens, word.start())) for word in re.finditer(WORD, text)]
    for length in range(lengths[0], lengths[1] + 1):
        for first in range(len(words) - length + 1):
            some = words[first : first + length]
            yield " ".join(word for word, _ in some), tuple(place for _, place in some)


def _place(tokens: list[tuple[int, int]], start: int) -> int:
    """Which of the tokens holds that character."""
    return next(place for place, (_, end) in enumerate(tokens) if start < end)


def _characters(lengths: tuple[int, int], text: str) -> Iterator[Standing]:
    """Characters in a row within a word and the spaces around it, as scikit-learn's `char_wb` names them."""
    for place, match in enumerate(TOKEN.finditer(text)):
        word = f" {match.group()} "
        for length in range(lengths[0], lengths[1] + 1):
            for first in range(max(1, len(word) - length + 1)):
                yield word[first : first + length], (place,)
            if length >= len(word):
                break


READ = {"words": _words, "characters": _characters}


def _pieces(text: str, spans: list[tuple[int, int]], values: list[float]) -> Iterator[Piece]:
    at = 0
    for (start, end), value in zip(spans, values, strict=True):
        if start > at:
            yield Piece(text[at:start], 0.0)
        yield Piece(text[start:end], value)
        at = end
    if at < len(text):
        yield Piece(text[at:], 0.0)
