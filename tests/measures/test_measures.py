"""Measures of a model on the test split, against scikit-learn and SciPy; and what a broken one is told."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest
from sklearn.metrics import f1_score, roc_auc_score

from activate_va.evaluation import accuracy, confusion_matrix, expected_calibration_error, macro_f1
from activate_va.measures import ClassMeasure, Evaluation, Measure, MeasureBroken, headlines, measured, measures
from activate_va.measures.accuracy import wilson_bound

CLASSES = 4
pairs = st.lists(st.tuples(st.integers(0, CLASSES - 1), st.integers(0, CLASSES - 1)), min_size=1, max_size=60)


def evaluation(pairs: list[tuple[int, int]]) -> Evaluation:
    actual, predicted = np.array(pairs, int).reshape(-1, 2).T
    probabilities = 0.6 * np.eye(CLASSES)[predicted] + 0.1
    return Evaluation(actual, probabilities, confusion_matrix(actual, predicted, CLASSES))


@given(pairs)
def test_what_was_measured_before_is_the_same_to_the_bit(pairs: list[tuple[int, int]]) -> None:
    given = evaluation(pairs)
    found = measured(given)
    assert found["accuracy"] == accuracy(given.confusion)
    assert found["macro_f1"] == macro_f1(given.confusion)
    assert found["calibration_error"] == expected_calibration_error(given.actual, given.probabilities)


@given(pairs)
def test_f1_of_a_class_is_that_of_scikit_learn(pairs: list[tuple[int, int]]) -> None:
    actual, predicted = np.array(pairs).T
    found = measured(evaluation(pairs))
    scores = f1_score(actual, predicted, labels=range(CLASSES), average=None, zero_division=0.0)
    for index, score in enumerate(scores):
        absent = index not in actual and index not in predicted
        assert found[f"f1:{index}"] == (None if absent else pytest.approx(score))


@given(st.integers(1, 20_000).flatmap(lambda samples: st.tuples(st.integers(0, samples), st.just(samples))))
def test_the_bounds_of_accuracy_are_those_of_scipy(counts: tuple[int, int]) -> None:
    expected = binomtest(*counts).proportion_ci(0.95, method="wilson")
    assert wilson_bound(*counts, -1) == pytest.approx(expected.low, abs=1e-12)
    assert wilson_bound(*counts, 1) == pytest.approx(expected.high, abs=1e-12)


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 4)), min_size=2, max_size=60))
def test_the_area_of_a_class_is_that_of_scikit_learn_with_ties_a_half(drawn: list[tuple[bool, int]]) -> None:
    actual = np.array([int(positive) for positive, _ in drawn])
    scores = np.array([score / 4 for _, score in drawn])
    probabilities = np.stack([1 - scores, scores], axis=1)
    found = measured(Evaluation(actual, probabilities, confusion_matrix(actual, probabilities.argmax(axis=1), 2)))
    if len(set(actual.tolist())) < 2:
        assert found["auc:1"] is None
        assert found["auc_lower:1"] is None
        return
    assert found["auc:1"] == pytest.approx(roc_auc_score(actual, scores))
    assert found["auc:0"] == pytest.approx(found["auc:1"])
    assert 0 <= value(found["auc_lower:1"]) <= value(found["auc:1"]) <= value(found["auc_upper:1"]) <= 1


@given(pairs)
def test_f1_of_a_class_lies_within_its_interval(pairs: list[tuple[int, int]]) -> None:
    found = measured(evaluation(pairs))
    for index in range(CLASSES):
        score, lower, upper = (found[f"{name}:{index}"] for name in ("f1", "f1_lower", "f1_upper"))
        if score is None:
            assert (lower, upper) == (None, None)
        else:
            assert 0 <= value(lower) <= score + 1e-12
            assert score - 1e-12 <= value(upper) <= 1


def test_intervals_hold_what_they_promise() -> None:
    """Of 400 test splits of 300 samples, a tenth of them positive, about 95 % of intervals hold the true values."""
    rng = np.random.default_rng(0)

    def drawn(n: int) -> dict[str, float | None]:
        actual = (rng.random(n) < 0.1).astype(int)
        score = 1 / (1 + np.exp(-(rng.normal(size=n) + 2.2 * actual - 1.8)))
        probabilities = np.stack([1 - score, score], axis=1)
        return measured(Evaluation(actual, probabilities, confusion_matrix(actual, (score > 0.5).astype(int), 2)))

    truth = drawn(400_000)
    held = dict.fromkeys(("auc", "f1"), 0)
    for _ in range(400):
        found = drawn(300)
        for name in held:
            lower, upper = value(found[f"{name}_lower:1"]), value(found[f"{name}_upper:1"])
            held[name] += lower <= value(truth[f"{name}:1"]) <= upper
    assert all(0.92 <= count / 400 <= 0.99 for count in held.values()), held


def value(found: float | None) -> float:
    assert found is not None
    return found


def test_without_samples_no_number_is_made_up() -> None:
    assert set(measured(evaluation([])).values()) == {None}


def test_tables_show_some_unasked_and_each_says_how_it_is_shown() -> None:
    assert [measure.title for measure in headlines()] == ["Accuracy", "Macro F1", "ECE"]
    assert {measure.unit for measure in headlines()} == {"%"}
    assert [measure.name for measure in measures if measure.better == "lower"] == [
        "calibration_error",
        "calibrated_error",
    ]
    assert {measure.scale for measure in measures} == {100}


class Constant(Measure):
    name, title, description = "constant", "Constant", "Always the same."

    def __init__(self, constant: float) -> None:
        self.constant = constant

    def value(self, evaluation: Evaluation) -> float:
        return self.constant


class Misnamed(ClassMeasure):
    name, title, description = "misnamed", "Misnamed", "Names fewer classes than there are."

    def value(self, evaluation: Evaluation, class_index: int) -> float:
        return 1.0

    def values(self, evaluation: Evaluation) -> dict[str, float | None]:
        return {"misnamed:0": 1.0}


@pytest.mark.parametrize(
    ("measure", "said"),
    [(Constant(float("nan")), "gave nan"), (Constant(float("inf")), "gave inf"), (Misnamed(), "'misnamed:0'")],
)
def test_a_measure_that_gives_no_number_is_named(
    measure: Constant | Misnamed, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(measures._entries, measure.name, measure)
    with pytest.raises(MeasureBroken, match=f"measure '{measure.name}'") as caught:
        measured(evaluation([(0, 0)]))
    assert said in caught.value.detail


def test_a_measure_that_counts_in_numpy_is_stored_as_a_plain_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(measures._entries, "constant", Constant(np.float32(0.5)))
    assert type(measured(evaluation([(0, 0)]))["constant"]) is float
