"""Words that speak for a class and against it add up to what the model says."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from activate_va.classifiers import classifiers
from activate_va.classifiers.evidence import attributed
from activate_va.classifiers.text import FittedText
from activate_va.datasets import open_dataset
from activate_va.kinds.text import texts
from activate_va.training import TrainingSet

POOL = open_dataset("headlines").pool.part(slice(0, 600))
assert POOL.labels is not None
CHOSEN = np.concatenate([np.flatnonzero(POOL.labels == index)[:40] for index in (0, 1)])


def fitted(labels: NDArray[np.int64], n_classes: int) -> FittedText:
    model = classifiers["text_logistic_regression"].fit(
        POOL.items, TrainingSet(CHOSEN, labels), n_classes, epochs=1, seed=0
    )
    assert isinstance(model, FittedText)
    return model


MODELS = [fitted(POOL.labels[CHOSEN], 2), fitted(np.arange(len(CHOSEN)) % 3, 4)]
"""Of both classes of the headlines; and of four, of which the last has no label."""
WRITTEN = st.one_of(
    st.lists(st.sampled_from([str(item) for item in POOL.items[:200]]), min_size=1, max_size=2).map(" ".join),
    st.text(st.sampled_from("aeflodstn FLOD\t\n-.,'é3İΣ_"), max_size=40),
    st.text(max_size=30),
)


@pytest.mark.parametrize("model", MODELS, ids=["two classes", "four"])
@settings(max_examples=40)
@given(text=WRITTEN)
@example(text="")
@example(text="İstanbul FLOOD flood\u001cflood ΣΑΣ a-b")
def test_pieces_are_the_text_and_add_up_to_the_difference_of_logits(model: FittedText, text: str) -> None:
    found = model.evidence(text)
    logits = np.asarray(model.tfidf.vectoriser.transform([text])[:, model.columns] @ model.coefficients)[0]
    logits = dict(zip(model.seen.tolist(), logits + model.intercepts, strict=True))
    assert "".join(piece.text for piece in found.pieces) == text
    assert sum(piece.value for piece in found.pieces) + found.intercept == pytest.approx(found.difference, abs=1e-6)
    assert found.difference == pytest.approx(logits[found.top] - logits[found.runner_up], abs=1e-9)
    said = model.predict_proba(texts([text]))[0]
    assert said[found.top] == said.max()


def test_a_word_speaks_for_the_class_it_was_seen_in() -> None:
    found = MODELS[0].evidence("Earthquake leaves hundreds homeless")
    strongest = max(found.pieces, key=lambda piece: piece.value)
    assert found.top == 1
    assert strongest.text.lower() in {"earthquake", "homeless"}


def test_a_pair_is_shared_by_its_words_and_parts_of_words_belong_to_theirs() -> None:
    vectoriser = MODELS[0].tfidf.vectoriser
    words, characters = (dict(vectoriser.transformer_list)[name].vocabulary_ for name in ("words", "characters"))
    pair = next(name for name in words if " " in name)
    first, second = pair.split()
    shared = attributed(vectoriser, f"{first} {second} {pair}", {words[pair]: 1.0})
    assert [piece.value for piece in shared if piece.text.strip()] == [0.25] * 4
    part = next(name for name in characters if len(name) == 5 and name.startswith(" "))
    alone = attributed(vectoriser, f"x {part.strip()}zz y", {len(words) + characters[part]: 2.0})
    assert [piece.value for piece in alone if piece.text.strip()] == [0.0, 2.0, 0.0]
