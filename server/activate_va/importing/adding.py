"""Samples that come later: what records have to be like to join the pool of a dataset that was imported."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from activate_va.datasets.originals import ORIGINALS
from activate_va.datasets.own_embeddings import files_of
from activate_va.datasets.stored import PIXELS, SAMPLES, About, read_about
from activate_va.importing.cells import is_number_or_absent
from activate_va.importing.checking import Checked, checked
from activate_va.importing.errors import MappingWrong
from activate_va.importing.mapping import ImportMapping
from activate_va.importing.naming import embedding_for
from activate_va.importing.pictures import Frame
from activate_va.importing.records import Problem, Records
from activate_va.kinds.tables import row_of


@dataclass(frozen=True, eq=False)
class Earlier:
    """The dataset that grows. Its folder stays as it is, so that its sessions go on with it; what it grows into is a
    dataset of its own.

    What is added joins the pool, after the samples there, which keep their ids. The splits to validate and to test on
    stay as they are, and so do the classes. `digest`: the dataset's.
    """

    folder: Path
    digest: str

    @cached_property
    def about(self) -> About:
        return read_about(self.folder)

    @cached_property
    def table(self) -> Any:
        import pyarrow.parquet as pq

        return pq.read_table(self.folder / SAMPLES)

    @cached_property
    def ids(self) -> set[str] | None:
        """Of all its samples; None where they have none."""
        column = self.table.column("external_id")
        return None if column.null_count else set(column.to_pylist())

    @cached_property
    def numeric(self) -> dict[str, bool]:
        """The columns of a table's rows, and whether they hold numbers; none where samples are no rows."""
        if self.about.modality != "tabular":
            return {}
        rows = [row_of(item) for item in self.table.column("text").to_pylist()]
        return {name: any(isinstance(row.get(name), int | float) for row in rows) for name in rows[0]}

    @property
    def embeddings(self) -> list[str]:
        return [path.stem.partition(".")[0] for path in files_of(self.folder)]

    def frame(self, seen: Frame | None) -> Frame:
        """What added images are brought to. `seen`: what they would be brought to by themselves."""
        _, height, width, *colours = np.load(self.folder / PIXELS, mmap_mode="r", allow_pickle=False).shape
        frame = Frame(width, height, grey=not colours, same=True)
        return frame._replace(same=frame == seen and not (self.folder / ORIGINALS).exists())

    def fitted(self, mapping: ImportMapping) -> ImportMapping:
        """The mapping, for what joins the pool."""
        columns = tuple(self.numeric) or mapping.columns
        return mapping.model_copy(
            update={
                "columns": columns,
                "text": None if columns else mapping.text,
                "classes": self.about.classes,
                "split": None,
                "validation_share": 0.0,
                "test_share": 0.0,
            }
        )

    def notices(self, mapping: ImportMapping) -> list[str]:
        """What a person should know before."""
        came = {embedding_for(column) for column in mapping.embeddings}
        left = ", ".join(name for name in self.embeddings if name not in came)
        return [f"No vectors of {left} come with these samples: add that embedding again, for all."] if left else []

    def checked(self, records: Records, mapping: ImportMapping) -> Checked:
        """Under a fitted mapping. Samples that are there already, or of another class, are problems.

        Raises MappingWrong.
        """
        self._expect_alike(mapping)
        found = checked(records, mapping)
        wrong = dict(self._wrong(records, found))
        places = {name: place for place, name in enumerate(self.about.classes)}
        labels = [-1 if label < 0 else places.get(found.classes[label], -1) for label in found.labels]
        told = [Problem(records.places[found.kept[at]], detail) for at, detail in wrong.items()]
        good = np.array([at for at in range(len(found.kept)) if at not in wrong], np.int64)
        whole = replace(found, classes=self.about.classes, labels=np.array(labels, np.int64), drawn=False)
        return replace(whole.only(good), problems=[*found.problems, *told])

    def _expect_alike(self, mapping: ImportMapping) -> None:
        title = self.about.title
        if mapping.modality != self.about.modality:
            raise MappingWrong(
                f"{title} is of kind {self.about.modality}, and this would be {mapping.modality}",
                "choose the column that holds such samples, or import it as a dataset of its own",
            )
        if mapping.id is None and self.ids is not None:
            raise MappingWrong(f"{title} has ids, by which samples are told apart", "choose the column that holds them")
        if mapping.id is not None and self.ids is None:
            raise MappingWrong(f"{title} has no ids", "leave the column of ids open")

    def _wrong(self, records: Records, found: Checked) -> Iterator[tuple[int, str]]:
        """What is wrong with records, by their position among those that are kept."""
        there = self.ids or set()
        numbers = [name for name, is_number in self.numeric.items() if is_number]
        for at, (row, label) in enumerate(zip(found.kept, found.labels, strict=True)):
            name = found.classes[label] if label >= 0 else None
            strange = next((one for one in numbers if not is_number_or_absent(records.columns[one][row])), None)
            if name is not None and name not in self.about.classes:
                yield at, f"class {name!r} is none of the dataset's"
            elif found.ids is not None and found.ids[at] in there:
                yield at, f"id {found.ids[at]!r} is there already"
            elif strange is not None:
                yield at, f"{strange} holds numbers, and here {records.columns[strange][row]!r}"
