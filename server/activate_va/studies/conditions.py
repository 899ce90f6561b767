"""Conditions and the sessions of a study: each (condition, seed) is one session, with a key of its content."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import distributions
from itertools import product
from pathlib import Path
from typing import Any

import activate_va
from activate_va.classifiers import classifiers
from activate_va.datasets import open_dataset
from activate_va.digest import json_digest
from activate_va.measures import measures
from activate_va.projections import projections
from activate_va.selection import schemes as selection_schemes
from activate_va.sessions.config import ConfigPatch
from activate_va.simulation.labellers import labellers
from activate_va.simulation.policies import Pattern
from activate_va.simulation.session import Plan
from activate_va.studies.design import LabellerEntry, PolicyEntry, StudyDesign
from activate_va.studies.foreign_code import foreign_code
from activate_va.training import schemes as training_schemes

DECIDING = (
    "datasets",
    "kinds",
    "pool",
    "projections",
    "classifiers",
    "selection",
    "training",
    "evaluation",
    "measures",
    "sessions",
    "simulation",
    "options.py",
    "seeding.py",
    "studies/conditions.py",
    "studies/rows.py",
)
LIBRARIES = ("keras", "numpy", "openTSNE", "scikit-learn", "scipy", "tensorflow", "tensorflow-cpu", "umap-learn")


@dataclass(frozen=True)
class Condition:
    """What one session is run under, its seed apart."""

    dataset: str
    classifier: str
    projection: str
    policy: PolicyEntry
    labeller: LabellerEntry

    @property
    def names(self) -> dict[str, str]:
        return {
            "dataset": open_dataset(self.dataset).name,
            "classifier": self.classifier,
            "projection": self.projection,
            "policy": self.policy.name,
            "labeller": self.labeller.title,
        }


@dataclass(frozen=True)
class Trial:
    """A condition and a seed: one session. `key` says whether a stored result is this one's."""

    condition: Condition
    seed: int
    key: str

    @property
    def title(self) -> str:
        return f"{' · '.join(self.condition.names.values())} · seed {self.seed}"


def trials(design: StudyDesign) -> Iterator[Trial]:
    """Seed by seed, so that a study that is stopped has all conditions for the seeds it came to."""
    contents = [(condition, _content(design, condition)) for condition in conditions(design)]
    for seed in design.seeds:
        for condition, content in contents:
            yield Trial(condition, seed, json_digest({**content, "seed": seed})[:32])


def conditions(design: StudyDesign) -> Iterator[Condition]:
    axes = (design.datasets, design.classifiers, design.projections, design.policies, design.labellers)
    for parts in product(*axes):
        yield Condition(*parts)


def configuration(design: StudyDesign, condition: Condition) -> ConfigPatch:
    """The session's configuration; who replays it reads there which scheme selects, where that is one all along."""
    policy = condition.policy.name
    return ConfigPatch(
        selection_scheme=policy if policy in selection_schemes else None,
        classifier=condition.classifier,
        projection=condition.projection,
        batch_size=design.samples_per_round,
        training_schemes=design.training_schemes,
        predict_with=design.predict_with,
        distance_space=design.distance_space,
        options=design.options,
        epochs=design.epochs,
    )


def plan(design: StudyDesign, trial: Trial) -> Plan:
    """What the trial's session works through."""
    condition = trial.condition
    return Plan(
        key=trial.key,
        title=trial.title,
        seed=trial.seed,
        config=configuration(design, condition),
        policy=condition.policy.policy(),
        labeller=labellers[condition.labeller.name],
        labeller_options=condition.labeller.chosen_options(),
        rounds=design.rounds,
        samples_per_round=design.samples_per_round,
    )


def code_version() -> str:
    """This package's version, the digest of all its code that decides a result, and the versions of what computes."""
    return _code_version()


@cache
def _code_version() -> str:
    package = Path(activate_va.__file__).parent
    digest = hashlib.sha256()
    for part in (package / name for name in DECIDING):
        for path in sorted(part.rglob("*.py")) if part.is_dir() else [part]:
            digest.update(path.relative_to(package).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    installed = {found.name.replace("_", "-"): found.version for found in distributions()}
    versions = ", ".join(f"{name} {installed[name]}" for name in LIBRARIES if name in installed)
    return f"{activate_va.__version__}+{digest.hexdigest()[:16]} ({versions})"


def _entries(design: StudyDesign, condition: Condition) -> Iterator[object]:
    """The entries of registries that a session runs."""
    policy = condition.policy.policy()
    for turn in policy.turns if isinstance(policy, Pattern) else (policy,):
        yield turn
        if turn.name in selection_schemes:
            yield selection_schemes[turn.name]
    yield labellers[condition.labeller.name]
    yield classifiers[condition.classifier]
    yield projections[condition.projection]
    yield from (training_schemes[name] for name in design.training_schemes)
    yield from measures


def _content(design: StudyDesign, condition: Condition) -> dict[str, Any]:
    """What decides the result of a session, its seed apart."""
    return {
        "code": code_version(),
        "data": open_dataset(condition.dataset).digest,
        "config": configuration(design, condition).model_dump(mode="json"),
        "policy": condition.policy.model_dump(mode="json"),
        "labeller": condition.labeller.model_dump(mode="json"),
        "rounds": design.rounds,
        "plugins": [digest for entry in _entries(design, condition) if (digest := foreign_code(entry)) is not None],
    }
