"""What a model says of the validation split, a column each."""

from __future__ import annotations

import numpy as np
import pytest

from activate_va.sessions.validation import answers


def test_answers_name_the_two_most_probable_classes_and_how_far_apart_they_are() -> None:
    probabilities = np.array([[0.2, 0.7, 0.1], [0.4, 0.2, 0.4], [0.0, 0.0, 1.0]], np.float32)
    found = answers(np.array([1, -1, 0]), probabilities)
    assert found.actual == (1, None, 0)
    assert (found.predicted, found.runner_up) == ((1, 0, 2), (0, 2, 0))
    assert found.confidence == pytest.approx((0.7, 0.4, 1.0))
    assert found.margin == pytest.approx((0.5, 0.0, 1.0))


def test_a_split_without_labels_or_without_samples_is_answered_too() -> None:
    assert answers(None, np.array([[0.3, 0.7]], np.float32)).actual == (None,)
    assert answers(None, np.empty((0, 3), np.float32)).predicted == ()
