"""SIGTERM, by which service managers and containers stop a server: an end in order, and in time."""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

logger = logging.getLogger(__name__)

SECONDS_TO_END = 6
"""Containers are killed ten seconds after they were asked to stop; up to three went to requests under way."""
SECONDS_FOR_THREADS = 1


@contextmanager
def ending_in_order() -> Iterator[None]:
    """Within, SIGTERM unwinds all contexts, and ends the process with status 0.

    A second SIGTERM changes nothing. What has not ended after SECONDS_TO_END is left: the process ends with status 1,
    or 0 where only threads that no context waits for are left.
    """
    ended = threading.Event()

    def end(_signal: int, _frame: FrameType | None) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        threading.Thread(target=_see_to_the_end, args=(ended,), name="end", daemon=True).start()
        raise SystemExit(0)

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        ended.set()
        if signal.getsignal(signal.SIGTERM) is end:
            signal.signal(signal.SIGTERM, before)


def _see_to_the_end(ended: threading.Event) -> None:
    in_order = ended.wait(SECONDS_TO_END)
    if not in_order:
        logger.warning("the server has not ended in order within %s seconds; it ends now", SECONDS_TO_END)
        os._exit(1)
    time.sleep(SECONDS_FOR_THREADS)
    os._exit(0)
