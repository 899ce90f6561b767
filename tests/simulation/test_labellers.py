"""Labellers answer as they say they do."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from activate_va.simulation.labellers import Question, labellers
from activate_va.simulation.labellers.noisy import NoisyOptions, softened

CLASSES = 4
weights = st.lists(st.floats(0.001, 1), min_size=CLASSES, max_size=CLASSES)
classes = st.integers(0, CLASSES - 1)
seeds = st.integers(0, 1000)


def question(values: list[float], truth: int, predicted: int | None) -> Question:
    probabilities = np.array(values)
    return Question(truth, predicted, probabilities / probabilities.sum())


@pytest.mark.parametrize("labeller", list(labellers), ids=labellers.names())
@given(weights, classes, st.none() | classes, seeds)
def test_a_label_is_a_class_and_a_height(labeller, values, truth, predicted, seed) -> None:  # type: ignore[no-untyped-def]
    asked = question(values, truth, predicted)
    answers = [labeller.answer(asked, labeller.options(), np.random.default_rng(seed)) for _ in range(2)]
    assert answers[0] == answers[1]
    assert 0 <= answers[0].class_index < CLASSES
    if answers[0].confidence is None:
        assert answers[0].class_index == predicted
    else:
        assert 0 <= answers[0].confidence <= 1


@pytest.mark.parametrize("name", ["oracle", "confident"])
@given(weights, classes, st.none() | classes, seeds)
def test_oracle_and_confident_are_always_right(name, values, truth, predicted, seed) -> None:  # type: ignore[no-untyped-def]
    labeller = labellers[name]
    answer = labeller.answer(question(values, truth, predicted), labeller.options(), np.random.default_rng(seed))
    assert answer.class_index == truth


def answers(values: list[float], options: NoisyOptions, count: int = 2000) -> tuple[float, float]:
    """Share of right answers, and mean confidence."""
    rng = np.random.default_rng(1)
    given = [labellers["noisy"].answer(question(values, 0, None), options, rng) for _ in range(count)]
    right = sum(answer.class_index == 0 for answer in given) / count
    return right, float(np.mean([answer.confidence for answer in given]))


def test_noisy_errs_as_often_as_the_softened_probabilities_say() -> None:
    clear, unclear = [0.97, 0.01, 0.01, 0.01], [0.4, 0.4, 0.1, 0.1]
    for values in (clear, unclear):
        expected = softened(np.array(values), 2.0)[0]
        assert answers(values, NoisyOptions())[0] == pytest.approx(expected, abs=0.04)
    assert answers(clear, NoisyOptions())[0] > answers(unclear, NoisyOptions())[0] + 0.3


def test_noisy_may_say_so_or_not() -> None:
    unclear = [0.4, 0.4, 0.1, 0.1]
    assert answers(unclear, NoisyOptions(says_so=True))[1] < 0.5
    assert answers(unclear, NoisyOptions(says_so=False))[1] == pytest.approx(0.9)


def test_confident_is_as_sure_as_the_reference_is_of_the_truth() -> None:
    confident = labellers["confident"]
    rng = np.random.default_rng(2)
    heights = [confident.answer(question([3, 1, 0, 0], 1, 1), confident.options(), rng).confidence for _ in range(400)]
    assert np.mean([height for height in heights if height is not None]) == pytest.approx(0.25, abs=0.02)
