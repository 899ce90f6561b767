"""Records under a mapping: labels, ids, splits, confidences, and what is wrong with each record."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from activate_va.datasets.bounds import LONGEST_NAME, MOST_CLASSES
from activate_va.datasets.splitting import POOL, TEST, VALIDATION, Shares, drawn_parts
from activate_va.importing.errors import MappingWrong
from activate_va.importing.folders import SPLITS
from activate_va.importing.mapping import ImportMapping, is_image, is_vector
from activate_va.importing.records import Problem, Records

LONGEST_TEXT = 20_000
LONGEST_ID = 1_000
NO_CHARACTER = re.compile("[\0\ud800-\udfff]")


@dataclass(frozen=True, eq=False)
class Checked:
    """What would be imported, n records of those there are, and what is wrong with the others.

    kept: int64 (n,), their positions in the records. labels: int64 (n,), -1 for none. parts: int8 (n,).
    confidences: float64 (n,), NaN for none. ids: strings, or None where no column holds them. annotators: who gave each
    label, None where nobody says; or None where no column does.
    """

    kept: NDArray[np.int64]
    classes: tuple[str, ...]
    labels: NDArray[np.int64]
    parts: NDArray[np.int8]
    confidences: NDArray[np.float64]
    ids: list[str] | None
    annotators: list[str | None] | None
    problems: list[Problem]
    drawn: bool

    def only(self, positions: NDArray[np.int64]) -> Checked:
        """Some of the records that are kept."""
        ids = None if self.ids is None else [self.ids[position] for position in positions]
        return replace(
            self,
            kept=self.kept[positions],
            labels=self.labels[positions],
            parts=self.parts[positions],
            confidences=self.confidences[positions],
            ids=ids,
            annotators=self.annotators and [self.annotators[position] for position in positions],
        )

    def counts(self) -> dict[str, int]:
        pool, validation, test = np.bincount(self.parts, minlength=3)[:3].tolist()
        return {"pool": pool, "validation": validation, "test": test}

    def class_counts(self) -> list[int]:
        counts = np.bincount(self.labels[self.labels >= 0], minlength=len(self.classes))
        return [int(count) for count in counts]


def checked(records: Records, mapping: ImportMapping) -> Checked:
    """Raises MappingWrong where no dataset can be made of it, whatever record is left out."""
    mapping.expect_fitting(records)
    wrong: dict[int, str] = {}
    if mapping.modality != "tabular":
        tell = _text_problem if mapping.modality == "text" else _image_problem
        for row, item in enumerate(records.columns[mapping.text or mapping.image or ""]):
            if problem := tell(item):
                wrong[row] = problem
    for column in mapping.embeddings:
        _check_vectors(records.columns[column], column, wrong)
    ids = None if mapping.id is None else _ids(records, mapping.id, wrong)
    splits = None if mapping.split is None else _splits(records.columns[mapping.split], wrong)
    confidences = _confidences(records, mapping, wrong)
    names = _label_names(records, mapping)
    annotators = None if mapping.annotator is None else _annotators(records.columns[mapping.annotator], names, wrong)
    kept = np.array([row for row in range(len(records)) if row not in wrong], np.int64)
    stated = records.class_names.get(mapping.label or "", ())
    classes = _classes(stated, [names[row] for row in kept], mapping)
    index = {name: position for position, name in enumerate(classes)}
    labels = np.array([-1 if names[row] is None else index[names[row]] for row in kept], np.int64)
    parts = _parts(None if splits is None else [splits[row] for row in kept], labels, mapping)
    problems = [*records.problems, *(Problem(records.places[row], wrong[row]) for row in sorted(wrong))]
    return Checked(
        kept,
        classes,
        labels,
        parts,
        confidences[kept],
        None if ids is None else [ids[row] for row in kept],
        None if annotators is None else [annotators[row] for row in kept],
        sorted(problems, key=_place),
        splits is None,
    )


def _text_problem(value: Any) -> str | None:
    if not isinstance(value, str) or not re.search(r"\w", value):
        return "no text: it holds no word"
    if len(value) > LONGEST_TEXT:
        return f"a text of {len(value):,} characters, more than {LONGEST_TEXT:,}"
    return "it holds what is no character" if NO_CHARACTER.search(value) else None


def _image_problem(value: Any) -> str | None:
    return None if is_image(value) else "there is no image here"


def _check_vectors(values: Sequence[Any], column: str, wrong: dict[int, str]) -> None:
    """Each is as long as the first that is one, and of finite numbers."""
    length = next((len(value) for value in values if is_vector(value)), None)
    for row, value in enumerate(values):
        try:
            fits = is_vector(value) and len(value) == length and all(map(math.isfinite, value))
        except TypeError:
            fits = False
        if not fits:
            wrong.setdefault(row, f"{column} holds no vector of {length} finite numbers here")


def _ids(records: Records, column: str, wrong: dict[int, str]) -> list[str]:
    """Two alike are a problem of the second."""
    first: dict[str, int] = {}
    ids = ["" if value is None else str(value) for value in records.columns[column]]
    for row, value in enumerate(ids):
        if not value or len(value) > LONGEST_ID or NO_CHARACTER.search(value):
            wrong.setdefault(row, f"no id: {column} is empty, too long, or holds what is no character")
        elif value in first:
            wrong.setdefault(row, f"id {value!r} is that of {records.places[first[value]]}, too")
        else:
            first[value] = row
    return ids


def _splits(values: Sequence[Any], wrong: dict[int, str]) -> list[str]:
    found = []
    for row, value in enumerate(values):
        name = SPLITS.get(str(value or "train").strip().lower(), "pool")
        if name == "pool" and str(value).strip().lower() not in ("pool", "unlabelled", "unlabeled", "unsupervised"):
            wrong.setdefault(row, f"split {value!r} is none of train, validation, test")
        found.append(name)
    return found


def _confidences(records: Records, mapping: ImportMapping, wrong: dict[int, str]) -> NDArray[np.float64]:
    found = np.full(len(records), math.nan)
    if mapping.confidence is None:
        return found
    for row, value in enumerate(records.columns[mapping.confidence]):
        if value is None or value == "":
            continue
        try:
            found[row] = float(value)
        except (TypeError, ValueError):
            found[row] = -1
        if not 0 <= found[row] <= 1:
            wrong.setdefault(row, f"confidence {value!r} is not between 0 and 1")
    return found


def _annotators(values: Sequence[Any], labels: Sequence[str | None], wrong: dict[int, str]) -> list[str | None]:
    """Who gave each label; of a record without a label nobody, whatever the column says."""
    found: list[str | None] = []
    for row, (value, label) in enumerate(zip(values, labels, strict=True)):
        name = "" if value is None or label is None else str(value).strip()
        if len(name) > LONGEST_ID or NO_CHARACTER.search(name):
            wrong.setdefault(row, f"an annotator’s name of over {LONGEST_ID:,} characters, or of what is no character")
        found.append(name or None)
    return found


def _label_names(records: Records, mapping: ImportMapping) -> list[str | None]:
    """The class of each record by name; None where its column is empty, or holds -1."""
    if mapping.label is None:
        return [None] * len(records)
    values = records.columns[mapping.label]
    names = records.class_names.get(mapping.label)
    if names:
        return [names[v] if isinstance(v, int) and 0 <= v < len(names) else None for v in values]
    return [None if value is None or str(value).strip() in ("", "-1") else str(value).strip() for value in values]


def _classes(stated: Sequence[str], names: Sequence[str | None], mapping: ImportMapping) -> tuple[str, ...]:
    """Those that the file states, those given, then those found, numbers by value and others by alphabet."""
    given = tuple(dict.fromkeys(name.strip() for name in (*stated, *mapping.classes) if name.strip()))
    found = {name for name in names if name is not None} - set(given)
    numbers = all(re.fullmatch(r"\d{1,9}", name) for name in found)
    classes = given + tuple(sorted(found, key=int) if numbers else sorted(found))
    if len(classes) < 2:
        raise MappingWrong(
            f"{len(classes)} classes: a dataset has two or more", "choose the column of labels, or name the classes"
        )
    if len(classes) > MOST_CLASSES or max(map(len, classes)) > LONGEST_NAME:
        raise MappingWrong(f"{len(classes):,} classes: {mapping.label!r} seems to hold no labels", "choose another")
    return classes


def _parts(splits: list[str] | None, labels: NDArray[np.int64], mapping: ImportMapping) -> NDArray[np.int8]:
    """As given. Which of validation and test nobody gives is drawn from the labelled rest."""
    shares = Shares(mapping.validation_share, mapping.test_share)
    if splits is None:
        return drawn_parts(labels, mapping.seed, shares)
    names = np.array(splits, object)
    given = np.select([names == "test", names == "validation"], [TEST, VALIDATION], POOL).astype(np.int8)
    to_validate = 0 if (given == VALIDATION).any() else shares.to_validate
    left = Shares(to_validate, 0 if (given == TEST).any() else shares.to_test)
    drawn = drawn_parts(np.where(given == POOL, labels, -1), mapping.seed, left)
    return np.where(given == POOL, drawn, given).astype(np.int8)


def _place(problem: Problem) -> tuple[int, str]:
    number = re.search(r"\d+$", problem.place)
    return int(number[0]) if number else 0, problem.place
