"""Texts: directions of length 1, words left out, and a digest that tells lists of texts apart."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from activate_va.datasets import Dataset, open_dataset
from activate_va.kinds import kinds
from activate_va.kinds.text import texts, with_words_dropped
from activate_va.pool import content_of, features_of

TEXT = kinds["text"]
LINES = st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=30), min_size=1, max_size=6)


@pytest.fixture(scope="module")
def headlines() -> Dataset:
    return open_dataset("headlines")


@given(LINES, st.floats(0, 0.9), st.integers(0, 2**31))
def test_words_that_stay_keep_their_order_and_one_always_stays(lines: list[str], share: float, seed: int) -> None:
    for before, after in zip(lines, with_words_dropped(texts(lines), share, np.random.default_rng(seed)), strict=True):
        left = iter(before.split())
        assert all(word in left for word in str(after).split())
        assert bool(str(after)) == bool(before.split())
        assert share > 0 or str(after).split() == before.split()


@given(LINES, LINES)
def test_no_two_lists_of_texts_have_one_digest(first: list[str], second: list[str]) -> None:
    contents = [b"".join(map(bytes, TEXT.content(texts(lines)))) for lines in (first, second)]
    assert (contents[0] == contents[1]) == (first == second)


def test_features_are_directions_near_for_texts_that_share_words(headlines: Dataset) -> None:
    items = texts(["flood in Arden", "fire in Marston", "Arden flood today", "quiet day for sport"] * 5)
    features = TEXT.features(items)
    assert np.allclose(np.linalg.norm(features, axis=1), 1, atol=1e-5)
    assert features[0] @ features[2] > features[0] @ features[3] + 0.3
    assert np.array_equal(features, TEXT.features(items))
    assert TEXT.features(texts(["one text"])).shape == (1, 2)


def test_neighbours_share_a_class_and_features_are_computed_once(
    headlines: Dataset, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("kept")
    content = content_of(headlines, folder)
    assert content.components is content.features
    nearest = content.neighbours(1).rows[:, 0]
    assert headlines.pool.labels is not None
    assert (headlines.pool.labels[nearest] == headlines.pool.labels).mean() > 0.97
    [kept] = folder.glob("*.features.npy")
    written = kept.stat().st_mtime_ns
    assert np.array_equal(features_of(headlines, folder), content.features)
    assert kept.stat().st_mtime_ns == written
    kept.write_bytes(b"damaged")
    assert np.allclose(features_of(headlines, folder), content.features, atol=1e-4)
    assert kept.stat().st_size > 1000


def test_headlines_say_what_they_are(headlines: Dataset) -> None:
    assert "generated" in headlines.title
    assert sum(headlines.counts().values()) == 20_000
    for split in (headlines.pool, headlines.validation, headlines.test):
        assert split.labels is not None
        assert round(float(np.mean(split.labels)), 3) == 0.085
    assert len(set(headlines.pool.items.tolist())) == len(headlines.pool)
    drought = [str(line) for line in headlines.pool.items if "scoring drought" in str(line)]
    assert len(drought) > 100
