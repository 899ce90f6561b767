"""What every projection must keep to."""

from __future__ import annotations

import json

import numpy as np
from numpy.typing import NDArray

from activate_va.errors import ActivateError
from activate_va.projections import Projection, TooFewSamples, projection_key


class StopProjecting(Exception):
    """Raised by the contract's own progress report."""


class ProjectionContract:
    """Inherit in a class named `Test…` and set `projection` to have pytest hold a projection to the contract."""

    projection: Projection

    def images(self, n: int = 120) -> NDArray[np.uint8]:
        """Two kinds of image, dark and bright, one after the other."""
        noise = np.random.default_rng(0).integers(0, 80, (n, 6, 7), dtype=np.uint8)
        noise[1::2] += 160
        return noise

    def test_it_is_described(self) -> None:
        assert self.projection.name
        assert self.projection.title
        assert self.projection.description
        assert json.loads(json.dumps(self.projection.parameters)) == self.projection.parameters

    def test_options_are_parameters(self) -> None:
        defaults = self.projection.options().model_dump()
        assert {name: self.projection.parameters[name] for name in defaults} == defaults
        configured = self.projection.configured(self.projection.options())
        assert projection_key("a", configured) == projection_key("a", self.projection)

    def test_two_finite_coordinates_for_each(self) -> None:
        coordinates = self.projection.compute(self.images())
        assert coordinates.shape == (120, 2)
        assert coordinates.dtype == np.float32
        assert np.isfinite(coordinates).all()

    def test_unlike_images_stand_apart(self) -> None:
        coordinates = self.projection.compute(self.images())
        gaps = np.square(coordinates[:, None] - coordinates[None]).sum(axis=2)
        np.fill_diagonal(gaps, np.inf)
        assert (gaps.argmin(axis=1) % 2 == np.arange(120) % 2).mean() > 0.95

    def test_same_seed_same_answer_to_the_bit(self) -> None:
        first, second = (self.projection.compute(self.images(), seed=3) for _ in range(2))
        assert np.array_equal(first, second)

    def test_small_pools(self) -> None:
        for n in (5, 6, 17):
            coordinates = self.projection.compute(self.images(n))
            assert coordinates.shape == (n, 2)
            assert np.isfinite(coordinates).all()

    def test_pools_too_small_are_refused(self) -> None:
        assert isinstance(self.refusal(self.images(4)), TooFewSamples)

    def refusal(self, images: NDArray[np.uint8]) -> ActivateError | None:
        try:
            self.projection.compute(images)
        except ActivateError as error:
            return error
        return None

    def test_duplicates_and_colour(self) -> None:
        images = np.repeat(self.images(30)[..., None], 3, axis=3)
        images[:20] = images[0]
        coordinates = self.projection.compute(images)
        assert coordinates.shape == (30, 2)
        assert np.isfinite(coordinates).all()

    def test_images_all_alike(self) -> None:
        coordinates = self.projection.compute(np.full((12, 4, 4), 9, np.uint8))
        assert np.isfinite(coordinates).all()

    def test_progress_rises_to_one(self) -> None:
        heard: list[tuple[str, float]] = []
        self.projection.compute(self.images(), report=lambda stage, fraction: heard.append((stage, fraction)))
        fractions = [fraction for _, fraction in heard]
        assert fractions == sorted(fractions)
        assert fractions[-1] == 1.0
        assert all(stage for stage, _ in heard)

    def test_what_the_report_raises_stops_the_work(self) -> None:
        def cancel(stage: str, fraction: float) -> None:
            if fraction > 0:
                raise StopProjecting

        try:
            self.projection.compute(self.images(), report=cancel)
        except StopProjecting:
            return
        raise AssertionError("the projection went on after the report had raised")

    def test_its_key_tells_it_from_others(self) -> None:
        keys = {projection_key(digest, self.projection, seed) for digest in ("a", "b") for seed in (0, 1)}
        assert len(keys) == 4
        assert projection_key("a", self.projection) in keys
