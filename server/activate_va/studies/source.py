"""Where designs come from: presets in this package, and files of people's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from activate_va.classifiers import classifier_for
from activate_va.datasets import Dataset, DatasetError, open_dataset
from activate_va.simulation.errors import TruthMissing
from activate_va.studies.design import StudyDesign, problems_of
from activate_va.studies.errors import DesignNotFound, InvalidDesign
from activate_va.studies.marked_yaml import MOST_CHARACTERS, MarkedYaml, YamlProblem, read

PRESETS = Path(__file__).parent / "designs"
A_LIST = "datasets are given as a list of names"
MOST_TOLD = 9
"""Of the mistakes in a file, beside the first."""


def presets() -> list[str]:
    return sorted(path.stem for path in PRESETS.glob("*.yaml"))


def load_design(reference: str, seeds: int | None = None, datasets: Sequence[str] = ()) -> StudyDesign:
    """The design of a preset's name or a YAML file's path; `seeds` and `datasets` are put in place of the file's.

    Raises DesignNotFound, InvalidDesign (naming file and line), ClassifierOfAnotherKind, TruthMissing or DatasetError.
    """
    path = _find(reference)
    return parse_design(_text(path), path.name, seeds, datasets=datasets)


def parse_design(
    text: str,
    called: str,
    seeds: int | None = None,
    served: Mapping[str, str] | None = None,
    datasets: Sequence[str] = (),
) -> StudyDesign:
    """The design that a text in YAML describes; errors call the text `called`.

    Where `served` is given, its keys are the only datasets that may be named; its values say what `open_dataset`
    takes for them. Raises as `load_design`.
    """
    marked = _read(text, called)
    options = _options(seeds, datasets)
    given = {**marked.value, **options}
    if served is not None:
        given |= _by_reference(marked, called, served)
    try:
        design = StudyDesign.model_validate(given)
    except ValidationError as error:
        raise InvalidDesign(*_refusal(called, marked, error, options)) from error
    _check_against_data(design, called, marked)
    return design


def preset_text(name: str) -> str:
    """The YAML of a preset. Raises DesignNotFound."""
    return _text(_find_preset(name))


def _find(reference: str) -> Path:
    path = Path(reference).expanduser()
    return path if reference not in presets() and path.is_file() else _find_preset(reference)


def _find_preset(reference: str) -> Path:
    if reference in presets():
        return PRESETS / f"{reference}.yaml"
    near = get_close_matches(reference.lower(), presets(), n=1)
    meant = f"did you mean {near[0]!r}? " if near else ""
    known = f"{meant}Presets: {', '.join(presets())}; or the path of a YAML file"
    raise DesignNotFound(f"study {reference!r} is neither a preset nor a file", known)


def _text(path: Path) -> str:
    """What is in the file, and of one that is too long as much as tells so."""
    try:
        with path.open(encoding="utf-8") as stream:
            return stream.read(MOST_CHARACTERS + 1)
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidDesign(f"{path.name} cannot be read: {error}", "give a YAML file in UTF-8") from error


def _read(text: str, called: str) -> MarkedYaml:
    try:
        marked = read(text)
    except YamlProblem as error:
        raise InvalidDesign(f"{called}, line {error.line}: {error.problem}", "mend the YAML of that line") from error
    if not isinstance(marked.value, dict):
        raise InvalidDesign(f"{called}, line 1: a study is a mapping of keys", "see the presets for examples")
    return marked


def _options(seeds: int | None, datasets: Sequence[str]) -> dict[str, Any]:
    given = {"seeds": seeds, "datasets": list(datasets) or None}
    return {name: value for name, value in given.items() if value is not None}


def _by_reference(marked: MarkedYaml, called: str, served: Mapping[str, str]) -> dict[str, Any]:
    """What is not served is refused before anything looks for it, so that the answer tells nothing of the host."""
    names = marked.value.get("datasets", list(StudyDesign.model_fields["datasets"].default))
    offered = f"served: {', '.join(served)}; start the server with --dataset PATH to add one"
    if not isinstance(names, list):
        raise InvalidDesign(f"{called}, line {marked.line_of(('datasets',))}: {A_LIST}", offered)
    for position, name in enumerate(names):
        problem = A_LIST if not isinstance(name, str) else f"dataset {name!r} is not served here"
        if not isinstance(name, str) or name not in served:
            raise InvalidDesign(f"{called}, line {marked.line_of(('datasets', position))}: {problem}", offered)
    return {"datasets": [served[name] for name in names]}


def _refusal(called: str, marked: MarkedYaml, error: ValidationError, options: dict[str, Any]) -> tuple[str, str]:
    problems = sorted(problems_of(error, StudyDesign), key=lambda problem: marked.line_of(_within(*problem)))
    (location, message), *others = problems
    if location[:1] == ("seeds",) and "seeds" in options:
        return f"--seeds {options['seeds']}: {message}", "give a number of 1 or more"
    if location[:1] == ("datasets",) and "datasets" in options:
        return (
            f"--dataset: {message.removeprefix('datasets: ')}",
            "give each as a known name, a folder of IDX files or an .npz file",
        )
    more = [f"line {marked.line_of(_within(*other))}: {other[1]}" for other in others[:MOST_TOLD]]
    untold = [f"{len(others) - MOST_TOLD} more"] if len(others) > MOST_TOLD else []
    hint = f"mend that, and {'; '.join(more + untold)}" if others else "mend that line, and run again"
    return f"{called}, line {marked.line_of(_within(location, message))}: {message}", hint


def _within(location: tuple[str | int, ...], message: str) -> tuple[str | int, ...]:
    """A problem of the whole study belongs to the key that its message begins with."""
    return location or (message.split(":")[0],)


def _open(reference: str) -> Dataset:
    try:
        return open_dataset(reference)
    except DatasetError as error:
        remedy = f"{error.hint}; or run the study on others, as in --dataset mnist"
        raise type(error)(f"dataset {reference}: {error.detail}", remedy) from error


def _refuse_namesakes(datasets: Sequence[Dataset]) -> None:
    names = [dataset.name for dataset in datasets]
    twice = next((name for position, name in enumerate(names) if name in names[:position]), None)
    if twice is not None:
        raise InvalidDesign(f"two of the datasets are named {twice!r}", "rename the file or folder of one of them")


def _check_against_data(design: StudyDesign, called: str, marked: MarkedYaml) -> None:
    wanted = sum(design.batches)
    opened = [_open(reference) for reference in design.datasets]
    _refuse_namesakes(opened)
    for dataset in opened:
        for name in design.classifiers:
            classifier_for(dataset.kind, name)
        if dataset.pool.labels is None:
            raise TruthMissing(f"nobody has labelled the pool of {dataset.name}")
        if unlabelled := len(dataset.pool) - len(dataset.pool.labelled()):
            raise TruthMissing(f"{unlabelled:,} samples of the pool of {dataset.name} have no label")
        if design.space_of(dataset.name) is None:
            raise InvalidDesign(
                f"{called}, line {marked.line_of(('distance_space',))}: no space is named for {dataset.name}",
                f"add a line {dataset.name}: SPACE, or others: SPACE",
            )
        if wanted > len(dataset.pool):
            line = marked.line_of(("samples_per_round",) if "samples_per_round" in marked.value else ("rounds",))
            raise InvalidDesign(
                f"{called}, line {line}: {design.rounds} rounds of {_sizes(design)} samples"
                f" exceed the {len(dataset.pool):,} of the pool of {dataset.name}",
                "take fewer rounds or fewer samples per round",
            )


def _sizes(design: StudyDesign) -> str:
    """`10`, or `10, 10, 30`."""
    distinct = list(dict.fromkeys(design.batches))
    return ", ".join(map(str, distinct if len(distinct) == 1 else design.batches))
