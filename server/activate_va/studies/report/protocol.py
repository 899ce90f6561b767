"""What was run: the design of the study, its seeds, and the code and data that it was run with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import prod
from typing import Any

from activate_va.pool import spaces
from activate_va.studies.report.tables import Tables
from activate_va.value import Value

AXES = ("datasets", "classifiers", "projections", "policies", "labellers")


class Fact(Value):
    """A term and what is to be said of it."""

    term: str
    text: str


class Protocol(Value):
    """`finished` of the `planned` sessions have ended."""

    facts: tuple[Fact, ...]
    finished: int
    planned: int


def protocol(tables: Tables) -> Protocol:
    """What every study says of itself."""
    finished, planned = tables.summary.sessions, _planned(tables)
    facts = (
        *_designed(tables.design, tables.manifest),
        ("Sessions", f"{finished:,} finished of {planned:,}"),
        ("Code", tables.manifest["code"]),
    )
    return Protocol(facts=tuple(Fact(term=term, text=text) for term, text in facts), finished=finished, planned=planned)


def _designed(design: dict[str, Any], manifest: dict[str, Any]) -> Iterator[tuple[str, str]]:
    batches = _batches(design)
    yield "Datasets", ", ".join(f"{name} (content {digest[:12]})" for name, digest in manifest["data"].items())
    yield "Classifiers", f"{', '.join(design['classifiers'])}; {counted(design['epochs'], 'epoch')} a round"
    yield "Selection", ", ".join(map(_policy, design["policies"]))
    yield "Training", "; ".join(_training(design))
    yield "Labellers", ", ".join(map(_labeller, design["labellers"]))
    yield "Distances", _space(design)
    yield (
        "A session",
        f"{counted(len(batches), 'round')} of {_sizes(batches)}: {counted(sum(batches), 'label')}",
    )
    yield "Seeds", f"{_seeds(manifest['seeds'])} ({len(manifest['seeds'])}), the same for every condition"


def counted(count: int, noun: str) -> str:
    """`1 label`, `1,000 labels`."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _planned(tables: Tables) -> int:
    """How many sessions the study comes to."""
    return len(tables.manifest["seeds"]) * prod(len(tables.design[name]) for name in AXES)


def _batches(design: dict[str, Any]) -> Sequence[int]:
    said = design["samples_per_round"]
    return [said] * design["rounds"] if isinstance(said, int) else said


def _sizes(batches: Sequence[int]) -> str:
    """`10 samples`, or `10, 10, 30 samples`."""
    return counted(batches[0], "sample") if len(set(batches)) == 1 else f"{', '.join(map(str, batches))} samples"


def _training(design: dict[str, Any]) -> Iterator[str]:
    """What is trained, of the study and of each policy that has others; older designs know none of those."""
    own = [entry for entry in design["policies"] if entry.get("training_schemes")]
    if len(own) < len(design["policies"]):
        yield f"{', '.join(design['training_schemes'])}; placements predicted by {design['predict_with']}"
    for entry in own:
        yield f"{entry['name']}: {', '.join(entry['training_schemes'])}"


def _policy(entry: dict[str, Any]) -> str:
    return f"{entry['name']} ({', '.join(entry['pattern'])} in turns)" if entry["pattern"] else str(entry["name"])


def _labeller(entry: dict[str, Any]) -> str:
    options = ", ".join(f"{name} {value}" for name, value in entry["options"].items())
    return f"{entry['called'] or entry['name']}{f' ({options})' if options else ''}"


def _space(design: dict[str, Any]) -> str:
    said = design["distance_space"]
    if isinstance(said, dict):
        return "; ".join(f"{dataset}: {_where(name, design)}" for dataset, name in said.items())
    return _where(said, design)


def _where(name: str, design: dict[str, Any]) -> str:
    if name == "projection":
        return f"in the projection: {', '.join(design['projections'])}"
    return spaces[name].phrase if name in spaces else name


def _seeds(seeds: Sequence[int]) -> str:
    whole = list(seeds) == list(range(seeds[0], seeds[0] + len(seeds)))
    return f"{seeds[0]} to {seeds[-1]}" if whole and len(seeds) > 2 else ", ".join(map(str, seeds))
