"""What one server publishes of sessions, told to the other servers on its PostgreSQL."""

from __future__ import annotations

import json
import logging
import threading
import time
from typing import Any

from sqlalchemy import Engine

from activate_va.jobs.publisher import Message
from activate_va.storage.claims import driver, own_connection

logger = logging.getLogger(__name__)

CHANNEL = "activate_va"
APPLICATION = "activate-va speaks"
GATHERED_SECONDS = 0.01
"""In which news are gathered: a notification in each commit would have commits wait for each other."""
LONGEST = 7_000
"""Bytes of a notification; PostgreSQL takes 8,000."""
LAST_SECONDS = 1.0
"""In which the last news go out."""


class News:
    """Goes out from a thread of its own, which ends with `close`. What cannot be told is left to others' own looks."""

    def __init__(self, engine: Engine, sender: str) -> None:
        self.engine = engine
        self.sender = sender
        self._gathered: list[dict[str, Any]] = []
        self._something = threading.Condition()
        self._closed = False
        self._thread = threading.Thread(target=self._speak, name="news", daemon=True)
        self._thread.start()

    def tell(self, session_id: str, message: Message) -> None:
        """Of events their seq, which is where others find them; all else as it is."""
        news: dict[str, Any] = {"session": session_id, "seq": message.seq}
        if message.seq is None:
            news |= {"kind": message.kind, "value": message.value.model_dump(mode="json")}
        with self._something:
            self._gathered.append(news)
            self._something.notify()

    def close(self) -> None:
        with self._something:
            self._closed = True
            self._something.notify()
        self._thread.join(LAST_SECONDS)

    def _speak(self) -> None:
        connection = None
        while news := self._next():
            try:
                connection = connection or own_connection(self.engine, APPLICATION)
                for text in notifications(self.sender, news):
                    connection.execute("SELECT pg_notify(%s, %s)", (CHANNEL, text))
            except driver(self.engine).OperationalError as error:
                logger.warning("other servers were not told of %d changes: %s", len(news), error)
                if connection is not None:
                    connection.close()
                connection = None
        if connection is not None:
            connection.close()

    def _next(self) -> list[dict[str, Any]]:
        """What has gathered; nothing once it is closed."""
        with self._something:
            self._something.wait_for(lambda: self._gathered or self._closed)
        time.sleep(GATHERED_SECONDS)
        with self._something:
            news, self._gathered = self._gathered, []
        return news


def notifications(sender: str, news: list[dict[str, Any]]) -> list[str]:
    """As JSON texts that a notification holds: of events only the last of each session, then the rest in order."""
    last = {one["session"]: one for one in news if one["seq"] is not None}
    texts, gathered = [], list[dict[str, Any]]()
    for one in (*last.values(), *(one for one in news if one["seq"] is None)):
        if gathered and len(_text(sender, [*gathered, one])) > LONGEST:
            texts.append(_text(sender, gathered))
            gathered = []
        gathered.append(one)
    return [*texts, _text(sender, gathered)] if gathered else texts


def _text(sender: str, news: list[dict[str, Any]]) -> str:
    return json.dumps({"from": sender, "news": news}, separators=(",", ":"))
