"""A measurement that ends early says why: whoever ends it, and what the servers said that ended before it."""

from __future__ import annotations

import faulthandler
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from ..server_process import ServerProcess

LINES = 20


@contextmanager
def last_words(*servers: ServerProcess) -> Iterator[None]:
    """Within, a signal that ends the process is named, and what is begun ends in order; only SIGKILL leaves no word."""
    faulthandler.enable()
    before = {number: signal.signal(number, _ended_by) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
        gone = [server for server in servers if server.process.poll() is not None]
        if gone:
            raise RuntimeError(f"{len(gone)} of {len(servers)} servers ended meanwhile")
    except BaseException:
        for server in servers:
            if (status := server.process.poll()) is not None:
                print(f"server at {server.url} ended with status {status}:", file=sys.stderr)
                print("".join(server.output[-LINES:]), file=sys.stderr, flush=True)
        raise
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _ended_by(number: int, _: FrameType | None) -> None:
    raise SystemExit(f"ended by {signal.Signals(number).name}, sent by somebody else")
