"""What the names in the tables mean, from the registries that know them."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any

from activate_va.registry import Registry
from activate_va.simulation.labellers import labellers
from activate_va.simulation.policies import policies
from activate_va.studies.report.tables import Tables
from activate_va.training import schemes


def glossary(tables: Tables) -> str:
    """The names of this study's policies, training schemes and labellers, each with what it does."""
    design = tables.design
    parts = (
        ("Selection", policies, [entry["name"] for entry in design["policies"]]),
        ("Training", schemes, design["training_schemes"]),
        ("Labellers, who stand for people and are none", labellers, [entry["name"] for entry in design["labellers"]]),
    )
    return f"<section><h2>What the names mean</h2>{''.join(_part(*part) for part in parts)}</section>"


def _part(title: str, registry: Registry[Any], names: Iterable[str]) -> str:
    known = [name for name in dict.fromkeys(names) if name in registry]
    if not known:
        return ""
    rows = "".join(f"<dt>{escape(name)}</dt><dd>{_described(registry[name])}</dd>" for name in known)
    return f"<h4>{title}</h4><dl>{rows}</dl>"


def _described(entry: Any) -> str:
    title = "" if entry.title == entry.name else f"{escape(entry.title)}. "
    return f"{title}{escape(entry.description)}"
