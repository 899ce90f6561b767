"""Between servers on one PostgreSQL: what one of them writes or reports reaches those who listen at the others."""

from __future__ import annotations

import json
import logging
import threading
import time
import uuid
from collections.abc import Callable
from typing import Any

from pydantic import RootModel
from sqlalchemy import Engine

from activate_va.errors import ActivateError
from activate_va.jobs.publisher import Message, Publisher, session_channel, session_of
from activate_va.sessions.log import EventLog
from activate_va.sessions.news import CHANNEL, News
from activate_va.storage.claims import driver, own_connection

logger = logging.getLogger(__name__)

APPLICATION = "activate-va hears"
LOOK_SECONDS = 2.0
"""Between looks at what notifications may have missed."""
BREATH_SECONDS = 0.5
"""Until a thread sees that it is to end, and before it connects again."""


class Reported(RootModel[dict[str, Any]]):
    """What another server published beside its log, as it was."""


class Relay:
    """Runs while it is entered. `concern` is called with each session that another server has written to."""

    def __init__(self, engine: Engine, log: EventLog, publisher: Publisher, concern: Callable[[str], None]) -> None:
        self.engine = engine
        self.log = log
        self.publisher = publisher
        self.concern = concern
        self._own = uuid.uuid4().hex
        self._news = News(engine, self._own)
        self._stopped = threading.Event()
        self._reached: dict[str, int] = {}
        self._thread = threading.Thread(target=self._hear, name="relay", daemon=True)

    def __enter__(self) -> Relay:
        self.publisher.relayed = self.tell
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.publisher.relayed = None
        self._stopped.set()
        self._news.close()
        self._thread.join(2 * BREATH_SECONDS)

    def tell(self, channel: str, message: Message) -> None:
        """What this server has published; of sessions it concerns the others."""
        session_id = session_of(channel)
        if session_id is not None:
            if message.seq is not None:
                self._reached[session_id] = max(message.seq, self._reached.get(session_id, 0))
            self._news.tell(session_id, message)

    def _hear(self) -> None:
        while not self._stopped.is_set():
            try:
                with own_connection(self.engine, APPLICATION) as connection:
                    connection.execute(f"LISTEN {CHANNEL}")
                    self._listen(connection)
            except driver(self.engine).OperationalError as error:
                logger.warning("other servers are not heard for now: %s", error)
                self._stopped.wait(BREATH_SECONDS)

    def _listen(self, connection: Any) -> None:
        due = 0.0
        while not self._stopped.is_set():
            if time.monotonic() >= due:
                self._look()
                due = time.monotonic() + LOOK_SECONDS
            for notice in connection.notifies(timeout=BREATH_SECONDS, stop_after=1):
                message = json.loads(notice.payload)
                if message["from"] != self._own:
                    for news in message["news"]:
                        self._take(news)

    def _take(self, news: dict[str, Any]) -> None:
        if news["seq"] is not None:
            self._bring(news["session"], news["seq"])
            return
        message = Message(news["kind"], None, Reported(news["value"]))
        self.publisher.deliver(session_channel(news["session"]), message)

    def _bring(self, session_id: str, seq: int) -> None:
        """Publish what was written elsewhere, up to `seq` and beyond; who has missed more reads it from the log."""
        try:
            self.concern(session_id)
            channel = session_channel(session_id)
            if not self.publisher.has_subscribers(channel):
                self._reached.pop(session_id, None)
                return
            for event in self.log.events(session_id, self._reached.get(session_id, seq - 1)):
                self.publisher.deliver(channel, Message("event", event.seq, event))
                self._reached[session_id] = event.seq
        except ActivateError as error:
            logger.warning("what another server wrote to session %s cannot be read: %s", session_id, error)

    def _look(self) -> None:
        """At the last event of each session that somebody listens to; no other is remembered."""
        listened = [found for channel in self.publisher.channels() if (found := session_of(channel))]
        self._reached = {session_id: self._reached.get(session_id, 0) for session_id in listened}
        try:
            newest = self.log.newest_seqs(listened)
        except ActivateError as error:
            logger.warning("whether other servers have written cannot be seen for now: %s", error)
            return
        for session_id, seq in newest.items():
            if seq > self._reached.get(session_id, 0):
                self._bring(session_id, seq)
