"""The design of a study: what varies, what is held, and which seeds; read from YAML, with errors that name the line."""

from __future__ import annotations

from difflib import get_close_matches
from math import prod
from typing import Annotated, Any, Literal, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    FailFast,
    Field,
    Tag,
    ValidationError,
    model_validator,
)

from activate_va.analysis.runs import BASELINE_SCHEME
from activate_va.classifiers import classifiers
from activate_va.datasets import DatasetError, find_source, sources
from activate_va.errors import ActivateError
from activate_va.options import OptionValue, check_options
from activate_va.pool import spaces
from activate_va.projections import projections
from activate_va.registry import Registry
from activate_va.selection import schemes as selection_schemes
from activate_va.sessions.config import WITH_OPTIONS
from activate_va.simulation.labellers import LabellerOptions, labellers
from activate_va.simulation.policies import Pattern, Policy, policies
from activate_va.text import Text
from activate_va.training import schemes

BASELINE = "random"
EVERY = "every"
OTHERS = "others"
"""Datasets that a mapping by dataset does not name."""
MOST_SEEDS = 10_000
MOST_TURNS = 100
MOST_SESSIONS = 10_000
"""Hours of work at a second each. All are planned and listed before the first begins, which takes time and memory."""


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


LONGEST_NAME = 80
Short = Annotated[Text, Field(max_length=LONGEST_NAME)]
"""What tables and the names of sessions are made of."""


T = TypeVar("T")
Listed = Annotated[tuple[T, ...], FailFast()]
"""Of a list that is wrong only the first is reported, as for each unknown name all known ones are searched."""


def known(registry: Registry[Any], name: str) -> str:
    """The name; ValueError where the registry does not know it, with the nearest that it does."""
    try:
        registry[name]
    except ActivateError as error:
        raise ValueError(f"{error.detail}; {error.hint}") from error
    return name


def known_to(registry: Registry[Any]) -> AfterValidator:
    return AfterValidator(lambda name: known(registry, name))


def _distinct(values: tuple[Any, ...]) -> tuple[Any, ...]:
    seen = set()
    for key in map(_key, values):
        if key in seen:
            raise ValueError(f"{key!r} is given twice")
        seen.add(key)
    return values


def _key(value: Any) -> Any:
    """What tables tell it by."""
    if isinstance(value, LabellerEntry):
        return value.title
    return value.name if isinstance(value, PolicyEntry) else value


Several = Field(min_length=1)
Distinct = AfterValidator(_distinct)
KnownTrainingScheme = Annotated[str, known_to(schemes)]


def _dataset(reference: str) -> str:
    try:
        find_source(reference)
    except DatasetError as error:
        near = get_close_matches(reference.lower(), sources.names(), n=1)
        raise ValueError(f"{error.detail}; {f'did you mean {near[0]!r}? ' if near else ''}{error.hint}") from error
    return reference


def _named(entry: Any) -> Any:
    return {"name": entry} if isinstance(entry, str) else entry


class PolicyEntry(Part):
    """A policy by name, `random` being another word for RS; or a pattern of policies that take turns.

    `every` stands for all selection schemes, those of other packages included. `training_schemes` and `predict_with`
    are those of its sessions, where they differ from the study's.
    """

    name: Short
    pattern: (
        Annotated[tuple[Annotated[str, known_to(policies)], ...], Field(min_length=1, max_length=MOST_TURNS)] | None
    ) = None
    training_schemes: Annotated[tuple[KnownTrainingScheme, ...], Several, Distinct] | None = None
    predict_with: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _baseline_by_its_scheme(cls, entry: Any) -> Any:
        if isinstance(entry, dict) and entry.get("name") == BASELINE:
            return {**entry, "name": BASELINE_SCHEME}
        return entry

    @model_validator(mode="after")
    def _known(self) -> PolicyEntry:
        if self.pattern is None:
            if self.name != EVERY:
                known(policies, self.name)
        elif self.name == EVERY or self.name in policies:
            raise ValueError(f"{self.name!r} is a known policy; a pattern of your own needs another name")
        return self

    def policy(self) -> Policy:
        if self.pattern is None:
            return policies[self.name]
        turns = tuple(policies[name] for name in self.pattern)
        return Pattern(self.name, self.name, f"In turns: {', '.join(self.pattern)}.", turns)


class LabellerEntry(Part):
    """A labeller by name, with its options; `called` is how tables name it."""

    name: Annotated[str, known_to(labellers)]
    called: Short = ""
    options: dict[str, Any] = {}

    @model_validator(mode="after")
    def _checked(self) -> LabellerEntry:
        try:
            self.chosen_options()
        except ValidationError as error:
            raise ValueError(f"{self.name}: {problems_of(error, labellers[self.name].options)[0][1]}") from error
        if len(self.title) > LONGEST_NAME:
            raise ValueError(f"{self.name}: its options do not fit in a table; name them with `called`")
        return self

    def chosen_options(self) -> LabellerOptions:
        return labellers[self.name].options.model_validate(self.options)

    @property
    def title(self) -> str:
        if self.called or not self.options:
            return self.called or self.name
        return f"{self.name} ({', '.join(f'{name} {value}' for name, value in self.options.items())})"


def _checked_options(chosen: dict[str, dict[str, OptionValue]]) -> dict[str, dict[str, OptionValue]]:
    try:
        check_options(chosen, *WITH_OPTIONS)
    except ActivateError as error:
        raise ValueError(f"{error.detail}; {error.hint}") from error
    return chosen


def _seeds(value: Any) -> Any:
    """A number stands for the seeds from 0 up to it."""
    if not isinstance(value, int) or isinstance(value, bool):
        return value
    if value > MOST_SEEDS:
        raise ValueError(f"{value} is more than the {MOST_SEEDS:,} seeds a study may have")
    return tuple(range(value))


def _expanded(entries: tuple[PolicyEntry, ...]) -> tuple[PolicyEntry, ...]:
    """With every selection scheme, once, where the word `every` stood."""
    others = {entry.name for entry in entries}
    rest = [name for name in selection_schemes.names() if name not in others]

    def parts(entry: PolicyEntry) -> list[PolicyEntry]:
        every = entry.name == EVERY and entry.pattern is None
        return [entry.model_copy(update={"name": name}) for name in rest] if every else [entry]

    return tuple(part for entry in entries for part in parts(entry))


Name = Annotated[Short, Field(min_length=1)]
Seed = Annotated[int, Field(ge=0, lt=2**31)]
KnownDataset = Annotated[str, AfterValidator(_dataset)]
KnownClassifier = Annotated[str, known_to(classifiers)]
KnownSpace = Annotated[str, known_to(spaces)]
Samples = Annotated[int, Field(ge=1, le=10_000)]
KnownProjection = Annotated[str, known_to(projections)]
PolicyOrName = Annotated[PolicyEntry, BeforeValidator(_named)]
LabellerOrName = Annotated[LabellerEntry, BeforeValidator(_named)]


ONE, EACH = "one", "each"


def _form(value: Any) -> str:
    """Whether one value is given for all, or one for each."""
    return EACH if isinstance(value, dict | list | tuple) else ONE


class StudyDesign(Part):
    """Every combination of datasets, classifiers, projections, policies and labellers is a condition.

    Each condition is run for each seed. `keep`: of which rounds a finished session keeps its models.

    The training schemes are trained side by side within a session, as in the browser. `samples_per_round`: a number, or
    one for each round. `distance_space`: a space, or one for each dataset by its name, `others` for the rest.
    """

    name: Name
    title: Text = ""
    datasets: Annotated[Listed[KnownDataset], Several, Distinct] = ("mnist",)
    classifiers: Annotated[Listed[KnownClassifier], Several, Distinct] = ("cnn",)
    projections: Annotated[Listed[KnownProjection], Several, Distinct] = ("umap",)
    policies: Annotated[Listed[PolicyOrName], Several, Distinct, AfterValidator(_expanded)]
    labellers: Annotated[Listed[LabellerOrName], Several, Distinct] = (LabellerEntry(name="oracle"),)
    training_schemes: Annotated[Listed[KnownTrainingScheme], Several, Distinct] = (
        "SIL",
        "IL",
        "IDA",
        "CBA",
    )
    predict_with: str = "IDA"
    distance_space: Annotated[
        Annotated[KnownSpace, Tag(ONE)] | Annotated[dict[str, KnownSpace], Several, Tag(EACH)], Discriminator(_form)
    ] = "projection"
    options: Annotated[dict[str, dict[str, OptionValue]], AfterValidator(_checked_options)] = {}
    calibration: Literal["none", "temperature"] = "none"
    rounds: Annotated[int, Field(ge=1, le=1000)] = 10
    samples_per_round: Annotated[
        Annotated[Samples, Tag(ONE)] | Annotated[tuple[Samples, ...], Several, Tag(EACH)], Discriminator(_form)
    ] = 10
    epochs: Annotated[int, Field(ge=1, le=1000)] = 5
    keep: Literal["all", "last", "none"] = "last"
    seeds: Annotated[Listed[Seed], BeforeValidator(_seeds), Several, Distinct] = (0,)

    @model_validator(mode="after")
    def _predicts_with_what_it_trains(self) -> StudyDesign:
        for entry in self.policies:
            trained, predicting = self.training_of(entry)
            if predicting not in trained:
                whose = (
                    f"policies: {entry.name}: " if entry.training_schemes or entry.predict_with else "predict_with: "
                )
                raise ValueError(f"{whose}{predicting!r} is not among the training_schemes ({', '.join(trained)})")
        return self

    @model_validator(mode="after")
    def _says_the_samples_of_each_round(self) -> StudyDesign:
        if not isinstance(self.samples_per_round, int) and len(self.samples_per_round) != self.rounds:
            raise ValueError(
                f"samples_per_round: {len(self.samples_per_round)} numbers for {self.rounds} rounds; give one for each"
            )
        return self

    @model_validator(mode="after")
    def _has_an_end(self) -> StudyDesign:
        if self.sessions > MOST_SESSIONS:
            raise ValueError(
                f"seeds: {self.sessions:,} sessions, a seed of each condition, are more than the {MOST_SESSIONS:,}"
                " that a study may have"
            )
        return self

    @property
    def batches(self) -> tuple[int, ...]:
        """How many samples each round asks for."""
        said = self.samples_per_round
        return (said,) * self.rounds if isinstance(said, int) else said

    def training_of(self, entry: PolicyEntry) -> tuple[tuple[str, ...], str]:
        """The training schemes of the policy's sessions, and the one that predicts: the study's, where its own do not
        include that the first of its own."""
        trained = entry.training_schemes or self.training_schemes
        own = self.predict_with if self.predict_with in trained or not entry.training_schemes else trained[0]
        return trained, entry.predict_with or own

    def space_of(self, dataset: str) -> str | None:
        """Where distances between samples of the dataset of that name are measured; None: it does not say."""
        said = self.distance_space
        return said if isinstance(said, str) else said.get(dataset, said.get(OTHERS))

    @property
    def lacks_baseline(self) -> bool:
        """Whether it compares policies, and random selection is none of them."""
        return len(self.policies) > 1 and BASELINE_SCHEME not in {entry.name for entry in self.policies}

    @property
    def sessions(self) -> int:
        """How many sessions it comes to."""
        axes = (self.datasets, self.classifiers, self.projections, self.policies, self.labellers, self.seeds)
        return prod(len(axis) for axis in axes)


def problems_of(error: ValidationError, model: type[BaseModel]) -> list[tuple[tuple[str | int, ...], str]]:
    """Where each problem is and what it is, in a person's words; unknown keys with the nearest known one.

    A list is also too short for pydantic where its items are wrong: what holds a problem is none itself.
    """
    problems = error.errors()
    holding = {problem["loc"][:length] for problem in problems for length in range(len(problem["loc"]))}
    return [(problem["loc"], _message(problem, model)) for problem in problems if problem["loc"] not in holding]


def _message(problem: Any, model: type[BaseModel]) -> str:
    location = problem["loc"]
    where = ".".join(str(part) for part in location if isinstance(part, str))
    if problem["type"] == "extra_forbidden":
        known = list(model.model_fields) if len(location) == 1 else []
        near = get_close_matches(str(location[-1]), known, n=1)
        meant = f"; did you mean {near[0]!r}?" if near else ""
        return f"{location[-1]!r} is not known here{meant}{' Known: ' + ', '.join(known) if known else ''}"
    text = str(problem["msg"]).removeprefix("Value error, ")
    if location == ("seeds",) and problem["type"] == "too_short":
        text = "a study needs at least one seed"
    return f"{where}: {text}" if where and not text.startswith(where) else text
