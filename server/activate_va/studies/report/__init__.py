"""The report of a study: tables and learning curves on one page that stands by itself."""

from __future__ import annotations

from pathlib import Path

from activate_va.studies.folder import StudyFolder
from activate_va.studies.report.page import POLICY, page
from activate_va.studies.report.tables import Tables

__all__ = ["POLICY", "REPORT", "write_report"]

REPORT = "report.html"


def write_report(path: Path) -> Path:
    """Write the report of the study in the folder `path`, and say where. Raises NoStudyHere, NothingFinished."""
    StudyFolder(path).write(REPORT, page(Tables.of(path)).encode())
    return path / REPORT
