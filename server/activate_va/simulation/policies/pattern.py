"""Policies that take turns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from activate_va.simulation.policies.base import Choice, Policy, View


@dataclass(frozen=True)
class Pattern(Policy):
    """One policy after the other, a round each, and from the front again when all have had their turn."""

    name: str
    title: str
    description: str
    turns: tuple[Policy, ...]

    @property
    def needs_view(self) -> bool:  # type: ignore[override]
        return any(policy.needs_view for policy in self.turns)

    def choose(self, view: View, count: int, rng: np.random.Generator) -> Choice:
        return self.at(view.round).choose(view, count, rng)

    def at(self, round_number: int) -> Policy:
        return self.turns[(round_number - 1) % len(self.turns)]
