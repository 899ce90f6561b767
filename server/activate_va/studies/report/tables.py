"""A study as it is stored, to be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from activate_va.analysis.runs import Row
from activate_va.analysis.summary import StudySummary, summarise
from activate_va.studies.errors import NothingFinished
from activate_va.studies.folder import StudyFolder
from activate_va.studies.tables import TABLES, read_table


@dataclass(frozen=True)
class Tables:
    """The study's manifest, its tables by name, and the folder that it lies in."""

    manifest: dict[str, Any]
    stored: Mapping[str, list[Row]]
    folder: Path = Path()

    @classmethod
    def of(cls, path: Path) -> Tables:
        """What lies in the folder of a study. Raises NoStudyHere, NothingFinished."""
        manifest = StudyFolder(path).manifest()
        stored = {name: _rows(path, name) for name in TABLES}
        if not any(stored.values()):
            raise NothingFinished(f"no session of the study in {path} has ended")
        return cls(manifest, stored, path)

    def rows(self, name: str) -> list[Row]:
        """The rows of a table; none where the study has no such table."""
        return self.stored.get(name, [])

    @property
    def design(self) -> dict[str, Any]:
        design: dict[str, Any] = self.manifest["design"]
        return design

    @cached_property
    def summary(self) -> StudySummary:
        return summarise(self.rows("rounds"), self.rows("times"), self.rows("labels"), self.design.get("epochs"))


def _rows(path: Path, table: str) -> list[Row]:
    try:
        return read_table(path, table)
    except NothingFinished:
        return []
