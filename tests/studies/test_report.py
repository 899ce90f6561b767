"""The report holds what the tables say, on a page that stands by itself."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import pytest

from activate_va.studies.errors import ReportNotBuilt
from activate_va.studies.report import StudyReport, report_of
from activate_va.studies.report.page import page, policy
from activate_va.studies.report.tables import Tables

from .synthetic import manifest, round_rows, tables

SCRIPT = "draw(document)"
ROOM = '<script type="application/json" id="report">\n  null\n</script>'


@pytest.fixture
def template(tmp_path: Path) -> Path:
    path = tmp_path / "report.html"
    path.write_text(f'<html>{ROOM}<script type="module">{SCRIPT}</script></html>', encoding="utf-8")
    return path


def test_a_report_is_all_that_its_page_draws(template: Path) -> None:
    report = report_of(tables())
    text = page(report, template)
    (data,) = re.findall(r'<script type="application/json" id="report">(.*?)</script>', text, re.DOTALL)
    assert StudyReport.model_validate_json(data) == report
    assert json.loads(data)["summary"]["sessions"] == 4


def test_no_name_opens_or_closes_a_tag(template: Path) -> None:
    rows = round_rows()
    titled = manifest(rows) | {"title": "</script><script>alert(1)</script><!--"}
    text = page(report_of(Tables(titled, {"rounds": rows})), template)
    assert text.count("<script") == text.count("</script>") == 2
    assert "<!--" not in text


def test_the_page_may_run_its_own_script_and_no_other(template: Path) -> None:
    digest = b64encode(sha256(SCRIPT.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in policy(template)


def test_a_page_that_is_not_built_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReportNotBuilt, match=r"report\.html"):
        page(report_of(tables()), tmp_path / "report.html")
    (tmp_path / "other.html").write_text("<html></html>", encoding="utf-8")
    with pytest.raises(ReportNotBuilt, match="no place for the data"):
        policy(tmp_path / "other.html")


def test_an_unfinished_study_says_so() -> None:
    rows = round_rows(seeds=3, policies=("RS", "ECRS", "user"))
    kept = [row for row in rows if (row["policy"], row["seed"]) != ("user", 1)]
    report = report_of(Tables(manifest(rows), {"rounds": kept}))
    assert (report.protocol.finished, report.protocol.planned) == (8, 9)
    assert "8 finished of 9" in [fact.text for fact in report.protocol.facts]
    assert {test.comparison.left_out for test in report.summary.tests if test.compared == "policy"} == {1}


def test_nothing_is_said_of_what_is_not_there() -> None:
    report = report_of(Tables(manifest(round_rows()), {}))
    assert (report.summary.rows, report.summary.paper, report.projections) == ((), (), None)
    assert report.protocol.finished == 0


def test_policies_are_parted_by_who_selects() -> None:
    report = report_of(tables(policies=("RS", "user", "collaborative", "a pattern of its own")))
    assert report.kinds == {
        "RS": "machine",
        "user": "user",
        "collaborative": "turns",
        "a pattern of its own": "turns",
    }


def test_names_are_explained_as_far_as_they_are_known() -> None:
    parts = {part.title: [entry.term for entry in part.entries] for part in report_of(tables()).glossary}
    assert parts["Selection"] == ["RS", "ECRS"]
    assert parts["Training"] == ["SIL", "CBA"]
