"""The report of a study: tables, learning curves and tests on one page that stands by itself."""

from __future__ import annotations

from pathlib import Path

from activate_va.studies.folder import StudyFolder
from activate_va.studies.report.document import StudyReport, report_of
from activate_va.studies.report.page import page, policy
from activate_va.studies.report.tables import Tables

__all__ = ["REPORT", "StudyReport", "policy", "report_of", "write_report"]

REPORT = "report.html"


def write_report(path: Path) -> Path:
    """Write the report of the study in the folder `path`, and say where.

    Raises NoStudyHere, NothingFinished, ReportNotBuilt.
    """
    StudyFolder(path).write(REPORT, page(report_of(Tables.of(path))).encode())
    return path / REPORT
