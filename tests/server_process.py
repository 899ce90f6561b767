"""A real server in a process of its own, as a person would start it; can be killed and started again."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import threading
from pathlib import Path

import psutil


class ServerProcess:
    """`activate-va serve` on a free port, or on the same port again; as a context, stopped at its end."""

    def __init__(self, data_dir: Path, *arguments: str) -> None:
        self.data_dir = data_dir
        self.arguments = arguments
        self.port = 0
        self.output: list[str] = []

    def __enter__(self) -> ServerProcess:
        return self.start()

    def __exit__(self, *error: object) -> None:
        if self.process.poll() is None:
            self.stop()

    def start(self) -> ServerProcess:
        command = [sys.executable, "-c", "from activate_va.cli import main; main()", "serve", "--no-browser"]
        command += ["--data-dir", str(self.data_dir), "--port", str(self.port), *self.arguments]
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
        )
        self.url = self._printed_url()
        self.port = int(re.findall(r":(\d+)/", self.url)[0])
        self._reader = threading.Thread(target=self._collect, daemon=True)
        self._reader.start()
        return self

    def kill(self) -> None:
        """As a power cut would end it: no chance to tidy up."""
        self.process.kill()
        self._ended(10)

    def stop(self) -> int:
        """As Ctrl+C would end it; returns the exit status."""
        self.process.send_signal(signal.SIGINT)
        return self._ended(30)

    def terminate(self) -> int:
        """As a service manager or a container would end it; returns the exit status."""
        self.process.send_signal(signal.SIGTERM)
        return self._ended(30)

    def tree(self) -> list[psutil.Process]:
        """The server's process and all that it started."""
        server = psutil.Process(self.process.pid)
        return [server, *server.children(recursive=True)]

    def _ended(self, seconds: float) -> int:
        status = self.process.wait(seconds)
        self._reader.join(seconds)
        assert self.process.stdout is not None
        self.process.stdout.close()
        return status

    def _printed_url(self) -> str:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.output.append(line)
            if found := re.search(r"http://\S+", line):
                return found[0]
            if found := re.search(r'"port": (\d+)', line):  # Where the log is JSON, it holds no token.
                return f"http://127.0.0.1:{found[1]}/"
        self.process.wait(30)  # It has said all that it had to say.
        self.process.stdout.close()
        raise RuntimeError("the server did not start:\n" + "".join(self.output))

    def _collect(self) -> None:
        assert self.process.stdout is not None
        self.output += list(self.process.stdout)
