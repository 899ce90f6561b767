"""Datasets that were imported: a folder with what it is, a table of its samples, and pixels where they are images."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationError

from activate_va.datasets.base import Dataset, DatasetSource, Origin, Split, of_parts
from activate_va.datasets.errors import DatasetFileMissing, UnreadableFile
from activate_va.datasets.originals import read_originals
from activate_va.datasets.own_embeddings import files_of, read_own
from activate_va.kinds.text import texts
from activate_va.value import Value

ABOUT, SAMPLES, PIXELS = "dataset.json", "samples.parquet", "pixels.npy"
VERSION = 1


class About(Value):
    """What is known of an imported dataset without reading it. `rule`: what was done to images; null for texts.

    `records`: how many the source held, those that were left out included; null for datasets of an older version.
    `grew_from`: the digests of the datasets that it is with samples added, the first of them first.
    """

    version: int = VERSION
    name: str
    title: str
    modality: str
    classes: tuple[str, ...]
    source: str
    rule: str | None = None
    records: int | None = None
    grew_from: tuple[str, ...] = ()

    def records_of(self, source_rows: NDArray[np.int64]) -> int:
        """How many the source held; of a dataset of an older version, up to its last sample."""
        return self.records or int(source_rows.max()) + 1


@dataclass(frozen=True)
class StoredDataset(DatasetSource):
    """A folder that an import has written; nothing else writes there."""

    name: str
    title: str
    path: Path
    modality: str = "text"

    def files(self) -> tuple[Path, ...]:
        names = (ABOUT, SAMPLES, *([PIXELS] if self.modality == "image" else []))
        for name in names:
            if not (self.path / name).is_file():
                raise DatasetFileMissing(f"{self.path / name} is missing", "import the dataset again")
        return (*(self.path / name for name in names), *files_of(self.path))

    def load(self) -> Dataset:
        import pyarrow as pa
        import pyarrow.parquet as pq

        about = read_about(self.path)
        try:
            table = pq.read_table(self.path / SAMPLES)
            items = self._items(table)
        except (OSError, ValueError, EOFError, KeyError, pa.ArrowException) as error:
            raise UnreadableFile(f"{self.path}: {error}", "import the dataset again") from error
        ids = table.column("external_id")
        origin = Origin(
            _numbers(table, "source_row", np.int64), None if ids.null_count else texts(ids.to_pylist()), _said_by(table)
        )
        confidences = table.column("confidence").to_numpy().astype(np.float64)
        own = read_own(self.path, len(table))
        originals = read_originals(self.path, len(table))
        samples = Split(items, _numbers(table, "label", np.int64), origin, confidences, own, originals)
        return of_parts(self, about.classes, samples, _numbers(table, "part", np.int8))

    def _items(self, table: Any) -> NDArray[Any]:
        if self.modality != "image":
            return texts(table.column("text").to_pylist())
        pixels: NDArray[Any] = np.load(self.path / PIXELS, mmap_mode="r", allow_pickle=False)
        if len(pixels) != len(table):
            raise ValueError(f"{len(pixels)} images, but {len(table)} samples")
        return pixels


def read_about(folder: Path) -> About:
    """Raises UnreadableFile."""
    try:
        return About.model_validate(json.loads((folder / ABOUT).read_text(encoding="utf-8")))
    except (OSError, ValueError, ValidationError) as error:
        raise UnreadableFile(f"{folder / ABOUT}: {error}", "import the dataset again") from error


def stored_at(folder: Path) -> StoredDataset | None:
    """None where no import has written there. Raises UnreadableFile."""
    if not (folder / ABOUT).is_file():
        return None
    about = read_about(folder)
    return StoredDataset(about.name, about.title, folder.resolve(), about.modality)


def _said_by(table: Any) -> NDArray[Any] | None:
    """The annotator of each label; of none in a dataset of an older version, or of a file without that column."""
    if "annotator" not in table.column_names:
        return None
    return texts(["" if name is None else name for name in table.column("annotator").to_pylist()])


def _numbers(table: Any, column: str, kind: type) -> NDArray[Any]:
    numbers: NDArray[Any] = table.column(column).to_numpy().astype(kind)
    return numbers
