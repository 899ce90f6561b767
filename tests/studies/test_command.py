"""`activate-va study` from the outside: run, report, and what is refused."""

from __future__ import annotations

from pathlib import Path

from ..test_cli import _refused, activate_va
from .conftest import DesignFile


def test_a_study_is_run_reported_and_not_run_again(design_file: DesignFile, tmp_path: Path) -> None:
    path, out = design_file(policies=["RS"], rounds=1, samples_per_round=10), tmp_path / "out"
    first = activate_va("study", "run", path, "--out", out)
    assert first.returncode == 0, first.stderr
    assert "1 sessions run, 0 were finished before" in first.stderr
    assert "0 sessions run, 1 were finished before" in activate_va("study", "run", path, "--out", out).stderr
    reported = activate_va("study", "report", out)
    assert reported.returncode == 0, reported.stderr
    assert "Learning curves" in (out / "report.html").read_text(encoding="utf-8")
    changed = design_file(policies=["RS", "DS"], rounds=1, samples_per_round=10)
    _refused(activate_va("study", "run", changed, "--out", out), "FolderOfAnotherStudy", "policies")


def test_a_mistake_in_the_file_is_told_in_two_lines(design_file: DesignFile, tmp_path: Path) -> None:
    answer = activate_va("study", "run", design_file(policies=["LRCS"]), "--out", tmp_path / "out")
    _refused(answer, "InvalidDesign", "small.yaml, line", "'LCRS'")
    assert not (tmp_path / "out").exists()


def test_a_report_of_nothing_is_refused(tmp_path: Path) -> None:
    _refused(activate_va("study", "report", tmp_path), "NoStudyHere", str(tmp_path))
