"""Strangers that hold connections keep nobody out: what is slow to arrive is closed, the oldest first."""

from __future__ import annotations

import http.client
import json
import select
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx2
import pytest
import uvicorn

from activate_va.api import connections
from activate_va.api.app import create_app
from activate_va.api.server import configured, listen
from activate_va.settings import Settings

from ..load.half_sent import BODY, HEAD, half_sent, health_seconds, is_closed, listening
from ..server_process import ServerProcess

TOKEN = "a-token-of-good-length"  # noqa: S105
KNOWN = {"Authorization": f"Bearer {TOKEN}"}
BEARER = f"Authorization: Bearer {TOKEN}\r\n".encode()
WHOLE = b"GET /api/health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
MNIST = {"dataset": "mnist"}
LONG = 600
"""Seconds that no test lasts."""


@contextmanager
def serving(**given: Any) -> Iterator[int]:
    """The application without its services, as the server would serve it; the port that it listens on."""
    settings = Settings(token=TOKEN, **given)
    server = uvicorn.Server(configured(settings, create_app(settings)))
    with listen("127.0.0.1", 0) as listener, ThreadPoolExecutor(1) as threads:
        running = threads.submit(server.run, [listener])
        try:
            yield listener.getsockname()[1]
        finally:
            server.should_exit = True
            running.result(20)


@pytest.fixture(scope="module")
def impatient() -> Iterator[int]:
    with serving(head_seconds=1, body_seconds=1) as port:
        yield port


@pytest.fixture(scope="module")
def crowded() -> Iterator[int]:
    """Waits long, but for few."""
    with serving(head_seconds=LONG, body_seconds=LONG, max_waiting_connections=20, max_connections=60) as port:
        yield port


def _received(one: socket.socket) -> bytes:
    """All that the server says until it closes the connection; TimeoutError where it does not."""
    one.settimeout(20)
    answer = b""
    with suppress(ConnectionResetError):
        while part := one.recv(65536):
            answer += part
    return answer


def _open(port: int, beginning: bytes) -> socket.socket:
    one = socket.create_connection(("127.0.0.1", port), timeout=20)
    one.sendall(beginning)
    return one


def _told(answer: bytes) -> tuple[int, str]:
    head, _, body = answer.partition(b"\r\n\r\n")
    assert set(json.loads(body)) == {"error", "detail", "hint"}
    return int(head.split()[1]), json.loads(body)["error"]


def test_strangers_are_closed_the_oldest_first_and_newcomers_are_let_in(crowded: int) -> None:
    with half_sent(crowded, 200) as strangers:
        assert _received(strangers[0]) == b""
        health_seconds(crowded)
        assert sum(not is_closed(one) for one in strangers) <= 60


def test_whoever_asked_before_the_crowd_came_is_let_in_with_it(crowded: int) -> None:
    with half_sent(crowded, 50, (WHOLE,)) as strangers:
        assert all(one.recv(65536).startswith(b"HTTP/1.1 200") for one in strangers)


def test_whoever_has_asked_is_not_closed_unread_however_late_the_server_gets_to_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With no moment at all, it is time to close some in the same turn in which others have just been let in."""
    monkeypatch.setattr(connections, "MOMENT", 0)
    with serving(max_waiting_connections=20, max_connections=1000) as port:
        for _ in range(10):
            with half_sent(port, 300, (WHOLE,)) as askers:
                assert all(one.recv(65536).startswith(b"HTTP/1.1 200") for one in askers)


def test_no_answer_waits_for_the_one_before_to_be_acknowledged() -> None:
    """Heads and bodies are sent apart: with Nagle's algorithm, each request on an open connection took 40 ms more."""
    with listen("127.0.0.1", 0) as listener, socket.create_connection(listener.getsockname()):
        accepted, _ = listener.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_strangers_do_not_crowd_out_those_who_listen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"TOKEN": TOKEN, "MAX_CONNECTIONS": "60", "HEAD_SECONDS": str(LONG)}.items():
        monkeypatch.setenv(f"ACTIVATE_VA_{name}", value)
    with ServerProcess(tmp_path) as server:
        answer = httpx2.post(f"http://127.0.0.1:{server.port}/api/sessions", json=MNIST, headers=KNOWN, timeout=60)
        path = f"/api/sessions/{answer.json()['session_id']}/stream"
        with listening(server.port, path, TOKEN, 50) as listeners, half_sent(server.port, 200) as strangers:
            health_seconds(server.port)
            assert _received(strangers[0]) == b""
            assert not any(is_closed(one) for one in listeners)
            assert sum(not is_closed(one) for one in strangers) <= 10


def test_half_a_head_is_waited_for_no_longer_than_allowed(impatient: int) -> None:
    with closing(_open(impatient, HEAD)) as one:
        assert _told(_received(one)) == (408, "HeadTooSlow")


def test_a_connection_that_says_nothing_is_closed_without_a_word(impatient: int) -> None:
    with closing(_open(impatient, b"")) as one:
        assert _received(one) == b""


def test_half_a_second_head_is_no_better(impatient: int) -> None:
    with closing(_open(impatient, WHOLE)) as one:
        assert one.recv(65536).startswith(b"HTTP/1.1 200")
        one.sendall(HEAD)
        assert b"HeadTooSlow" in _received(one)


def test_half_a_body_of_somebody_known_is_answered_408(impatient: int) -> None:
    with closing(_open(impatient, BODY.replace(b"Content-Length", BEARER + b"Content-Length"))) as one:
        answer = _received(one)
    assert _told(answer) == (408, "BodyTooSlow")
    assert b"connection: close" in answer.lower()


def test_half_a_body_of_a_stranger_is_answered_unread_and_closed_wherever_it_goes(impatient: int) -> None:
    paths = (b"/api/sessions", b"/", b"/studies", b"/api/health")
    beginnings = tuple(BODY.replace(b"/api/sessions", path) for path in paths)
    with half_sent(impatient, len(beginnings), beginnings) as strangers:
        assert [_told(_received(one)) for one in strangers] == [(401, "TokenNeeded")] * len(paths)


def test_a_stranger_who_sends_and_sends_is_cut_off(impatient: int) -> None:
    head = b"POST /api/sessions HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000000000\r\n\r\n"
    with closing(_open(impatient, head)) as one, pytest.raises(ConnectionError):
        one.sendall(bytes(100_000_000))


def test_who_leaves_answers_unread_makes_room(crowded: int) -> None:
    """It asks for more than the system keeps for whoever does not read; what it asks for last stays unread too."""
    asks = b"GET /api/openapi.json HTTP/1.1\r\nHost: 127.0.0.1\r\n" + BEARER + b"\r\n"
    with closing(_open(crowded, asks * 4000)) as greedy:
        closed = select.poll()
        closed.register(greedy, select.POLLHUP)
        until = time.monotonic() + 60
        while time.monotonic() < until:
            with half_sent(crowded, 40, (HEAD,)):
                if closed.poll(500):
                    return
    pytest.fail("it keeps its place")


def test_what_is_no_http_is_told_in_the_one_shape(impatient: int) -> None:
    with closing(_open(impatient, b"no HTTP at all\r\n\r\n")) as one:
        assert _told(_received(one)) == (400, "InvalidHttp")


def test_a_connection_serves_one_request_after_the_other(impatient: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", impatient, timeout=20)
    with closing(connection):
        connection.connect()
        first = connection.sock
        for _ in range(3):
            connection.request("POST", "/api/sessions", body=b'{"dataset": "none"}', headers={"Cookie": "no=ne"})
            assert connection.getresponse().read()
        assert connection.sock is first


def test_a_defect_closes_the_connection_and_says_so_beforehand(impatient: int) -> None:
    """Without its services, the application cannot list sessions."""
    answer = httpx2.get(f"http://127.0.0.1:{impatient}/api/sessions", headers=KNOWN)
    assert (answer.status_code, answer.json()["error"]) == (500, "UnexpectedFailure")
    assert answer.headers["connection"] == "close"
    assert "default-src 'self'" in answer.headers["content-security-policy"]
