"""Outliers and mixed batches: each part is what it says, and every sample tells by which it came."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_matrix

from activate_va.errors import ActivateError
from activate_va.kinds import kinds
from activate_va.kinds.text import texts
from activate_va.options import options_of
from activate_va.selection import SelectionContext, schemes, select
from activate_va.selection.mixed import Mixed, MixedOptions, shared
from activate_va.selection.novelty import Novelty
from activate_va.testing import SelectionContract
from activate_va.testing.pool import shown

LINES = [
    "flood in the town",
    "flood in the city",
    "the match in the town",
    "asteroid flattens walnut creek",
    "flood flood flood",
    "quake",
]
SELECTED = np.array([0])


class WithWords(SelectionContract):
    """As the contract, of samples that are texts."""

    def context(self, n: int = 60, taken: int = 5, seed: int = 0) -> SelectionContext:
        plain = super().context(n, taken, seed)
        rng = np.random.default_rng(seed)
        words = csr_matrix(rng.integers(0, 2, (n, 12)))
        coordinates = rng.integers(0, 8, (n, 2)).astype(np.float32)
        probabilities = rng.dirichlet(np.ones(3), n).astype(np.float32)
        return SelectionContext(
            plain.available, plain.selected, **shown(self.scheme, coordinates, probabilities, words)
        )

    def test_the_context_is_left_as_it_was(self) -> None:
        context = self.context()
        before = context.words.copy()
        self.select(context, 6)
        assert (context.words != before).nnz == 0


class TestNoveltyOfTexts(WithWords):
    scheme = Novelty()


class TestMixedOfTexts(WithWords):
    scheme = Mixed()


def of_lines(selected: np.ndarray[tuple[int], np.dtype[np.int64]] = SELECTED) -> SelectionContext:
    words = kinds["text"].words(texts(LINES))
    available = np.setdiff1d(np.arange(len(LINES)), selected)
    return SelectionContext(available, selected, words=words)


def reference(selected: list[int], count: int) -> list[int]:
    """`get_outliers` of the book, word for word but for its names."""
    seen: Counter[str] = Counter(word for i in selected for word in LINES[i].split())
    chosen: list[int] = []
    while len(chosen) < count:
        left = [i for i in range(len(LINES)) if i not in selected and i not in chosen]
        means = {i: (1 + sum(seen[word] for word in LINES[i].split())) / len(LINES[i].split()) for i in left}
        chosen.append(min(left, key=lambda i: means[i]))
        seen.update(LINES[chosen[-1]].split())
    return chosen


def test_outliers_are_the_texts_of_the_book() -> None:
    found = Novelty().select(of_lines(), 5, np.random.default_rng(0)).tolist()
    assert found == reference([0], 5)
    assert LINES[found[0]] == "asteroid flattens walnut creek"


def test_samples_without_words_are_outliers_by_distance() -> None:
    points = np.array([[0, 0], [1, 0], [5, 5], [9, 0]], np.float32)
    context = SelectionContext(np.array([1, 2, 3]), SELECTED, components=points)
    assert Novelty().select(context, 2, np.random.default_rng(0)).tolist() == [3, 2]


def mixed_context(n: int = 400, taken: int = 20) -> SelectionContext:
    rng = np.random.default_rng(1)
    points = rng.normal(size=(n, 5)).astype(np.float32)
    return SelectionContext(
        np.arange(taken, n),
        np.arange(taken),
        components=points,
        probabilities=rng.dirichlet(np.ones(3), n).astype(np.float32),
    )


def test_a_batch_is_a_tenth_by_lot_a_tenth_outliers_and_the_rest_uncertain() -> None:
    context = mixed_context()
    found = select("MIX", context, 50, np.random.default_rng(0))
    assert found.strategies is not None
    assert Counter(found.strategies) == {"random": 5, "uncertain": 40, "outlier": 5}
    assert context.probabilities is not None
    strategies = np.array(found.strategies)
    doubted = found.sample_ids[strategies == "uncertain"]
    by_lot = found.sample_ids[strategies == "random"]
    others = np.setdiff1d(context.available, np.concatenate([doubted, by_lot]))
    tops = context.probabilities.max(axis=1)
    assert tops[doubted].max() <= tops[others].min()


def test_any_mixture_and_any_doubt() -> None:
    options = MixedOptions(random_share=0.5, outlier_share=0, doubt="entropy")
    context = SelectionContext(**{**vars(mixed_context()), "options": options})
    chosen = Mixed().choose(context, 10, np.random.default_rng(0))
    assert Counter(chosen.strategies or ()) == {"random": 5, "uncertain": 5}
    with pytest.raises(ActivateError, match="more than the whole batch"):
        options_of(schemes, "MIX", {"selection.MIX": {"random_share": 0.6, "outlier_share": 0.6}})


@given(st.integers(1, 500), st.floats(0, 1), st.floats(0, 1))
def test_shares_are_whole_and_never_more_than_the_batch(count: int, random: float, outliers: float) -> None:
    found = shared(count, random, min(outliers, 1 - random))
    assert min(found) >= 0
    assert sum(found) <= count
    assert abs(found[0] - count * random) <= 0.5


def test_the_parts_come_in_no_order() -> None:
    """Whoever labels learns nothing of a sample from where it stands."""
    firsts = {
        (Mixed().choose(mixed_context(), 10, np.random.default_rng(seed)).strategies or ("",))[0] for seed in range(150)
    }
    assert firsts == {"random", "uncertain", "outlier"}


def test_before_there_is_a_model_all_come_by_lot() -> None:
    without = SelectionContext(np.arange(10), np.empty(0, np.int64), components=np.zeros((10, 2), np.float32))
    found = select("MIX", without, 4, np.random.default_rng(0))
    assert (found.effective_scheme, found.strategies) == ("RS", None)
