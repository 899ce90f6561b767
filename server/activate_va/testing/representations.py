"""What every representation must keep to."""

from __future__ import annotations

import json

import numpy as np
from numpy.typing import NDArray

from activate_va.errors import ActivateError
from activate_va.kinds import kinds
from activate_va.projections import TooFewSamples
from activate_va.representations import Representation


class StopRepresenting(Exception):
    """Raised by the contract's own progress report."""


class RepresentationContract:
    """Inherit in a class named `Test…` and set `representation` to have pytest hold it to the contract."""

    representation: Representation
    kind = "image"

    def images(self, n: int = 40, shape: tuple[int, ...] = (12, 12)) -> NDArray[np.uint8]:
        """Some images, the first two of them alike, and the third blank."""
        images = np.random.default_rng(0).integers(0, 256, (n, *shape), dtype=np.uint8)
        images[1], images[2] = images[0], 0
        return images

    def points(self, images: NDArray[np.uint8], seed: int = 0) -> NDArray[np.int8]:
        return self.representation.compute(images, kinds[self.kind], seed)

    def test_its_parameters_are_plain_values(self) -> None:
        assert self.representation.name
        assert json.loads(json.dumps(self.representation.parameters)) == self.representation.parameters

    def test_a_point_for_every_sample_and_one_for_two_that_are_alike(self) -> None:
        points = self.points(self.images())
        assert points.dtype == np.int8
        assert points.shape[0] == 40
        assert np.abs(points).max() == 127
        assert np.array_equal(points[0], points[1])

    def test_a_network_comes_with_the_points_where_one_is_taught(self) -> None:
        learnt = self.representation.learn(self.images(), kinds[self.kind])
        assert (learnt.encoder is not None) == self.representation.teaches
        assert np.array_equal(learnt.points, self.points(self.images()))
        for weight in learnt.encoder.weights if learnt.encoder else ():
            assert np.isfinite(weight).all()

    def test_same_seed_same_answer_to_the_bit(self) -> None:
        first, second = (self.points(self.images(), seed=3) for _ in range(2))
        assert np.array_equal(first, second)

    def test_colours_and_edges_of_any_length(self) -> None:
        for shape in ((9, 14), (8, 8, 3), (1, 1)):
            assert len(self.points(self.images(6, shape))) == 6

    def test_work_stops_where_the_report_raises(self) -> None:
        def report(stage: str, fraction: float) -> None:
            assert stage
            assert 0 <= fraction <= 1
            raise StopRepresenting

        try:
            self.representation.compute(self.images(), kinds[self.kind], report=report)
        except StopRepresenting:
            return
        raise AssertionError("it never reported")

    def test_pools_too_small_are_refused(self) -> None:
        assert isinstance(self.refusal(self.images(4)), TooFewSamples)

    def refusal(self, images: NDArray[np.uint8]) -> ActivateError | None:
        try:
            self.points(images)
        except ActivateError as error:
            return error
        return None
