"""What every selection scheme must keep to."""

from __future__ import annotations

import numpy as np

from activate_va.pool import Need
from activate_va.selection import SelectionContext, SelectionScheme, effective_scheme, schemes
from activate_va.testing.pool import shown


class SelectionContract:
    """Inherit in a class named `Test…` and set `scheme` to have pytest hold a scheme to the contract."""

    scheme: SelectionScheme

    def context(self, n: int = 60, taken: int = 5, seed: int = 0) -> SelectionContext:
        """A pool of `n` points on a coarse grid, with ties in distance and in probability."""
        rng = np.random.default_rng(seed)
        selected = np.sort(rng.choice(n, taken, replace=False)).astype(np.int64)
        available = np.setdiff1d(np.arange(n, dtype=np.int64), selected)
        weights = rng.integers(1, 5, (n, 3)).astype(np.float32)
        probabilities = weights / weights.sum(axis=1, keepdims=True)
        coordinates = rng.integers(0, 8, (n, 2)).astype(np.float32)
        return SelectionContext(available, selected, **shown(self.scheme, coordinates, probabilities))

    def select(self, context: SelectionContext, count: int, seed: int = 0) -> list[int]:
        return [int(i) for i in self.scheme.select(context, count, np.random.default_rng(seed))]

    def test_it_is_described(self) -> None:
        assert self.scheme.name
        assert self.scheme.title
        assert self.scheme.description

    def test_right_count_no_repeats_nothing_taken(self) -> None:
        for seed in range(5):
            context = self.context(seed=seed)
            for count in (1, 3, 7, len(context.available)):
                chosen = self.select(context, count, seed)
                assert len(chosen) == len(set(chosen)) == count
                assert set(chosen) <= set(context.available.tolist())

    def test_nothing_selected_before(self) -> None:
        assert len(set(self.select(self.context(taken=0), 6))) == 6

    def test_identical_points_and_predictions(self) -> None:
        context = self.context()
        alike = shown(self.scheme, np.zeros((60, 2), np.float32), np.full((60, 3), 1 / 3, np.float32))
        same = SelectionContext(context.available, context.selected, **alike)
        assert len(set(self.select(same, 9))) == 9

    def test_same_seed_same_answer(self) -> None:
        assert self.select(self.context(), 6, seed=4) == self.select(self.context(), 6, seed=4)

    def test_the_context_is_left_as_it_was(self) -> None:
        context, untouched = self.context(), self.context()
        self.select(context, 6)
        for name in ("available", "selected", *(need.value for need in self.scheme.needs - {Need.LABELS})):
            before, after = getattr(untouched, name), getattr(context, name)
            parts = zip(after, before, strict=True) if isinstance(before, tuple) else [(after, before)]
            assert all(np.array_equal(*part) for part in parts)

    def test_its_fallbacks_end_with_one_that_always_works(self) -> None:
        """Whatever is missing, something can be selected."""
        if self.scheme.name in schemes:
            assert not effective_scheme(self.scheme.name, lambda need: f"there are no {need} here")[0].needs
