"""Models that predict together."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from activate_va.kinds import kinds
from activate_va.sessions.commands import check_config
from activate_va.sessions.config import SessionConfig
from activate_va.sessions.errors import InvalidMixture
from activate_va.sessions.mixing import mixed, mixed_temperature

NAMES = ("SIL", "IDA", "IL")


@given(seed=st.integers(0, 2**32 - 1), corner=st.sampled_from(NAMES))
def test_each_corner_is_its_scheme_to_the_bit(seed: int, corner: str) -> None:
    rng = np.random.default_rng(seed)
    said = {name: rng.dirichlet(np.ones(4), 9).astype(np.float32) for name in NAMES}
    weights = {name: float(name == corner) for name in NAMES}
    assert np.array_equal(mixed(weights, said), said[corner])
    assert mixed_temperature(weights, {name: index + 0.3 for index, name in enumerate(NAMES)}) == (
        NAMES.index(corner) + 0.3
    )


@given(seed=st.integers(0, 2**32 - 1))
def test_between_the_corners_it_is_a_distribution_within_what_they_say(seed: int) -> None:
    rng = np.random.default_rng(seed)
    said = {name: rng.dirichlet(np.ones(4), 9).astype(np.float32) for name in NAMES}
    weights = dict(zip(NAMES, rng.dirichlet(np.ones(3)).tolist(), strict=True))
    found, all_of_them = mixed(weights, said), np.stack(list(said.values()))
    assert found.dtype == np.float32
    np.testing.assert_allclose(found.sum(axis=1), 1, rtol=1e-5)
    assert (found >= all_of_them.min(axis=0) - 1e-6).all()
    assert (found <= all_of_them.max(axis=0) + 1e-6).all()


def test_a_mixture_with_a_model_that_has_no_temperature_has_none() -> None:
    assert mixed_temperature({"SIL": 0.5, "IDA": 0.5}, {"SIL": 1.5, "IDA": None}) is None
    assert mixed_temperature({"SIL": 0.25, "IDA": 0.75}, {"SIL": 1.0, "IDA": 2.0}) == 1.75


@pytest.mark.parametrize("mixture", [{"ILS": 1.0}, {"SIL": 0.5}, {"SIL": 0.7, "IDA": 0.7}], ids=str)
def test_what_is_no_mixture_of_trained_schemes_is_refused(mixture: dict[str, float]) -> None:
    with pytest.raises(InvalidMixture):
        check_config(SessionConfig(mixture=mixture), kinds["image"])
