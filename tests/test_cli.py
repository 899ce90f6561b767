"""What goes wrong at the start is told in two lines, without a traceback, and ends with status 1."""

from __future__ import annotations

import resource
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from .server_process import ServerProcess


def activate_va(
    *arguments: object, largest_file: int | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own; `largest_file` bytes is where its disk is full."""

    def limit() -> None:
        if largest_file is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))

    command = [sys.executable, "-c", "from activate_va.cli import main; main()", *map(str, arguments)]
    return subprocess.run(
        command, capture_output=True, text=True, timeout=120, env={**_clean(), **environment}, preexec_fn=limit
    )


def _clean() -> dict[str, str]:
    import os

    return {name: value for name, value in os.environ.items() if not name.startswith("ACTIVATE_VA_")}


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        yield taken.getsockname()[1]


def test_names_with_brackets_are_told_as_they_are(tmp_path: Path) -> None:
    folder = tmp_path / "data [old] [" / "old]"
    _refused(activate_va("study", "report", folder), "NoStudyHere", str(folder))


def _refused(answer: subprocess.CompletedProcess[str], error: str, *words: str) -> None:
    assert answer.returncode == 1
    assert "Traceback" not in answer.stderr
    assert answer.stderr.startswith(f"{error}: ")
    assert all(word in answer.stderr for word in words), answer.stderr


def test_a_dataset_that_is_not_there(tmp_path: Path) -> None:
    answer = activate_va("serve", "--dataset", tmp_path / "none.npz", "--data-dir", tmp_path)
    _refused(answer, "DatasetNotFound", "none.npz", "mnist")


def test_a_damaged_dataset_names_file_and_reason(tmp_path: Path) -> None:
    path = tmp_path / "short.npz"
    images = np.zeros((5, 4, 4), np.uint8)
    np.savez(path, x_train=images, y_train=np.zeros(4, np.int64), x_test=images, y_test=np.zeros(5, np.int64))
    _refused(activate_va("serve", "--dataset", path, "--data-dir", tmp_path), "LengthMismatch", "short.npz", "5", "4")


def test_a_port_that_is_taken(tmp_path: Path, taken_port: int) -> None:
    _refused(activate_va("serve", "--port", taken_port, "--data-dir", tmp_path), "PortTaken", str(taken_port))


def test_a_folder_that_cannot_be_written() -> None:
    _refused(activate_va("serve", "--port", 0, "--data-dir", "/proc/none"), "DataDirUnusable", "/proc/none")


def test_a_token_that_is_too_short(tmp_path: Path) -> None:
    answer = activate_va("serve", "--port", 0, "--data-dir", tmp_path, ACTIVATE_VA_TOKEN="short")  # noqa: S106
    _refused(answer, "InvalidSettings", "token")


def test_a_database_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "activate-va.sqlite3").write_text("no database\n" * 100, encoding="utf-8")
    _refused(activate_va("serve", "--port", 0, "--data-dir", tmp_path), "DatabaseDamaged", "activate-va.sqlite3")


def test_a_disk_without_room_for_a_database(tmp_path: Path) -> None:
    answer = activate_va("serve", "--port", 0, "--data-dir", tmp_path, largest_file=2_000)
    _refused(answer, "DatabaseUnusable", "activate-va.sqlite3")


def test_a_scheduler_that_strangers_could_use(tmp_path: Path) -> None:
    answer = activate_va("serve", "--port", 0, "--data-dir", tmp_path, "--scheduler", "tcp://10.0.0.5:8786")
    _refused(answer, "SchedulerUnprotected", "tcp://10.0.0.5:8786", "ACTIVATE_VA_SCHEDULER_CA")


def test_a_folder_that_another_server_uses(tmp_path: Path) -> None:
    with ServerProcess(tmp_path, "--no-auth"):
        _refused(activate_va("serve", "--port", 0, "--data-dir", tmp_path), "DataDirInUse", str(tmp_path))


def test_a_projection_is_kept_where_the_server_finds_it(tmp_path: Path, digits_path: Path) -> None:
    answer = activate_va("project", digits_path, "pca", "--data-dir", tmp_path)
    assert answer.returncode == 0, answer.stderr
    assert [np.load(path).shape for path in (tmp_path / "projections").glob("*.npy")] == [(2_200, 2)]


def test_an_unknown_projection_names_the_nearest(digits_path: Path) -> None:
    _refused(activate_va("project", digits_path, "unap"), "UnknownName", "did you mean 'umap'")


def test_accounts_are_made_listed_and_revoked(tmp_path: Path) -> None:
    folder = tmp_path / "data"

    def accounts(*arguments: str) -> str:
        answer = activate_va(
            "accounts",
            *arguments,
            "--data-dir",
            folder,
            ACTIVATE_VA_NEW_PASSWORD="a sentence as a password",  # noqa: S106
        )
        assert answer.returncode == 0, answer.stderr
        return answer.stdout

    accounts("add", "ada", "--administrator")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700  # Also where nobody has started a server yet.
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in folder.iterdir())
    accounts("add", "grace")
    assert accounts("invite", "linus", "--address", "https://lab.example/").startswith(
        "https://lab.example/invitation#"
    )
    accounts("revoke", "grace")
    listed = [line.split("\t") for line in accounts("list").splitlines()]
    assert [(one[0], one[2:]) for one in listed] == [("ada", ["administrator"]), ("grace", ["kept out"])]
    _refused(activate_va("accounts", "revoke", "ada", "--data-dir", folder), "LastAdministrator", "ada")
    _refused(activate_va("accounts", "revoke", "nobody", "--data-dir", folder), "AnnotatorNotFound", "nobody")


def test_people_are_added_beside_a_server_that_others_vouch_for(tmp_path: Path) -> None:
    """What says how people come in stands in the environment of all commands."""
    provider = {"ACTIVATE_VA_OIDC_ISSUER": "https://id.example", "ACTIVATE_VA_OIDC_CLIENT_ID": "us"}
    proxy = {"ACTIVATE_VA_TRUSTED_HEADER": "X-User", "ACTIVATE_VA_TRUSTED_PROXIES": "127.0.0.1"}
    command = ("accounts", "add", "ada", "--subject", "24400320", "--data-dir", tmp_path)
    for arguments in (command, ("accounts", "list", "--data-dir", tmp_path), ("verify", "--data-dir", tmp_path)):
        answer = activate_va(*arguments, **provider, **proxy)
        assert answer.returncode == 0, answer.stderr
