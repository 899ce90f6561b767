"""Who waits for whom: nobody for another session, and nobody for a long decision."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine

from activate_va.client_key import ClientKey
from activate_va.jobs.publisher import Publisher
from activate_va.kinds import kinds
from activate_va.sessions import commands
from activate_va.sessions.config import ConfigPatch
from activate_va.sessions.errors import SessionBusy
from activate_va.sessions.events import Event, SamplePlaced, SamplesPicked, SelectedSample
from activate_va.sessions.log import ATTEMPTS, EventLog
from activate_va.sessions.selecting import same_for_selecting
from activate_va.sessions.state import SessionState
from activate_va.sessions.states import FOLDS_AT_ONCE, LEAST, States

from .strategies import CREATED

PATIENCE = 30
"""Seconds until a test gives up; nothing is timed."""

IMAGES = kinds["image"]


def begin(log: EventLog, session_id: str) -> None:
    log.create(session_id, CREATED, "person")
    log.append(session_id, lambda _: picked(1))


def picked(sample_id: int) -> SamplesPicked:
    return SamplesPicked(samples=(SelectedSample(sample_id=sample_id, prediction=None),), predicted_by=None)


def label(log: EventLog, session_id: str) -> Event:
    return log.append(session_id, lambda _: SamplePlaced(sample_id=1, class_index=1, confidence=0.5))


@pytest.fixture
def log(engine: Engine) -> EventLog:
    log = EventLog(engine, Publisher())
    begin(log, "s1")
    begin(log, "s2")
    return log


class Long:
    """A decision that takes until it is let go, and keeps the states it was asked about."""

    def __init__(self) -> None:
        self.begun, self.go = threading.Event(), threading.Event()
        self.states: list[SessionState] = []

    def __call__(self, state: SessionState) -> SamplesPicked:
        self.states.append(state)
        self.begun.set()
        assert self.go.wait(PATIENCE)
        return picked(100 + len(state.board))


def test_labels_and_readers_wait_for_no_selection_and_it_holds_after_them(log: EventLog) -> None:
    long = Long()
    with ThreadPoolExecutor() as threads:
        selecting = threads.submit(log.append_at_length, "s1", long, same_for_selecting)
        assert long.begun.wait(PATIENCE)
        assert threads.submit(label, log, "s1").result(PATIENCE).seq == 3
        assert threads.submit(label, log, "s2").result(PATIENCE).seq == 3
        assert threads.submit(log.state, "s1").result(PATIENCE).seq == 3
        long.go.set()
        assert selecting.result(PATIENCE).seq == 4
    assert len(long.states) == 1
    assert set(log.state("s1").board) == {1, 101}


def test_a_selection_is_made_again_when_the_board_has_changed(log: EventLog) -> None:
    long = Long()
    with ThreadPoolExecutor() as threads:
        selecting = threads.submit(log.append_at_length, "s1", long, same_for_selecting)
        assert long.begun.wait(PATIENCE)
        log.append("s1", lambda _: picked(2))
        long.go.set()
        assert selecting.result(PATIENCE).seq == 4
    assert [len(state.board) for state in long.states] == [1, 2]
    assert set(log.state("s1").board) == {1, 2, 102}


def test_a_selection_that_never_holds_gives_up_and_says_so(log: EventLog) -> None:
    def decide(state: SessionState) -> SamplesPicked:
        size = state.config.batch_size + 1
        log.append("s1", lambda now: commands.change_config(now, ConfigPatch(batch_size=size), IMAGES))
        return picked(5)

    with pytest.raises(SessionBusy, match=f"{ATTEMPTS} times") as busy:
        log.append_at_length("s1", decide, same_for_selecting)
    assert busy.value.status == 503
    assert set(log.state("s1").board) == {1}


def test_a_selection_repeated_while_it_is_made_is_made_once(log: EventLog) -> None:
    long, key = Long(), ClientKey("k", "digest")
    with ThreadPoolExecutor() as threads:
        both = [threads.submit(log.append_at_length, "s1", long, same_for_selecting, "person", key) for _ in range(2)]
        assert long.begun.wait(PATIENCE)
        long.go.set()
        first, again = (one.result(PATIENCE) for one in both)
    assert first == again
    assert len(long.states) == 1


def test_reading_a_session_waits_for_no_other_that_is_opened(log: EventLog, engine: Engine) -> None:
    """However many long logs are being folded: they take turns, and short ones go past."""
    fresh = EventLog(engine, Publisher())
    for _ in range(FOLDS_AT_ONCE):
        fresh.states._folding.acquire()
    with ThreadPoolExecutor() as threads, fresh.states.turns.of("s1"):
        assert threads.submit(fresh.state, "s2").result(PATIENCE).seq == 2
        assert threads.submit(label, fresh, "s2").result(PATIENCE).seq == 3


def test_long_logs_are_folded_a_few_at_once(log: EventLog, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("activate_va.sessions.states.CHUNK", 2)
    for _ in range(5):
        label(log, "s1")
    fresh = EventLog(engine, Publisher())
    for _ in range(FOLDS_AT_ONCE):
        fresh.states._folding.acquire()
    with ThreadPoolExecutor() as threads:
        folding = threads.submit(fresh.state, "s1")
        with pytest.raises(TimeoutError):
            folding.result(0.2)
        fresh.states._folding.release()
        assert folding.result(PATIENCE) == log.state("s1")


def test_sessions_that_nobody_looks_at_leave_memory(log: EventLog, engine: Engine) -> None:
    for number in range(40):
        begin(log, f"t{number}")
    small = EventLog(engine, Publisher(), States(engine, events_held=10 * (LEAST + 2)))
    for number in range(40):
        assert small.state(f"t{number}").seq == 2
    assert (len(small.states.recent), len(small.states.turns)) == (10, 0)
    assert label(small, "t0").seq == 3
    assert small.state("t0") == log.state("t0")


def test_a_state_catches_up_with_however_much_another_server_wrote(
    log: EventLog, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = EventLog(engine, Publisher())
    assert other.state("s1").seq == 2
    monkeypatch.setattr("activate_va.sessions.states.CHUNK", 3)
    for more in (1, 3, 7):
        for _ in range(more):
            label(log, "s1")
        assert other.state("s1") == log.state("s1")
