"""A Caddy in front of a server, from the PATH."""

from __future__ import annotations

import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

SETTINGS = """
{{
    admin off
    auto_https off
}}
http://127.0.0.1:{front} {{
    reverse_proxy 127.0.0.1:{port}
}}
"""
PATIENCE_SECONDS = 30.0
PAUSE_SECONDS = 0.1


@contextmanager
def through_caddy(port: int) -> Iterator[int]:
    """The port of a Caddy that hands on everything to the port given. Raises TimeoutError where it does not start."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        front = free.getsockname()[1]
    command = ["caddy", "run", "--adapter", "caddyfile", "--config", "-"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as caddy:
        try:
            assert caddy.stdin is not None
            caddy.stdin.write(SETTINGS.format(front=front, port=port))
            caddy.stdin.close()
            _wait_for(front)
            yield front
        finally:
            caddy.terminate()


def _wait_for(port: int) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        with suppress(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port)):
            return
        time.sleep(PAUSE_SECONDS)
    raise TimeoutError(f"Caddy did not listen on port {port} within {PATIENCE_SECONDS:.0f} s")
