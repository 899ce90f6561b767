"""A disk that takes no more: a clear error, and what was finished stays."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

from activate_va.studies.tables import read_table

from ..test_cli import activate_va
from .conftest import DesignFile

ENOUGH_FOR_A_SESSION = 1_000_000
"""Bytes that a file may have: enough for the log of some sessions, not of all."""


def limited(*arguments: object) -> subprocess.CompletedProcess[str]:
    """The command in a process, and its workers, whose files may grow no further."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (ENOUGH_FOR_A_SESSION, ENOUGH_FOR_A_SESSION))

    command = [sys.executable, "-c", "from activate_va.cli import main; main()", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=240, preexec_fn=limit)


def test_a_disk_that_is_full_in_mid_study_ends_it_and_keeps_what_was_finished(
    design_file: DesignFile, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    path = design_file(policies=["RS"], labellers=["oracle"], training_schemes=["SIL"], seeds=12)
    answer = limited("study", "run", path, "--out", out)
    assert answer.returncode == 1
    assert "FolderUnusable: cannot write" in answer.stderr
    assert "Traceback" not in answer.stderr
    finished = len(list(out.glob("trials/*.json")))
    assert 1 <= finished < 12
    assert len({row["seed"] for row in read_table(out, "rounds")}) == finished
    again = activate_va("study", "run", path, "--out", out, "--seeds", finished)
    assert f"sessions run: 0; finished before: {finished};" in again.stderr
