"""Every registered representation keeps to the contract, and has a space of its name."""

from __future__ import annotations

import pytest

from activate_va.pool import Need, spaces
from activate_va.representations import Representation, representations
from activate_va.representations.combined import Combined
from activate_va.representations.deskewed import Deskewed
from activate_va.representations.self_supervised import BarlowTwins, SelfSupervised, Upright
from activate_va.testing import RepresentationContract

LITTLE = {"filters": 4, "fewest_steps": 2, "epochs": 1}
SHORT = (
    SelfSupervised(**LITTLE),
    Upright(**LITTLE),
    BarlowTwins(**LITTLE),
    Deskewed(),
    Combined(SelfSupervised(**LITTLE), Deskewed()),
)
"""A minute of training for each claim would teach the tests nothing more."""


class TestEveryRepresentation(RepresentationContract):
    @pytest.fixture(autouse=True, params=SHORT, ids=lambda representation: representation.name)
    def _representation(self, request: pytest.FixtureRequest) -> None:
        self.representation: Representation = request.param


def test_each_is_the_points_of_a_space() -> None:
    made = {space.representation for space in spaces if space.input is Need.REPRESENTATION}
    assert made == set(representations.names()) == {representation.name for representation in SHORT}
