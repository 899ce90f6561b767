"""Conditions and the sessions of a study: each (condition, seed) is one session, with a key of its content."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

from activate_va.classifiers import classifiers
from activate_va.datasets import open_dataset
from activate_va.digest import json_digest
from activate_va.measures import measures
from activate_va.pool import own_embedding_of, spaces
from activate_va.projections import projections
from activate_va.representations import representations
from activate_va.selection import SelectionScheme
from activate_va.selection import schemes as selection_schemes
from activate_va.sessions.config import ConfigPatch
from activate_va.simulation.labellers import labellers
from activate_va.simulation.policies import Pattern
from activate_va.simulation.session import Plan
from activate_va.studies.code_version import code_version
from activate_va.studies.design import LabellerEntry, PolicyEntry, StudyDesign
from activate_va.studies.plugin_code import plugin_code
from activate_va.training import schemes as training_schemes


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
    trained, predicting = design.training_of(condition.policy)
    return ConfigPatch(
        selection_scheme=policy if policy in selection_schemes else None,
        classifier=condition.classifier,
        projection=condition.projection,
        batch_size=design.batches[0],
        training_schemes=trained,
        predict_with=predicting,
        distance_space=space_of(design, condition),
        options=design.options,
        calibration=design.calibration,
        epochs=design.epochs,
    )


def space_of(design: StudyDesign, condition: Condition) -> str:
    """Where the condition's sessions measure distances. Raises KeyError where the design, unchecked, does not say."""
    space = design.space_of(open_dataset(condition.dataset).name)
    if space is None:
        raise KeyError(condition.dataset)
    return space


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
        batches=design.batches,
    )


def study_code(design: StudyDesign) -> str:
    """The version of the code that decides the results of the study's sessions."""
    return code_version(entry for condition in conditions(design) for entry in _entries(design, condition))


def _entries(design: StudyDesign, condition: Condition) -> Iterator[object]:
    """The entries of registries that a session runs."""
    policy = condition.policy.policy()
    for turn in policy.turns if isinstance(policy, Pattern) else (policy,):
        yield turn
        if turn.name in selection_schemes:
            yield from _with_fallbacks(turn.name)
    yield labellers[condition.labeller.name]
    yield classifiers[condition.classifier]
    yield projections[condition.projection]
    method = spaces[space_of(design, condition)].representation
    if method is not None and own_embedding_of(method) is None:
        yield representations[method]
    yield from (training_schemes[name] for name in design.training_of(condition.policy)[0])
    yield from measures


def _with_fallbacks(scheme_name: str) -> list[SelectionScheme]:
    """The scheme and whichever may stand in for it, one after the other."""
    found, scheme = list[SelectionScheme](), selection_schemes[scheme_name]
    while scheme not in found:
        found.append(scheme)
        scheme = selection_schemes[scheme.fallback]
    return found


def _data(dataset: str) -> str | list[Any]:
    """The digest of a dataset, and of the embeddings that came with it, if any did."""
    found = open_dataset(dataset)
    own = {name: each.digest for name, each in found.pool.own.items()}
    return [found.digest, own] if own else found.digest


def _content(design: StudyDesign, condition: Condition) -> dict[str, Any]:
    """What decides the result of a session, its seed apart."""
    entries = list(_entries(design, condition))
    return {
        "code": code_version(entries),
        "data": _data(condition.dataset),
        "config": configuration(design, condition).model_dump(mode="json"),
        "policy": condition.policy.model_dump(mode="json"),
        "labeller": condition.labeller.model_dump(mode="json"),
        "batches": design.batches,
        "plugins": [digest for entry in entries if (digest := plugin_code(entry)) is not None],
    }
