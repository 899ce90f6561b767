"""Figure 7: boxes of confidence by class."""

from __future__ import annotations

import statistics
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from activate_va.analysis.confidence import REACH, Box, GroupConfidence, confidence_by_class
from activate_va.analysis.runs import Group

GROUP = Group(dataset="digits", classifier="cnn", projection="umap", labeller="oracle")


@given(st.lists(st.floats(0, 1), min_size=2, max_size=60))
def test_a_box_holds_quartiles_and_all_that_lies_beyond(values: list[float]) -> None:
    box = Box.of(values)
    expected = statistics.quantiles(values, n=4, method="inclusive")
    assert [box.first, box.median, box.third] == pytest.approx(expected)
    assert box.low <= box.first <= box.median <= box.third <= box.high
    reach = REACH * (box.third - box.first)
    outside = sorted(v for v in values if v < box.first - reach or v > box.third + reach)
    assert list(box.beyond) == outside


def labels(confidences: tuple[float, ...], sources: dict[float, str] | None = None) -> list[dict[str, Any]]:
    """Six labels of each confidence and class, for each of five policies."""
    return [
        {
            **GROUP.model_dump(),
            "seed": seed,
            "policy": policy,
            "class_index": index,
            "confidence": given,
            "predicted_confidence": None,
            **({"confidence_source": sources[given]} if sources else {}),
        }
        for seed, policy, index, given in product(range(2), ("RS", "DS", "ECRS", "LCDS", "LCRS"), range(3), confidences)
    ]


def found(rows: list[dict[str, Any]]) -> GroupConfidence:
    (own,) = confidence_by_class((GROUP,), rows)
    return own


def test_boxes_are_those_of_the_papers_three_and_of_random_selection() -> None:
    own = found(labels((0.2, 0.5, 0.9)))
    assert own.policies == ("DS", "LCDS", "LCRS", "RS")
    assert len(own.boxes) == 4 * 3
    for box in own.boxes:
        assert box.stated is not None
        assert box.stated.labels == 6
        assert (box.stated.first, box.stated.median, box.stated.third) == pytest.approx((0.275, 0.5, 0.8))
        assert box.predicted is None


def test_the_labellers_boxes_hold_what_was_stated_and_the_rest_is_counted() -> None:
    own = found(labels((0.2, 0.5, 0.9), {0.2: "stated", 0.5: "accepted", 0.9: "stated"}))
    assert {box.stated.labels for box in own.boxes if box.stated} == {4}
    assert (own.accepted, own.default) == (24, 0)


def test_one_confidence_for_all_shows_nothing() -> None:
    assert confidence_by_class((GROUP,), labels((0.9,))) == ()
