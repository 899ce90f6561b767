"""A stranger at every port that the server opens: HTTP without a token, Dask without certificates, and plain bytes.

Run from the repository's root: `python -m tests.faults.strangers`
"""

from __future__ import annotations

import asyncio
from typing import Any, NamedTuple

import httpx2
import psutil
from distributed.core import rpc

from activate_va.jobs.embedded import security_of_our_own

from ..own_loop import run as run_alone
from ..server_process import ServerProcess
from .served import folder_with_digits

SECONDS = 3
BYTES = b"\0" * 64 + b"run\r\n\r\n"


class Port(NamedTuple):
    """Where a process of the server's listens."""

    process: str
    host: str
    port: int


class Visit(NamedTuple):
    """What a stranger got at a port, in words; `let_in` is what he should not have got."""

    port: Port
    what: str
    answer: str
    let_in: bool


def ports(server: ServerProcess) -> list[Port]:
    """All that the server's process and its children listen at."""
    return [
        Port("server" if process.pid == server.process.pid else "worker", *connection.laddr)
        for process in server.tree()
        for connection in process.net_connections("tcp")
        if connection.status == psutil.CONN_LISTEN
    ]


def visits(ports: list[Port]) -> list[Visit]:
    """All that a stranger tries, at all ports at the same time."""
    return run_alone(_visits(ports))


async def _visits(ports: list[Port]) -> list[Visit]:
    tries = {
        "HTTP without a token": _http,
        "Dask without certificates": _dask,
        "Dask with other certificates": _dask_with_other_certificates,
        "plain bytes": _bytes,
    }
    made = [(port, what) for port in ports for what in tries]
    answers = await asyncio.gather(*(tries[what](port) for port, what in made))
    return [Visit(port, what, *answer) for (port, what), answer in zip(made, answers, strict=True)]


async def _http(port: Port) -> tuple[str, bool]:
    """Sessions are what a stranger would read; the answer without them is the one of who has no token."""
    async with httpx2.AsyncClient(timeout=SECONDS) as client:
        try:
            answer = await client.get(f"http://{port.host}:{port.port}/api/sessions")
        except httpx2.TransportError as error:
            return type(error).__name__, False
    return f"status {answer.status_code}", answer.status_code != 401


async def _dask(port: Port, **options: Any) -> tuple[str, bool]:
    """Who is told the name of a scheduler, nanny or worker may have it run code, too."""
    scheme = "tls" if options else "tcp"
    try:
        async with asyncio.timeout(SECONDS), rpc(f"{scheme}://{port.host}:{port.port}", **options) as server:
            await server.identity()
    except (OSError, TimeoutError) as error:
        return type(error).__name__, False
    return "told who it is", True


async def _dask_with_other_certificates(port: Port) -> tuple[str, bool]:
    return await _dask(port, connection_args=security_of_our_own().get_connection_args("client"))


async def _bytes(port: Port) -> tuple[str, bool]:
    """Refused is who gets nothing, a TLS alert, or an HTTP error."""
    reader, writer = await asyncio.open_connection(port.host, port.port)
    try:
        async with asyncio.timeout(SECONDS):
            writer.write(BYTES)
            answer = await reader.read(1000)
    except (ConnectionError, TimeoutError) as error:
        return type(error).__name__, False
    finally:
        writer.close()
    refused = not answer or answer.startswith((b"\x15\x03", b"HTTP/1.1 400"))
    return repr(answer[:24]), not refused


def main() -> None:
    with folder_with_digits() as (folder, digits), ServerProcess(folder / "data", "--dataset", str(digits)) as server:
        print(f"{'process':8} {'port':>21}  {'what a stranger tries':32} let in  answer")
        for v in visits(ports(server)):
            place = f"{v.port.host}:{v.port.port}"
            print(f"{v.port.process:8} {place:>21}  {v.what:32} {'YES' if v.let_in else 'no':6}  {v.answer}")


if __name__ == "__main__":
    main()
