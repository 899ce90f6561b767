"""Which column holds what: guessed from names and values, and a person's to change."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping as AnyMapping
from itertools import islice
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from activate_va.importing.errors import MappingWrong
from activate_va.importing.records import Records
from activate_va.number import AS_NUMBER
from activate_va.text import Text

Role = Literal["text", "image", "label", "id", "split", "confidence", "annotator"]
ROLES: tuple[Role, ...] = ("text", "image", "label", "id", "split", "confidence", "annotator")
BESIDE: tuple[Role, ...] = ("id", "split", "confidence", "annotator")
"""What a column may hold beside samples and labels."""

NAMES: dict[Role, tuple[str, ...]] = {
    "text": ("text", "headline", "sentence", "content", "message", "tweet", "title", "body", "comment", "document"),
    "image": ("image", "img", "picture", "photo"),
    "label": ("class_name", "label", "labels", "class", "category", "target", "class_index", "y"),
    "id": ("external_id", "id", "uuid", "key", "_id", "guid", "path"),
    "split": ("split", "subset", "partition", "set"),
    "confidence": ("confidence", "certainty"),
    "annotator": (
        "annotator",
        "annotator_id",
        "annotated_by",
        "labeller",
        "labeler",
        "labelled_by",
        "labeled_by",
        "rater",
    ),
}
LOOKED_AT = 1_000
MOST_GUESSED_CLASSES = 100


class ImportMapping(BaseModel):
    """Columns by what they hold; null: none does. `columns`: those of the cells, where samples are rows of a table.
    `embeddings`: columns of vectors, each of which becomes a feature space of the dataset.

    Without a split column, splits are drawn at random by `seed`. `classes` are further class names, for what nobody has
    labelled yet. `skip_problems`: import without the records that have any.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: Text | None = None
    image: Text | None = None
    columns: tuple[Text, ...] = ()
    embeddings: tuple[Text, ...] = ()
    label: Text | None = None
    id: Text | None = None
    split: Text | None = None
    confidence: Text | None = None
    annotator: Text | None = None
    classes: tuple[Text, ...] = ()
    validation_share: Annotated[float, AS_NUMBER] = Field(default=1 / 12, ge=0, le=0.5)
    test_share: Annotated[float, AS_NUMBER] = Field(default=1 / 6, ge=0, le=0.8)
    seed: Annotated[int, AS_NUMBER] = Field(default=0, ge=0, lt=2**31)
    side: Annotated[int, AS_NUMBER] = Field(
        default=64, ge=8, le=256, description="longer side, in pixels, of what larger images are brought to"
    )
    skip_problems: bool = False

    @property
    def modality(self) -> Literal["text", "image", "tabular"]:
        if self.columns:
            return "tabular"
        return "text" if self.text is not None else "image"

    def expect_fitting(self, records: Records) -> None:
        """Raises MappingWrong where a column is not there, or nothing says what the samples are."""
        for role in ROLES:
            column = getattr(self, role)
            if column is not None and column not in records.columns:
                raise MappingWrong(f"{role}: there is no column {column!r}", f"columns: {', '.join(records.columns)}")
        named = (*self.columns, *self.embeddings)
        strange = next((column for column in named if column not in records.columns), None)
        if strange is not None:
            raise MappingWrong(f"there is no column {strange!r}", f"columns: {', '.join(records.columns)}")
        if [self.text is not None, self.image is not None, bool(self.columns)].count(True) != 1:
            raise MappingWrong("a column of texts, one of images, or columns of a table: one of these is needed")


def guessed(records: Records) -> ImportMapping:
    """By name, else by what the first thousand values look like. Some role may stay open."""
    every = {name: list(islice(values, LOOKED_AT)) for name, values in records.columns.items()}
    embeddings = tuple(name for name, values in every.items() if any(map(is_vector, values)))
    columns = {name: values for name, values in every.items() if name not in embeddings}
    image = _image_column(columns)
    text = None if image else _text_column(columns)
    rows = image is None and not _is_prose(columns.get(text or "", [])) and _named(columns, "text") is None
    left = {name: values for name, values in columns.items() if rows or name not in (image, text)}
    label = _named(left, "label") or _label_column(left, records, last=rows)
    left.pop(label or "", None)
    others = {role: _named(left, role) for role in BESIDE}
    cells = tuple(name for name in columns if name not in (label, *others.values()))
    if rows and len(cells) > 1:
        return ImportMapping(columns=cells, embeddings=embeddings, label=label, **others)
    only = next(iter(cells), None) if rows else text
    return ImportMapping(text=only, image=image, embeddings=embeddings, label=label, **others)


def _is_prose(values: list[Any]) -> bool:
    """Whether most that are there hold two words or more."""
    given = [value for value in values if isinstance(value, str) and value]
    return bool(given) and sum(len(value.split()) > 1 for value in given) > len(given) / 2


def _named(columns: Iterable[str], role: Role) -> str | None:
    """The first column that goes by one of the role's names, those first that are surer."""
    lowered = {name.strip().lower(): name for name in reversed(list(columns))}
    return next((lowered[name] for name in NAMES[role] if name in lowered), None)


def _image_column(columns: AnyMapping[str, list[Any]]) -> str | None:
    return next((name for name, values in columns.items() if any(map(is_image, values))), None)


def is_image(value: Any) -> bool:
    """Bytes, Hugging Face's `{bytes, path}`, or what reads a file."""
    return isinstance(value, bytes) or callable(value) or (isinstance(value, dict) and "bytes" in value)


def is_vector(value: Any) -> bool:
    """A list of two numbers or more, or an array, as a column of vectors holds."""
    if isinstance(value, np.ndarray):
        return len(value) > 1
    return isinstance(value, list) and len(value) > 1 and isinstance(value[0], int | float)


def _text_column(columns: AnyMapping[str, list[Any]]) -> str | None:
    """The one of that name, else that of the longest strings, but for what may be labels."""
    strings = {
        name: [value for value in values if isinstance(value, str) and value] for name, values in columns.items()
    }
    lengths = {name: sum(map(len, values)) / len(values) for name, values in strings.items() if values}
    by_name = _named(lengths, "text")
    others = [name for name in lengths if not _may_be_labels(columns[name])]
    return by_name or max(others, key=lambda name: lengths[name], default=None)


def _label_column(columns: AnyMapping[str, list[Any]], records: Records, *, last: bool) -> str | None:
    """One whose class names the file states, else the first with few different values, and each of them often.

    Of a table it is the `last`: there many columns are such, and what is to be learnt by custom stands at the end.
    """
    known = [name for name in columns if name in records.class_names]
    few = [name for name, values in columns.items() if _may_be_labels(values) and not _is_reserved(name)]
    return next(iter([*known, *(few[::-1] if last else few)]), None)


def _may_be_labels(values: list[Any]) -> bool:
    given = [value for value in values if isinstance(value, str | int) and value != ""]
    different = len(set(given))
    return 2 <= different <= min(MOST_GUESSED_CLASSES, len(given) // 3)


def _is_reserved(name: str) -> bool:
    return any(name.strip().lower() in NAMES[role] for role in BESIDE)
