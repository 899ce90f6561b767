"""Sentences of the docstrings of SciPy and scikit-learn, each with the subpackage that it documents: eight classes.

Real prose that is there without a network, as a test and benchmark set: sentences by many hands, of very different
frequency, and hard to tell apart. They are read from the installed packages' source, and change with their versions.
"""

from __future__ import annotations

import ast
import importlib.util
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from activate_va.kinds.text import texts

SUBPACKAGES = (
    "scipy.linalg",
    "scipy.ndimage",
    "scipy.optimize",
    "scipy.signal",
    "scipy.sparse",
    "scipy.stats",
    "sklearn.linear_model",
    "sklearn.metrics",
)
WORDS = range(6, 41)
"""How many a sentence has."""


class Sentences(NamedTuple):
    """items: strings (n,), each once. labels: int64 (n,), indices into `SUBPACKAGES`."""

    items: NDArray[np.generic]
    labels: NDArray[np.int64]


@cache
def sentences() -> Sentences:
    """In an order drawn at random, once for all. What several subpackages say is left out."""
    said: dict[str, set[int]] = {}
    for label, subpackage in enumerate(SUBPACKAGES):
        for sentence in _sentences_of(subpackage):
            said.setdefault(sentence, set()).add(label)
    found = sorted((sentence, min(labels)) for sentence, labels in said.items() if len(labels) == 1)
    order = np.random.default_rng(0).permutation(len(found))
    return Sentences(texts([found[at][0] for at in order]), np.array([found[at][1] for at in order], np.int64))


def _sentences_of(subpackage: str) -> Iterator[str]:
    spec = importlib.util.find_spec(subpackage)
    assert spec is not None
    assert spec.origin is not None
    for path in sorted(Path(spec.origin).parent.rglob("*.py")):
        if "tests" not in path.parts:
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.FunctionDef | ast.ClassDef):
                    yield from _sentences_in(ast.get_docstring(node) or "")


def _sentences_in(docstring: str) -> Iterator[str]:
    """Of its paragraphs of prose: no tables, examples, or lists of parameters."""
    for paragraph in re.split(r"\n\s*\n", docstring):
        if re.search(r"^\s*(>>>|\.\.|[-=~]{3}|\|)|:math:|::", paragraph, re.MULTILINE):
            continue
        for sentence in re.split(r"(?<=[.!?])\s+(?=[A-Z])", " ".join(paragraph.split())):
            if sentence[:1].isupper() and sentence.endswith(".") and len(sentence.split()) in WORDS:
                yield sentence
