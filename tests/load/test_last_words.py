"""What measures under load says why it ends early, or hears no more."""

from __future__ import annotations

import asyncio
import os
import signal
from concurrent.futures import ThreadPoolExecutor

import pytest

from .crew import Listener
from .last_words import last_words


def test_a_listener_says_that_its_stream_has_ended() -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\n\r\nid: 3\n")
        writer.close()

    async def listened() -> Listener:
        async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
            port = server.sockets[0].getsockname()[1]
            listener = Listener(f"http://127.0.0.1:{port}", "none", after=2)
            await listener.listen(asyncio.Event())
            return listener

    with ThreadPoolExecutor(1) as threads:  # In this one a browser of other tests may have a loop that runs.
        listener = threads.submit(lambda: asyncio.run(listened())).result()
    assert listener.ended == "the server ended a listener's stream after event [3]"


def test_whoever_is_ended_by_a_signal_says_which() -> None:
    with pytest.raises(SystemExit, match="ended by SIGTERM"), last_words():
        os.kill(os.getpid(), signal.SIGTERM)
