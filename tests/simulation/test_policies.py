"""Policies choose what may be chosen, and the user picks from what the map shows."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from activate_va.selection import schemes
from activate_va.simulation.policies import Pick, Query, View, policies
from activate_va.simulation.policies.clusters import visible_clusters

CENTRES = np.array([[0, 0], [10, 0], [0, 10], [10, 10]], np.float32)
SIZES = (400, 300, 200, 100)


def blobs() -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    rng = np.random.default_rng(0)
    of = np.repeat(np.arange(4), SIZES)
    return (CENTRES[of] + rng.normal(0, 0.4, (len(of), 2))).astype(np.float32), of


def view(
    predicted: NDArray[np.int64] | None = None, confusion: NDArray[np.int64] | None = None, taken: int = 0
) -> View:
    coordinates, _ = blobs()
    probabilities = None if predicted is None else np.eye(4, dtype=np.float32)[predicted]
    return View(
        1 if predicted is None else 2, np.arange(taken, len(coordinates)), coordinates, probabilities, confusion
    )


def picked(given: View, count: int, seed: int = 0) -> list[int]:
    choice = policies["user"].choose(given, count, np.random.default_rng(seed))
    assert isinstance(choice, Pick)
    return list(choice.sample_ids)


def test_the_eye_tells_the_blobs_apart_largest_first() -> None:
    coordinates, of = blobs()
    seen = visible_clusters(coordinates)
    inside = seen >= 0
    assert inside.mean() > 0.8
    assert np.array_equal(seen[inside], of[inside])


def test_the_user_begins_with_a_sample_of_each_cluster() -> None:
    _, of = blobs()
    assert [of[i] for i in picked(view(), 4)] == [0, 1, 2, 3]
    assert sorted(of[i] for i in picked(view(), 8)) == [0, 0, 1, 1, 2, 2, 3, 3]


@pytest.mark.parametrize("count", [1, 7, 300])
@pytest.mark.parametrize("trained", [False, True])
def test_the_user_picks_so_many_that_are_free_and_none_twice(count: int, trained: bool) -> None:
    predicted = np.arange(sum(SIZES)) % 4 if trained else None
    given = view(predicted, np.eye(4, dtype=np.int64), taken=700)
    for seed in range(5):
        chosen = picked(given, count, seed)
        assert len(set(chosen)) == count
        assert min(chosen) >= 700
        assert chosen == picked(given, count, seed)


def test_the_user_looks_where_neighbours_disagree_and_at_the_worst_pair() -> None:
    _, of = blobs()
    predicted = of.copy()
    mixed = np.flatnonzero(of == 3)
    predicted[mixed] = np.where(np.arange(len(mixed)) % 2, 3, 2)
    confusion = np.diag([9, 9, 9, 9])
    confusion[0, 1] = 8
    chosen = [sample for seed in range(20) for sample in picked(view(predicted, confusion), 20, seed)]
    share = np.bincount(of[chosen], minlength=4) / len(chosen)
    assert share[3] > 0.38
    assert share[0] + share[1] > 0.45
    assert share[2] < 0.1


def test_every_selection_scheme_is_a_policy() -> None:
    for scheme in schemes:
        assert policies[scheme.name].choose(view(), 5, np.random.default_rng(0)) == Query(scheme.name)


def test_the_collaboration_takes_turns_as_in_the_paper() -> None:
    turns = [policies["collaborative"].at(number).name for number in range(1, 12)]
    assert turns == ["user", "LCRS", "user", "MCDS", "user", "ECRS", "user", "RS", "user", "ECRS", "user"]


def uniformly(given: View, count: int, seed: int = 0) -> list[int]:
    choice = policies["uniform"].choose(given, count, np.random.default_rng(seed))
    assert isinstance(choice, Pick)
    return list(choice.sample_ids)


@pytest.mark.parametrize(("count", "taken"), [(1, 0), (40, 0), (40, 600), (950, 0), (300, 700)])
def test_uniform_picks_so_many_that_are_free_and_none_twice(count: int, taken: int) -> None:
    for seed in range(3):
        chosen = uniformly(view(taken=taken), count, seed)
        assert len(set(chosen)) == count
        assert min(chosen) >= taken
        assert chosen == uniformly(view(taken=taken), count, seed)


def test_uniform_covers_the_area_whatever_lies_there() -> None:
    """Blobs of equal area and 400 to 100 samples: each has about a quarter of the picks."""
    _, of = blobs()
    chosen = [sample for seed in range(20) for sample in uniformly(view(), 40, seed)]
    share = np.bincount(of[chosen], minlength=4) / len(chosen)
    assert share.min() > 0.18
    assert share.max() < 0.32


def test_uniform_picks_on_even_where_all_samples_lie_on_one_spot() -> None:
    spot = View(1, np.arange(3, 50), np.zeros((50, 2), np.float32), None, None)
    assert len(set(uniformly(spot, 20))) == 20
