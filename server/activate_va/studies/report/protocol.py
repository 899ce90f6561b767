"""What was run: the design of the study, its seeds, and the code and data that it was run with."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from math import prod
from typing import Any

from activate_va.pool import spaces
from activate_va.studies.report.tables import Tables
from activate_va.studies.report.wording import counted

AXES = ("datasets", "classifiers", "projections", "policies", "labellers")


def protocol(tables: Tables) -> str:
    """The first section, which every study has."""
    rows = "".join(f"<dt>{name}</dt><dd>{escape(value)}</dd>" for name, value in _facts(tables).items())
    return f"<section><h2>What was run</h2><dl>{rows}</dl>{_unfinished(tables)}</section>"


def _facts(tables: Tables) -> dict[str, str]:
    design, manifest = tables.design, tables.manifest
    per_session = design["rounds"] * design["samples_per_round"]
    return {
        "Datasets": ", ".join(f"{name} (content {digest[:12]})" for name, digest in manifest["data"].items()),
        "Classifiers": f"{', '.join(design['classifiers'])}; {counted(design['epochs'], 'epoch')} a round",
        "Selection": ", ".join(map(_policy, design["policies"])),
        "Training": f"{', '.join(design['training_schemes'])}; placements predicted by {design['predict_with']}",
        "Labellers": ", ".join(map(_labeller, design["labellers"])),
        "Distances": _space(design),
        "A session": f"{counted(design['rounds'], 'round')} of {counted(design['samples_per_round'], 'sample')}:"
        f" {counted(per_session, 'label')}",
        "Seeds": f"{_seeds(manifest['seeds'])} ({len(manifest['seeds'])}), the same for every condition",
        "Sessions": f"{tables.summary.sessions:,} finished of {planned(tables):,}",
        "Code": manifest["code"],
    }


def planned(tables: Tables) -> int:
    """How many sessions the study comes to."""
    return len(tables.manifest["seeds"]) * prod(len(tables.design[name]) for name in AXES)


def _unfinished(tables: Tables) -> str:
    if tables.summary.sessions >= planned(tables):
        return ""
    return "<p class='note'>The study is not finished: what follows is of the sessions that have ended.</p>"


def _policy(entry: dict[str, Any]) -> str:
    return f"{entry['name']} ({', '.join(entry['pattern'])} in turns)" if entry["pattern"] else entry["name"]


def _labeller(entry: dict[str, Any]) -> str:
    options = ", ".join(f"{name} {value}" for name, value in entry["options"].items())
    return f"{entry['called'] or entry['name']}{f' ({options})' if options else ''}"


def _space(design: dict[str, Any]) -> str:
    name = design["distance_space"]
    if name == "projection":
        return f"in the projection: {', '.join(design['projections'])}"
    return spaces[name].phrase if name in spaces else name


def _seeds(seeds: Sequence[int]) -> str:
    whole = list(seeds) == list(range(seeds[0], seeds[0] + len(seeds)))
    return f"{seeds[0]} to {seeds[-1]}" if whole and len(seeds) > 2 else ", ".join(map(str, seeds))
