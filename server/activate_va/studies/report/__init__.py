"""The report of a study: tables and learning curves on one page that stands by itself."""

from __future__ import annotations

from pathlib import Path

from activate_va.studies.folder import StudyFolder
from activate_va.studies.report.page import page
from activate_va.studies.report.summary import compare
from activate_va.studies.tables import read_table

REPORT = "report.html"


def write_report(path: Path) -> Path:
    """Write the report of the study in the folder `path`, and say where. Raises NoStudyHere, NothingFinished."""
    folder = StudyFolder(path)
    folder.write(REPORT, page(folder.manifest(), compare(read_table(path, "rounds"))).encode())
    return path / REPORT
