"""A real server on the small digits, and somebody who labels on it over HTTP."""

from __future__ import annotations

import secrets
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import httpx2
import numpy as np
import psutil

from activate_va.datasets import open_dataset

from ..api.conftest import Labeller
from ..server_process import ServerProcess

TRAIN, TEST = 2_400, 500


def write_digits(folder: Path) -> Path:
    """2,400 training and 500 test images of MNIST as an .npz, for scripts; tests have it from a fixture."""
    mnist = open_dataset("mnist")
    path = folder / "digits.npz"
    assert mnist.pool.labels is not None
    train, test = (mnist.pool.items[:TRAIN], mnist.pool.labels[:TRAIN]), (mnist.test.items, mnist.test.labels)
    np.savez(path, x_train=train[0], y_train=train[1], x_test=test[0][:TEST], y_test=test[1][:TEST])
    return path


@contextmanager
def folder_with_digits() -> Iterator[tuple[Path, Path]]:
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder), write_digits(Path(folder))


class Served:
    """A server in a process of its own, and clients of it."""

    def __init__(self, data_dir: Path, digits: Path, *arguments: str) -> None:
        self.data_dir = data_dir
        self.process = ServerProcess(data_dir, "--no-auth", "--dataset", str(digits), *arguments)
        labels = open_dataset(str(digits)).pool.labels
        assert labels is not None
        self.truth = [int(label) for label in labels]

    def __enter__(self) -> Served:
        self.process.start()
        self.http = httpx2.Client(base_url=self.process.url, timeout=60)
        return self

    def __exit__(self, *error: object) -> None:
        self.http.close()
        self.process.__exit__(*error)

    def again(self) -> None:
        """Start a server that has ended, in the same folder and on the same port."""
        self.process.start()

    def labeller(self, **config: Any) -> Labeller:
        return Labeller(self.http, self.truth, **config)  # type: ignore[arg-type]

    def workers(self) -> list[int]:
        """The ids of the worker processes; there are none while those that were lost are started again."""
        return [process.pid for process in self.process.tree()[1:] if is_worker(_command(process))]


def _command(process: psutil.Process) -> list[str]:
    """Empty where the process has ended meanwhile."""
    try:
        return process.cmdline()
    except psutil.NoSuchProcess:
        return []


def is_worker(command: list[str]) -> bool:
    return any("spawn_main" in word for word in command)


def kept_events(data_dir: Path) -> list[tuple[str, str]]:
    """Kind and payload of each event in the database file, opened alone: no write-ahead log is read."""
    path = data_dir / "activate-va.sqlite3"
    copy = data_dir / f"copy-{secrets.token_hex(4)}.sqlite3"
    copy.write_bytes(path.read_bytes())
    with closing(sqlite3.connect(copy)) as connection:
        return list(connection.execute("SELECT kind, payload FROM events ORDER BY session_id, seq"))
