"""Policies by name: every selection scheme, the user, uniform coverage, and the paper's collaboration of both."""

from __future__ import annotations

from activate_va.registry import Registry
from activate_va.selection import schemes
from activate_va.simulation.policies.base import Policy
from activate_va.simulation.policies.machine import of_scheme
from activate_va.simulation.policies.pattern import Pattern
from activate_va.simulation.policies.uniform import UniformPolicy
from activate_va.simulation.policies.user import UserPolicy

COLLABORATION = ("user", "LCRS", "user", "MCDS", "user", "ECRS", "user", "RS", "user", "ECRS")


class Policies(Registry[Policy]):
    """A registry in which every selection scheme is a policy by its name, also one that is registered later."""

    def _load_plugins(self) -> None:
        super()._load_plugins()
        for scheme in schemes:
            if scheme.name not in self._entries:
                self.register(of_scheme(scheme))


policies = Policies("policy", "activate_va.policies")
for _scheme in schemes:
    policies.register(of_scheme(_scheme))
policies.register(UserPolicy())
policies.register(UniformPolicy())
policies.register(
    Pattern(
        "collaborative",
        "Collaborative",
        f"The paper's pattern of turns: {', '.join(COLLABORATION)}.",
        tuple(policies[name] for name in COLLABORATION),
    )
)
