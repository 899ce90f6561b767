"""A PostgreSQL server of the tests' own, in a folder that goes with it; can be stopped at once and started again."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import uuid
from pathlib import Path

import psycopg

SECONDS_TO_START = 60
SETTINGS = ("fsync=off", "full_page_writes=off", "max_connections=200", "unix_socket_directories=")
"""A test's data need not outlive the machine; what is killed is the server, and what it wrote is with the kernel."""


def programs() -> Path | None:
    """The folder of `initdb` and `postgres`; None where there are none."""
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((folder for folder in folders if (folder / "postgres").exists()), None)


class PostgresServer:
    """Started when entered, on a free port that it keeps; `postgres` does not run as root, so root hands it on."""

    def __init__(self, binaries: Path) -> None:
        self.binaries = binaries
        self.folder = Path(tempfile.mkdtemp(prefix="postgres-"))
        self.user = "postgres" if os.geteuid() == 0 else None
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port: int = free.getsockname()[1]

    def __enter__(self) -> PostgresServer:
        if self.user:
            os.chown(self.folder, pwd.getpwnam(self.user).pw_uid, -1)
        self._run("initdb", "--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C", "--no-sync")
        return self.start()

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.stop_at_once()
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self) -> PostgresServer:
        options = [part for setting in SETTINGS for part in ("-c", setting)]
        command = [self.binaries / "postgres", "-D", self.folder / "data", "-p", str(self.port), *options]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(command, cwd="/", user=self.user, stdout=log, stderr=log)
        self._wait()
        return self

    def stop_at_once(self) -> None:
        """As `pg_ctl stop -m immediate`: connections are cut, nothing is written first."""
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait(30)

    def new_database(self) -> str:
        """An empty database; its SQLAlchemy URL."""
        name = f"test_{uuid.uuid4().hex}"
        with self._connected() as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        return f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/{name}"

    def cut_off(self, application: str) -> int:
        """End the connections of that `application_name`, and wait until they are gone; how many there were."""
        end = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = %s"
        with self._connected() as connection:
            return len(connection.execute(end, (application,)).fetchall())

    def _connected(self) -> psycopg.Connection:
        return psycopg.connect(host="127.0.0.1", port=self.port, user="postgres", dbname="postgres", autocommit=True)

    def _run(self, program: str, *options: str) -> None:
        command = [self.binaries / program, "-D", self.folder / "data", *options]
        subprocess.run(command, cwd="/", user=self.user, check=True, capture_output=True)

    def _wait(self) -> None:
        until = time.monotonic() + SECONDS_TO_START
        while True:
            try:
                self._connected().close()
                return
            except psycopg.OperationalError:
                if self.process.poll() is not None or time.monotonic() > until:
                    raise RuntimeError((self.folder / "log").read_text(encoding="utf-8")) from None
                time.sleep(0.05)
