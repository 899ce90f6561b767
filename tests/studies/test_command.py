"""`activate-va study` from the outside: run, report, and what is refused."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from ..test_cli import _refused, activate_va
from .conftest import DesignFile

INTERRUPTIBLE = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
from activate_va.cli import main
main()
"""
"""Shells start what goes to the background deaf to Ctrl-C, the whole test run it may be among."""


def test_a_study_is_run_reported_and_not_run_again(design_file: DesignFile, tmp_path: Path) -> None:
    path, out = design_file(policies=["DS", "user"], rounds=1, samples_per_round=4), tmp_path / "out"
    first = activate_va("study", "run", path, "--out", out)
    assert first.returncode == 0, first.stderr
    assert "sessions run: 2; finished before: 0;" in first.stderr
    assert "without the policy `random`, nothing is compared with random selection" in first.stderr
    assert "sessions run: 0; finished before: 2;" in activate_va("study", "run", path, "--out", out).stderr
    reported = activate_va("study", "report", out)
    assert reported.returncode == 0, reported.stderr
    assert '"title":"small"' in (out / "report.html").read_text(encoding="utf-8")
    changed = design_file(policies=["DS", "RS"], rounds=1, samples_per_round=4)
    _refused(activate_va("study", "run", changed, "--out", out), "FolderOfAnotherStudy", "policies")


def test_an_interrupted_run_says_so_and_goes_on(design_file: DesignFile, tmp_path: Path) -> None:
    out = tmp_path / "out"
    arguments = ["study", "run", str(design_file(policies=["RS", "LCRS"], seeds=20)), "--out", str(out)]
    command = [sys.executable, "-c", INTERRUPTIBLE, *arguments]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True) as running:
        while not list(out.glob("trials/*.json")):
            assert running.poll() is None
            time.sleep(0.05)
        os.killpg(running.pid, signal.SIGINT)
        _, told = running.communicate(timeout=60)
    assert running.returncode == 130, told
    assert "Traceback" not in told
    assert "the same command goes on from there" in told
    finished = len(list(out.glob("trials/*.json")))
    again = activate_va(*arguments[:3], "--seeds", 1, "--out", out)
    assert "nothing is compared with random selection" not in again.stderr
    assert f"sessions run: {max(0, 2 - finished)};" in again.stderr


def test_a_mistake_in_the_file_is_told_in_two_lines(design_file: DesignFile, tmp_path: Path) -> None:
    answer = activate_va("study", "run", design_file(policies=["LRCS"]), "--out", tmp_path / "out")
    _refused(answer, "InvalidDesign", "small.yaml, line", "'LCRS'")
    assert not (tmp_path / "out").exists()


def test_a_report_of_nothing_is_refused(tmp_path: Path) -> None:
    _refused(activate_va("study", "report", tmp_path), "NoStudyHere", str(tmp_path))
