"""How long the server takes to say that it is well while strangers hold it up: `python tests/load/half_sent.py`.

Starts a server of its own on loopback, opens listeners to a session and requests that never end, and asks
for `/api/health` on a new connection ten times a second. The first time, the server still has to accept
those thousands and to refuse those that show no token. Stops by itself. With `--caddy`, all of them reach it
through a Caddy with no settings but `reverse_proxy`.
"""

from __future__ import annotations

import argparse
import http.client
import socket
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path

import httpx2
from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.load.caddy import through_caddy
from tests.server_process import ServerProcess

from activate_va.api.open_files import room_for

HEAD = b"GET /api/sessions HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Half: "
BODY = b"POST /api/sessions HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n\r\n{"
KINDS = {"nothing": b"", "half a head": HEAD, "half a body, without a token": BODY}
PAUSE = 0.1


@contextmanager
def half_sent(port: int, count: int, kinds: tuple[bytes, ...] = tuple(KINDS.values())) -> Iterator[list[socket.socket]]:
    """So many connections, each with a beginning of a request, of one kind after the other."""
    sockets: list[socket.socket] = []
    try:
        for number in range(count):
            sockets.append(socket.create_connection(("127.0.0.1", port), timeout=30))
            with suppress(ConnectionError):  # It may be closed already, to make room.
                sockets[-1].sendall(kinds[number % len(kinds)])
        yield sockets
    finally:
        for one in sockets:
            one.close()


@contextmanager
def listening(port: int, path: str, token: str, count: int) -> Iterator[list[socket.socket]]:
    """So many browsers that listen to a session."""
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n\r\n".encode()
    with half_sent(port, count, (request,)) as sockets:
        for one in sockets:
            answer = one.recv(200)
            if not answer.startswith(b"HTTP/1.1 200"):
                raise RuntimeError(f"a listener was not let in: {answer!r}")
        yield sockets


def is_closed(one: socket.socket) -> bool:
    """Whether the server has closed it, whatever it said before."""
    one.setblocking(False)
    try:
        while one.recv(65536):
            pass
    except BlockingIOError:
        return False
    except ConnectionError:
        return True
    return True


def health_seconds(port: int) -> float:
    """How long a newcomer waits for `/api/health`."""
    began = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", "/api/health")
    status = connection.getresponse().status
    connection.close()
    if status != 200:
        raise RuntimeError(f"/api/health answered {status}")
    return time.perf_counter() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--half-sent", type=int, default=1500, help="requests that never end (default: 1500)")
    parser.add_argument("--listeners", type=int, default=300, help="browsers that listen (default: 300)")
    parser.add_argument("--seconds", type=float, default=15, help="how long to ask while they stand (default: 15)")
    parser.add_argument("--caddy", action="store_true", help="put a Caddy in front, from the PATH")
    given = parser.parse_args()
    room_for(given.half_sent + given.listeners)
    with (
        tempfile.TemporaryDirectory() as folder,
        ServerProcess(Path(folder)) as server,
        through_caddy(server.port) if given.caddy else nullcontext(server.port) as port,
    ):
        _show(_measured(server, port, given))


def _measured(
    server: ServerProcess, port: int, given: argparse.Namespace
) -> Iterator[tuple[str, list[float], int, int]]:
    """What stood, how long health took each time, and how many listeners and half-sent requests were left."""
    token = server.url.partition("?token=")[2]
    with httpx2.Client(
        base_url=server.url.partition("?")[0], headers={"Authorization": f"Bearer {token}"}, timeout=60
    ) as client:
        session = client.post("/api/sessions", json={"dataset": "mnist"}).raise_for_status().json()["session_id"]
    yield "alone", _asked(port, 3), 0, 0
    with listening(port, f"/api/sessions/{session}/stream", token, given.listeners) as listeners:
        yield "listeners", _asked(port, 3), len(listeners), 0
        with half_sent(port, given.half_sent) as crowd:
            yield "both, just opened", [health_seconds(port)], len(listeners), len(crowd)
            times = _asked(port, given.seconds)
            yield "both, standing", times, _left(listeners), _left(crowd)


def _asked(port: int, seconds: float) -> list[float]:
    times = []
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        times.append(health_seconds(port))
        time.sleep(PAUSE)
    return times


def _left(sockets: list[socket.socket]) -> int:
    return sum(not is_closed(one) for one in sockets)


def _show(rows: Iterator[tuple[str, list[float], int, int]]) -> None:
    table = Table("with", "asked", "median ms", "slowest ms", "listeners left", "half-sent left")
    for name, times, listeners, crowd in rows:
        figures = (f"{1000 * statistics.median(times):.1f}", f"{1000 * max(times):.1f}")
        table.add_row(name, str(len(times)), *figures, str(listeners), str(crowd))
    Console().print(table)


if __name__ == "__main__":
    main()
