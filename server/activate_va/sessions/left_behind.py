"""Rounds that a server which is gone had begun: closed, as failed, by the next one."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from activate_va.errors import ActivateError
from activate_va.sessions.errors import ServerStopped
from activate_va.sessions.log import EventLog
from activate_va.sessions.running_round import RETRY_SECONDS, close_round
from activate_va.storage.failures import StorageFailure

logger = logging.getLogger(__name__)

CLOSE_SECONDS = 1
LOOK_SECONDS = 2.0
"""Between looks for rounds of other servers that are gone."""


class LeftBehind:
    """Closes them when a server starts; where its disk takes nothing then, as soon as it does."""

    def __init__(self, close: Callable[[str], None], retry_seconds: float = RETRY_SECONDS) -> None:
        self.close_one = close
        self.retry_seconds = retry_seconds
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None

    def close_all(self, session_ids: list[str]) -> None:
        """Returns when all that can be closed now are."""
        left = [session_id for session_id in session_ids if not self._closed(session_id)]
        if left:
            self._thread = threading.Thread(target=self._retry, args=(left,), name="left-behind", daemon=True)
            self._thread.start()

    def watch(self, unfinished: Callable[[], list[str]]) -> None:
        """From now on, look at each session whose round has not ended."""
        threading.Thread(target=self._watch, args=(unfinished,), name="gone-servers", daemon=True).start()

    def stop(self) -> None:
        """Closing one of them is a matter of milliseconds; on a disk that hangs it is not waited for."""
        self._stopped.set()
        if self._thread is not None:
            self._thread.join(CLOSE_SECONDS)

    def _watch(self, unfinished: Callable[[], list[str]]) -> None:
        while not self._stopped.wait(LOOK_SECONDS):
            try:
                for session_id in unfinished():
                    self._closed(session_id)
            except StorageFailure as failure:
                logger.warning("rounds of servers that are gone cannot be looked for just now: %s", failure)

    def _retry(self, left: list[str]) -> None:
        while left and not self._stopped.wait(self.retry_seconds):
            left = [session_id for session_id in left if not self._closed(session_id)]

    def _closed(self, session_id: str) -> bool:
        """Whether nothing is left to do for the session."""
        try:
            self.close_one(session_id)
        except StorageFailure as failure:
            logger.warning("a round of session %s that was left behind cannot be closed yet: %s", session_id, failure)
            return False
        except ActivateError as error:
            logger.warning("a round of session %s that was left behind stays as it is: %s", session_id, error)
        return True


def close_left_behind(log: EventLog, session_id: str) -> None:
    """Close the session's round, which no thread of this server follows, if it has one."""
    running = log.state(session_id).running
    if running is not None:
        close_round(log, session_id, running, ServerStopped("the server stopped during the round"))
