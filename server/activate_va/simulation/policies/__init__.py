"""Selection policies: who chooses the samples of each round, and how."""

from activate_va.simulation.policies.base import Choice, Pick, Policy, Query, View
from activate_va.simulation.policies.pattern import Pattern
from activate_va.simulation.policies.registry import policies

__all__ = ["Choice", "Pattern", "Pick", "Policy", "Query", "View", "policies"]
