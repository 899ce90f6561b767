"""What an import would do, said before anything is written."""

from __future__ import annotations

from itertools import islice
from typing import Any

from pydantic import BaseModel, ConfigDict

from activate_va.importing.adding import Earlier
from activate_va.importing.checking import Checked, checked
from activate_va.importing.errors import MappingWrong
from activate_va.importing.mapping import ImportMapping, guessed, is_image
from activate_va.importing.pictures import Frame, Seen, frame_of, looked_at
from activate_va.importing.records import MOST_PROBLEMS, Problem, Records

ROWS = 20
LONGEST_SHOWN = 300
IMAGES_LOOKED_AT = 500


class Shown(BaseModel):
    model_config = ConfigDict(frozen=True)


class ProblemInfo(Shown):
    place: str
    detail: str


class ClassCount(Shown):
    name: str
    count: int


class ImportPreview(Shown):
    """`rows` are the first twenty, values by column, shortened. `problem_count` counts also those that are not told.

    `rule`: what is done to images; null for texts. `drawn`: whether splits are drawn at random. `mapping`: as given, or
    as guessed. `failure`: why no dataset can be made of it under this mapping; null: one can, and the counts hold.
    """

    format: str
    encoding: str | None
    delimiter: str | None
    notices: list[str]
    columns: list[str]
    records: int
    rows: list[dict[str, str | None]]
    mapping: ImportMapping
    modality: str
    classes: list[ClassCount]
    unlabelled: int
    splits: dict[str, int]
    drawn: bool
    rule: str | None
    problems: list[ProblemInfo]
    problem_count: int
    failure: str | None


def previewed(records: Records, mapping: ImportMapping | None, earlier: Earlier | None = None) -> ImportPreview:
    """Nothing is decoded but what is shown. `earlier`: the dataset to whose samples these are added."""
    chosen = guessed(records) if mapping is None else mapping
    chosen = chosen if earlier is None else earlier.fitted(chosen)
    found: Checked | None = None
    failure = None
    try:
        found = checked(records, chosen) if earlier is None else earlier.checked(records, chosen)
    except MappingWrong as error:
        failure = f"{error.detail} ({error.hint})"
    problems = list(records.problems if found is None else found.problems)
    rule = None
    if found is not None and chosen.image is not None:
        frame, broken = frame_by_first(records, found, chosen)
        frame = frame and earlier.frame(frame) if earlier else frame
        rule = None if frame is None else frame.rule
        problems += broken
    return ImportPreview(
        format=records.format,
        encoding=records.encoding,
        delimiter=records.delimiter,
        notices=[*records.notices, *([] if earlier is None else earlier.notices(chosen))],
        columns=list(records.columns),
        records=len(records) + len(records.problems),
        rows=_first_rows(records),
        mapping=chosen,
        modality=chosen.modality,
        classes=_classes(found),
        unlabelled=0 if found is None else int((found.labels < 0).sum()),
        splits={} if found is None else found.counts(),
        drawn=found is not None and found.drawn,
        rule=rule,
        problems=[ProblemInfo(**problem._asdict()) for problem in problems[:MOST_PROBLEMS]],
        problem_count=len(problems),
        failure=failure,
    )


def frame_by_first(
    records: Records, found: Checked, mapping: ImportMapping, most: int = IMAGES_LOOKED_AT
) -> tuple[Frame | None, list[Problem]]:
    """The frame that the first images' headers ask for, None where none can be read; and what is wrong with some."""
    images = records.columns[mapping.image or ""]
    seen: list[Seen] = []
    problems: list[Problem] = []
    for row in islice(found.kept, most):
        one = looked_at(images[row])
        if isinstance(one, Seen):
            seen.append(one)
        else:
            problems.append(Problem(records.places[row], one))
    return (frame_of(seen, mapping.side) if seen else None), problems


def _classes(found: Checked | None) -> list[ClassCount]:
    if found is None:
        return []
    return [ClassCount(name=n, count=c) for n, c in zip(found.classes, found.class_counts(), strict=True)]


def _first_rows(records: Records) -> list[dict[str, str | None]]:
    count = min(ROWS, len(records))
    return [{name: _shown(values[row]) for name, values in records.columns.items()} for row in range(count)]


def _shown(value: Any) -> str | None:
    if value is None:
        return None
    if is_image(value):
        path = value.get("path") if isinstance(value, dict) else None
        return str(path or "image")
    text = "".join(character if character.isprintable() else " " for character in str(value))
    return text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN] + "…"
