"""Both conventions for the area under the learning curve, against adding trapezoids by hand."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from activate_va.evaluation import AreaConvention, area_under_curve

curves = st.lists(st.tuples(st.integers(1, 30), st.floats(0, 1)), min_size=2, max_size=12)


def slow_area(points: list[tuple[float, float]]) -> float:
    return sum((x1 - x0) * (y0 + y1) / 2 for (x0, y0), (x1, y1) in pairwise(points))


@given(curves)
def test_both_conventions_add_trapezoids(steps: list[tuple[int, float]]) -> None:
    labels = [sum(step for step, _ in steps[: i + 1]) for i in range(len(steps))]
    heights = [height for _, height in steps]
    points = list(zip(map(float, labels), heights, strict=True))
    mean_height = slow_area(points) / (labels[-1] - labels[0])
    assert area_under_curve(labels, heights) == pytest.approx(mean_height)
    from_origin = slow_area([(0.0, 0.0), *points]) / 100
    assert area_under_curve(labels, heights, "from_origin") == pytest.approx(from_origin)


def test_a_perfect_learner() -> None:
    labels, heights = list(range(10, 101, 10)), [1.0] * 10
    assert area_under_curve(labels, heights, AreaConvention.MEAN_HEIGHT) == pytest.approx(1.0)
    assert area_under_curve(labels, heights, AreaConvention.FROM_ORIGIN) == pytest.approx(0.95)


def test_training_twice_on_the_same_labels() -> None:
    assert area_under_curve([10, 10], [0.4, 0.6]) == pytest.approx(0.5)
    assert area_under_curve([10], [0.4]) == pytest.approx(0.4)


@pytest.mark.parametrize(
    ("labels", "heights", "reason"),
    [([], [], "one at least"), ([1, 2], [0.5], "as many"), ([2, 1], [0.5, 0.5], "fall"), ([-1, 1], [0.5, 0.5], "fall")],
)
def test_what_is_no_curve_is_refused(labels: list[int], heights: list[float], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        area_under_curve(labels, heights)


def test_unknown_convention_is_refused() -> None:
    with pytest.raises(ValueError, match="median"):
        area_under_curve([1, 2], [0.1, 0.2], "median")
