"""The machine selects in every round, by one selection scheme."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from activate_va.selection import SelectionScheme
from activate_va.simulation.policies.base import Policy, Query, View


@dataclass(frozen=True)
class MachinePolicy(Policy):
    """Asks for one selection scheme, round after round."""

    name: str
    title: str
    description: str

    def choose(self, view: View, count: int, rng: np.random.Generator) -> Query:
        return Query(self.name)


def of_scheme(scheme: SelectionScheme) -> MachinePolicy:
    return MachinePolicy(scheme.name, scheme.title, scheme.description)
