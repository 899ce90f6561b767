"""What the names in the tables mean, from the registries that know them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

from activate_va.registry import Registry
from activate_va.simulation.labellers import labellers
from activate_va.simulation.policies import Pattern, policies
from activate_va.simulation.policies.user import UserPolicy
from activate_va.studies.report.protocol import Fact
from activate_va.studies.report.tables import Tables
from activate_va.training import schemes
from activate_va.value import Value

PolicyKind = Literal["machine", "user", "turns"]


class GlossaryPart(Value):
    """Names of one kind, each with what it does."""

    title: str
    entries: tuple[Fact, ...]


def glossary(tables: Tables) -> tuple[GlossaryPart, ...]:
    """The names of this study's policies, training schemes and labellers, as far as they are known here."""
    design = tables.design
    parts = (
        _part("Selection", policies, [entry["name"] for entry in design["policies"]]),
        _part("Training", schemes, _trained(design)),
        _part("Labellers, which stand for people", labellers, [entry["name"] for entry in design["labellers"]]),
    )
    return tuple(part for part in parts if part.entries)


def _trained(design: dict[str, Any]) -> list[str]:
    """The training schemes of all policies; older designs have the study's alone."""
    return [
        name for entry in design["policies"] for name in entry.get("training_schemes") or design["training_schemes"]
    ]


def kinds_of_policies(tables: Tables) -> dict[str, PolicyKind]:
    """Who selects under each policy of the study: the user, both in turns, or the machine."""
    return {row.policy: _kind_of(row.policy) for row in tables.summary.rows}


def _kind_of(policy: str) -> PolicyKind:
    """A policy that is not known here is a pattern of the study's own."""
    if policy not in policies or isinstance(policies[policy], Pattern):
        return "turns"
    return "user" if isinstance(policies[policy], UserPolicy) else "machine"


def _part(title: str, registry: Registry[Any], names: Iterable[str]) -> GlossaryPart:
    known = [name for name in dict.fromkeys(names) if name in registry]
    return GlossaryPart(title=title, entries=tuple(Fact(term=name, text=_described(registry[name])) for name in known))


def _described(entry: Any) -> str:
    return entry.description if entry.title == entry.name else f"{entry.title}. {entry.description}"
