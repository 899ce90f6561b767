"""A disk that takes nothing: reading goes on, a write says what is wrong, and all is well again once it is mended."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import event

from activate_va.classifiers import FittedClassifier
from activate_va.sessions import commands
from activate_va.sessions.artifacts import Artifacts
from activate_va.sessions.left_behind import LeftBehind
from activate_va.storage.failures import StorageFailure

from .conftest import Labeller
from .test_running_round import begun


def take_nothing(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA query_only=1")


@contextmanager
def unwritable(labeller: Labeller) -> Iterator[None]:
    """SQLite refuses every write, as on a disk that is full."""
    engine = labeller.services.sessions.log.engine
    event.listen(engine, "connect", take_nothing)
    engine.dispose()
    try:
        yield
    finally:
        event.remove(engine, "connect", take_nothing)
        engine.dispose()


READS = ("", "/events", "/rounds", "/export")


def test_every_read_is_answered_with_a_round_left_behind_and_no_room_to_say_so(labeller: Labeller) -> None:
    labeller.label(labeller.query(10)["samples"])
    labeller.services.sessions.log.append(labeller.session_id, commands.start_round)
    with unwritable(labeller):
        for path in READS:
            assert labeller.client.get(f"{labeller.url}{path}").status_code == 200, path
        assert labeller.client.get("/api/sessions").status_code == 200
        error = labeller.expect(503, "PUT", f"{labeller.url}/labels/{next(iter(labeller.state()['board']))}", LABEL)
        assert error["error"] == "DatabaseUnusable"
        assert "readonly database" in error["detail"]
        assert labeller.expect(503, "POST", f"{labeller.url}/rounds")["error"] == "DatabaseUnusable"
    labeller.train()
    assert labeller.state()["rounds"]


LABEL = {"class_index": 1, "confidence": 0.5}


class Full(Artifacts):
    """The disk takes nothing from when the first model is to be kept."""

    def __init__(self, labeller: Labeller, fill: Callable[[], object]) -> None:
        super().__init__(labeller.services.sessions.artifacts.folder)
        self.fill = fill

    def save_fitted(self, session_id: str, round_number: int, scheme: str, fitted: FittedClassifier) -> None:
        self.fill()
        raise OSError(28, "No space left on device")


def test_a_round_keeps_why_it_failed_until_that_can_be_written(labeller: Labeller) -> None:
    disk = unwritable(labeller)
    running = replace(begun(labeller, [], Full(labeller, disk.__enter__)), retry_seconds=0.05)
    running.start()
    with pytest.raises(StorageFailure, match="readonly"):
        running.wait()
    assert labeller.state()["running"] is not None
    disk.__exit__(None, None, None)
    running.join()
    running.wait()
    state = labeller.state()
    assert state["running"] is None
    assert state["interruption"]["error"] == "CannotWrite"
    assert "No space left on device" in state["interruption"]["detail"]


def test_a_round_that_waits_for_its_disk_ends_when_the_server_does(labeller: Labeller) -> None:
    disk = unwritable(labeller)
    running = begun(labeller, [], Full(labeller, disk.__enter__))
    running.start()
    with pytest.raises(StorageFailure):
        running.wait()
    running.cancel()
    running.join()
    disk.__exit__(None, None, None)
    assert labeller.state()["running"] is not None, "the next server finds it"


def test_rounds_left_behind_are_closed_when_the_disk_takes_something_again(labeller: Labeller) -> None:
    labeller.label(labeller.query(10)["samples"])
    rounds = labeller.services.sessions.rounds
    rounds.log.append(labeller.session_id, commands.start_round)
    assert labeller.session_id in rounds.log.unfinished()
    closed = threading.Event()

    def close(session_id: str) -> None:
        rounds.close_left_behind(session_id)
        closed.set()

    left_behind = LeftBehind(close, retry_seconds=0.05)
    with unwritable(labeller):
        left_behind.close_all([labeller.session_id])
        assert labeller.state()["running"] is not None
    assert closed.wait(30)
    left_behind.stop()
    assert labeller.state()["interruption"]["error"] == "ServerStopped"
    assert labeller.session_id not in rounds.log.unfinished()
