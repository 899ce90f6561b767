"""HTTP as lean as it goes, so that what drives a server takes little of the processor it is measured on."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator
from typing import Any, NamedTuple
from urllib.parse import urlsplit

LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)


class Answer(NamedTuple):
    status: int
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


class Wire:
    """One connection that is kept open, as a browser's; for one request at a time."""

    def __init__(self, url: str) -> None:
        self.host, self.port = urlsplit(url).hostname, urlsplit(url).port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def request(self, method: str, path: str, body: Any = None, key: str | None = None) -> Answer:
        reader, writer = await self._open()
        content = b"" if body is None else json.dumps(body).encode()
        writer.write(self._head(method, path, content, key) + content)
        await writer.drain()
        return await _answer(reader)

    async def events(self, path: str) -> AsyncIterator[int]:
        """The seq of each event that a stream brings; the first value, 0, comes once the stream is open."""
        reader, writer = await self._open()
        writer.write(self._head("GET", path, b"", None))
        await reader.readuntil(b"\r\n\r\n")
        yield 0
        while line := await reader.readline():
            if line.startswith(b"id: "):
                yield int(line[4:])

    async def close(self) -> None:
        if self._streams:
            writer = self._streams[1]
            self._streams = None
            writer.close()
            await writer.wait_closed()

    async def _open(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if self._streams is None:
            self._streams = await asyncio.open_connection(self.host, self.port, limit=2**26)
        return self._streams

    def _head(self, method: str, path: str, content: bytes, key: str | None) -> bytes:
        named = f"idempotency-key: {key}\r\n" if key else ""
        kind = f"content-type: application/json\r\ncontent-length: {len(content)}\r\n" if method != "GET" else ""
        return f"{method} {path} HTTP/1.1\r\nhost: {self.host}:{self.port}\r\n{named}{kind}\r\n".encode()


async def _answer(reader: asyncio.StreamReader) -> Answer:
    head = await reader.readuntil(b"\r\n\r\n")
    status = int(head.split(b" ", 2)[1])
    length = LENGTH.search(head)
    if length is not None:
        return Answer(status, await reader.readexactly(int(length[1])))
    return Answer(status, b"".join([part async for part in _chunks(reader)]))


async def _chunks(reader: asyncio.StreamReader) -> AsyncIterator[bytes]:
    while size := int(await reader.readline(), 16):
        yield (await reader.readexactly(size + 2))[:-2]
    await reader.readline()
