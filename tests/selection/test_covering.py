"""Cluster centres and typical samples: what stands for a group, and groups that nothing stands for first."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from activate_va.pool.spectrum import spectrum
from activate_va.selection import SelectionContext, SelectionScheme
from activate_va.selection.clusters import cluster
from activate_va.selection.covering import ClusterCentres, CoveringOptions, SpectralClusters, Typical
from activate_va.testing.pool import nearest

SIZES = (40, 30, 20, 10)
PLACES = np.array([[0, 0], [20, 0], [0, 20], [20, 20]], np.float32)
SCHEMES = [ClusterCentres(), Typical(), SpectralClusters()]
GROUP = np.repeat(np.arange(4), SIZES)


def context(selected: tuple[int, ...] = ()) -> SelectionContext:
    """Four groups far apart, of 40, 30, 20 and 10 samples."""
    points = PLACES[GROUP] + np.random.default_rng(0).normal(size=(100, 2)).astype(np.float32)
    chosen = np.array(selected, np.int64)
    available = np.setdiff1d(np.arange(100), chosen)
    near = nearest(points, 7)
    return SelectionContext(available, chosen, coordinates=points, neighbours=near, spectrum=spectrum(near))


def ask(scheme: SelectionScheme, where: SelectionContext, count: int) -> NDArray[np.int64]:
    return scheme.select(where, count, np.random.default_rng(0))


@pytest.mark.parametrize("scheme", SCHEMES, ids=lambda scheme: scheme.name)
def test_each_group_gives_one_the_largest_first(scheme: SelectionScheme) -> None:
    assert GROUP[ask(scheme, context(), 4)].tolist() == [0, 1, 2, 3]


@pytest.mark.parametrize("scheme", SCHEMES, ids=lambda scheme: scheme.name)
def test_groups_in_which_something_is_selected_come_later(scheme: SelectionScheme) -> None:
    assert GROUP[ask(scheme, context(selected=(0, 45)), 2)].tolist() == [2, 3]


def test_a_centre_is_the_sample_nearest_the_mean_of_its_group() -> None:
    where = context()
    assert where.coordinates is not None
    for sample_id in ask(ClusterCentres(), where, 4):
        members = np.flatnonzero(GROUP[sample_id] == GROUP)
        points = where.coordinates[members].astype(float)
        gaps = np.square(points - points.mean(axis=0)).sum(axis=1)
        assert members[gaps.argmin()] == sample_id


def test_a_typical_sample_has_the_nearest_neighbours_of_its_group() -> None:
    where = context()
    assert where.neighbours is not None
    spread = where.neighbours.distances.mean(axis=1)
    for sample_id in ask(Typical(), where, 4):
        assert spread[sample_id] == spread[GROUP[sample_id] == GROUP].min()


@pytest.mark.parametrize("scheme", [Typical(), SpectralClusters()], ids=lambda scheme: scheme.name)
def test_bands_that_wind_around_each_other_are_told_apart_by_the_graph_alone(scheme: SelectionScheme) -> None:
    """Two rings, one within the other: every cluster of points that is not of the inner one cuts the outer one."""
    angles, noise = np.linspace(0, 2 * np.pi, 150, endpoint=False), np.random.default_rng(0).normal(size=(300, 2))
    circle = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    points = (np.concatenate([3 * circle, 6 * circle]) + 0.05 * noise).astype(np.float32)
    near, everything = nearest(points, 10), np.arange(300)
    where = SelectionContext(everything, everything[:0], coordinates=points, neighbours=near, spectrum=spectrum(near))
    rings = {tuple(sorted(scheme.select(where, 2, np.random.default_rng(seed)) // 150)) for seed in range(8)}
    assert (rings == {(0, 1)}) == (scheme.name == "SC")


def test_with_more_to_ask_than_clusters_each_gives_several() -> None:
    where = context()
    few = SelectionContext(
        where.available, where.selected, coordinates=where.coordinates, options=CoveringOptions(most_clusters=2)
    )
    assert len(set(ask(ClusterCentres(), few, 30).tolist())) == 30


@settings(max_examples=25)
@given(st.integers(0, 2**31), st.integers(1, 12), st.integers(1, 60), st.integers(1, 5))
def test_every_point_is_in_the_cluster_whose_centre_is_nearest(seed: int, k: int, n: int, d: int) -> None:
    points = np.random.default_rng(seed).integers(0, 6, (n, d)).astype(np.float32)
    found = cluster(points, k, 100, np.random.default_rng(seed))
    gaps = np.square(points[:, None].astype(float) - found.centres[None]).sum(axis=2)
    assert 1 <= len(found.centres) <= k
    assert np.take_along_axis(gaps, found.of_sample[:, None], 1)[:, 0] == pytest.approx(gaps.min(axis=1), abs=1e-3)
    assert found.gaps == pytest.approx(gaps.min(axis=1), abs=1e-3)
