"""The four schemes against slow loops."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from activate_va.pool import Need
from activate_va.training import (
    AllConfidencesZero,
    AugmentationOptions,
    LabelSet,
    TrainingContext,
    TrainingSet,
    schemes,
)
from activate_va.training.balancing import BalancedOptions
from activate_va.training.shares import largest_remainder

POOL = 50


@st.composite
def label_sets(draw: st.DrawFn) -> LabelSet:
    sample_ids = draw(st.lists(st.integers(0, POOL - 1), min_size=2, max_size=15, unique=True))
    classes = draw(st.lists(st.integers(0, 3), min_size=len(sample_ids), max_size=len(sample_ids)))
    classes[:2] = [0, 1]
    confidences = draw(
        st.lists(st.sampled_from([0.0, 0.1, 0.3, 0.7, 1.0]), min_size=len(classes), max_size=len(classes))
    )
    return LabelSet(np.array(sample_ids), np.array(classes), np.array(confidences))


def assemble(name: str, labels: LabelSet, d: int = 2, seed: int = 0) -> TrainingSet:
    coordinates = np.random.default_rng(seed).integers(-3, 4, (POOL, d)).astype(np.float32)
    return schemes[name].assemble(labels, TrainingContext(POOL, coordinates=coordinates), np.random.default_rng(0))


def copies(made: TrainingSet) -> Counter[tuple[int, int]]:
    return Counter(zip(made.indices.tolist(), made.labels.tolist(), strict=True))


@given(label_sets())
def test_sil_is_the_labels(labels: LabelSet) -> None:
    made = assemble("SIL", labels)
    assert made.indices.tolist() == labels.sample_ids.tolist()
    assert made.labels.tolist() == labels.class_indices.tolist()
    assert not made.augment


@given(label_sets(), st.sampled_from([1, 2, 3, 11]), st.integers(0, 1000))
def test_il_takes_the_nearest_label(labels: LabelSet, d: int, seed: int) -> None:
    made = assemble("IL", labels, d, seed)
    points = np.random.default_rng(seed).integers(-3, 4, (POOL, d))
    own = dict(zip(labels.sample_ids.tolist(), labels.class_indices.tolist(), strict=True))
    assert made.indices.tolist() == list(range(POOL))
    for index, label in enumerate(made.labels.tolist()):
        gaps = [sum((points[index] - points[sample_id]) ** 2) for sample_id in labels.sample_ids]
        assert label == own.get(index, int(labels.class_indices[gaps.index(min(gaps))]))


@given(label_sets())
def test_ida_copies_each_label_alike(labels: LabelSet) -> None:
    made = assemble("IDA", labels)
    expected = dict.fromkeys(zip(labels.sample_ids.tolist(), labels.class_indices.tolist(), strict=True), 32)
    assert copies(made) == expected
    assert made.augment


@given(label_sets())
def test_cba_shares_the_same_total_in_proportion(labels: LabelSet) -> None:
    if not labels.confidences.any():
        return
    made = assemble("CBA", labels)
    total = 32 * len(labels)
    assert len(made) == total
    counts = copies(made)
    for sample_id, label, confidence in zip(
        labels.sample_ids.tolist(), labels.class_indices.tolist(), labels.confidences, strict=True
    ):
        quota = total * confidence / labels.confidences.sum()
        assert abs(counts[sample_id, label] - quota) < 1 + 1e-9
        assert confidence > 0 or counts[sample_id, label] == 0


@pytest.mark.parametrize(
    ("confidences", "expected"),
    [
        ([1.0, 1.0, 1.0], [32, 32, 32]),
        ([0.7, 0.7, 0.7], [32, 32, 32]),
        ([1.0, 0.5, 0.0], [64, 32, 0]),
        ([0.5, 0.25, 0.25], [48, 24, 24]),
        ([1.0, 1.0, 0.75], [35, 35, 26]),
        ([1.0, 1.0, 0.6], [37, 37, 22]),
    ],
)
def test_cba_by_hand(confidences: list[float], expected: list[int]) -> None:
    made = assemble("CBA", LabelSet(np.array([5, 2, 9]), np.array([0, 1, 1]), np.array(confidences)))
    assert [copies(made)[pair] for pair in ((5, 0), (2, 1), (9, 1))] == expected


def test_remainders_that_tie_go_to_the_first() -> None:
    assert largest_remainder(4, np.array([1, 0.25, 0.25, 0.5])).tolist() == [2, 1, 0, 1]


def test_cba_refuses_all_zeros() -> None:
    with pytest.raises(AllConfidencesZero, match="all 2 labels"):
        assemble("CBA", LabelSet(np.array([1, 2]), np.array([0, 1]), np.zeros(2)))


@pytest.mark.parametrize("confidence", [-0.1, 1.1, float("nan")])
def test_label_sets_hold_what_they_promise(confidence: float) -> None:
    with pytest.raises(ValueError, match="confidence"):
        LabelSet(np.array([1, 2]), np.array([0, 1]), np.array([1.0, confidence]))
    with pytest.raises(ValueError, match="twice"):
        LabelSet(np.array([1, 1]), np.array([0, 1]), np.ones(2))
    with pytest.raises(ValueError, match="length"):
        LabelSet(np.array([1, 2]), np.array([0]), np.ones(2))


@pytest.mark.parametrize("bad", [{"width_shift": 0.6}, {"rotation": -1}, {"zoom": 0.1}, {"scale": float("nan")}])
def test_augmentation_ranges_are_checked(bad: dict[str, float]) -> None:
    with pytest.raises(ValidationError):
        AugmentationOptions(**bad)


def test_only_il_needs_to_know_where_samples_lie() -> None:
    labels = LabelSet(np.array([1, 2]), np.array([0, 1]), np.ones(2))
    for scheme in schemes:
        if not scheme.needs:
            assert len(scheme.assemble(labels, TrainingContext(POOL), np.random.default_rng(0))) >= 2
    assert [scheme.name for scheme in schemes if Need.COORDINATES in scheme.needs] == ["IL"]
    with pytest.raises(ValueError, match="coordinates"):
        schemes["IL"].assemble(labels, TrainingContext(POOL), np.random.default_rng(0))


@given(
    st.lists(st.integers(0, 3), min_size=2, max_size=60).filter(lambda drawn: len(set(drawn)) > 1), st.integers(1, 9)
)
def test_no_class_has_more_than_its_share_and_the_others_keep_all(classes: list[int], most: int) -> None:
    rows = np.arange(len(classes))
    labels = LabelSet(rows, np.array(classes), np.full(len(classes), 0.5))
    options = BalancedOptions(at_most_per_class=most)
    for name, copies in (("SIL", 1), ("IDA", 32), ("CBA", 32)):
        context = TrainingContext(len(classes), options=options)
        made = schemes[name].assemble(labels, context, np.random.default_rng(0))
        counts = np.bincount(made.labels, minlength=4) // copies
        assert counts.tolist() == [min(classes.count(index), most) for index in range(4)]
        assert (np.array(classes)[made.indices] == made.labels).all()
        again = schemes[name].assemble(labels, context, np.random.default_rng(0))
        assert np.array_equal(made.indices, again.indices)
    rng = np.random.default_rng(0)
    whole = schemes["SIL"].assemble(labels, TrainingContext(len(classes)), rng)
    assert np.array_equal(whole.indices, rows)
    assert rng.random() == np.random.default_rng(0).random()
