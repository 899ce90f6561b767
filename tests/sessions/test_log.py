"""The log on a really migrated database: durable, in order, and harmless to repeat."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine, text

from activate_va.client_key import ClientKey
from activate_va.jobs.publisher import Publisher
from activate_va.kinds import kinds
from activate_va.sessions import commands
from activate_va.sessions.config import ConfigPatch
from activate_va.sessions.errors import ClientKeyReused, NothingToUndo, SessionNotFound
from activate_va.sessions.events import ConfigChanged, SamplePlaced, SamplesPicked, SelectedSample
from activate_va.sessions.fold import fold
from activate_va.sessions.listing import Listing
from activate_va.sessions.log import EventLog, expect_kind
from activate_va.sessions.repository import SessionEntry
from activate_va.sessions.state import SessionState

from .strategies import CREATED

IMAGES = kinds["image"]


@pytest.fixture
def log(engine: Engine) -> EventLog:
    log = EventLog(engine, Publisher())
    log.create("s1", CREATED, "person")
    return log


def entries(log: EventLog) -> list[SessionEntry]:
    return Listing(log.engine, log.states).entries()


def batch_size(size: int) -> ConfigPatch:
    return ConfigPatch(batch_size=size)


def resize(size: int) -> Callable[[SessionState], ConfigChanged]:
    return lambda state: commands.change_config(state, batch_size(size), IMAGES)


def test_another_process_reads_what_was_written(log: EventLog, engine: Engine) -> None:
    log.append("s1", resize(7))
    reopened = EventLog(engine, Publisher())
    assert reopened.state("s1") == log.state("s1") == fold(reopened.events("s1"))
    assert reopened.state("s1").config.batch_size == 7


def test_a_repeated_key_writes_nothing(log: EventLog) -> None:
    first = log.append("s1", resize(7), client_key=ClientKey("k"))
    again = log.append("s1", resize(8), client_key=ClientKey("k"))
    assert again == first
    assert log.state("s1").seq == first.seq


def test_a_key_of_another_kind_of_write_is_refused(log: EventLog) -> None:
    event = log.append("s1", resize(7), client_key=ClientKey("k"))
    with pytest.raises(ClientKeyReused, match="config_changed"):
        expect_kind(event, "undone")


def test_a_refused_decision_leaves_no_trace(log: EventLog) -> None:
    with pytest.raises(NothingToUndo):
        log.append("s1", lambda state: commands.undo(state, "person"))
    assert log.state("s1").seq == 1


def test_an_unknown_session_is_named(log: EventLog) -> None:
    with pytest.raises(SessionNotFound, match="'s2'"):
        log.events("s2")


def test_two_servers_on_one_database_interleave(log: EventLog, engine: Engine) -> None:
    other = EventLog(engine, Publisher())
    for size in range(1, 6):
        one = log if size % 2 else other
        one.append("s1", resize(size))
    assert log.state("s1") == other.state("s1")
    assert [event.seq for event in log.events("s1")] == [1, 2, 3, 4, 5, 6]


def test_writers_at_once_each_get_a_seq(log: EventLog, engine: Engine) -> None:
    logs = [log, EventLog(engine, Publisher())]

    def write(one: EventLog) -> None:
        for _ in range(50):
            one.append("s1", _next_size)

    threads = [threading.Thread(target=write, args=(one,)) for one in logs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert log.state("s1").config.batch_size == 10 + 100


def _next_size(state: SessionState) -> ConfigChanged:
    return commands.change_config(state, batch_size(state.config.batch_size + 1), IMAGES)


def test_a_session_begun_twice_at_once_is_begun_once(log: EventLog, engine: Engine) -> None:
    logs = [log, EventLog(engine, Publisher())]
    together = threading.Barrier(8)

    def begin(number: int) -> SessionState:
        created = CREATED.model_copy(update={"name": f"n{number}"})
        together.wait()
        return logs[number % 2].create("s2", created, "person", ClientKey("k"))

    with ThreadPoolExecutor(8) as threads:
        begun = list(threads.map(begin, range(8)))
    assert begun == [log.state("s2")] * 8
    assert [event.seq for event in log.events("s2")] == [1]


def test_sessions_are_listed_newest_first_with_who_began_them(log: EventLog) -> None:
    log.create("s2", CREATED, "simulated")
    listed = [(entry.session_id, entry.actor, entry.seq) for entry in entries(log)]
    assert listed == [("s2", "simulated", 1), ("s1", "person", 1)]


def test_a_list_counts_what_another_version_wrote_without_counting(log: EventLog, engine: Engine) -> None:
    select = SamplesPicked(samples=(SelectedSample(sample_id=3, prediction=None),), predicted_by=None)
    place = SamplePlaced(sample_id=3, class_index=1, confidence=0.5)
    log.append("s1", lambda _: select)
    log.append("s1", lambda _: place)
    counted = [entry._asdict() for entry in entries(log)]
    assert (counted[0]["labels"], counted[0]["rounds"]) == (1, 0)
    for damage in ("DELETE FROM session_counts", "UPDATE session_counts SET seq = 1, labels = 0"):
        with engine.begin() as connection:
            connection.execute(text(damage))
        assert [entry._asdict() for entry in entries(EventLog(engine, Publisher()))] == counted


@pytest.mark.parametrize(
    ("after", "most", "seqs"), [(0, 1, [1]), (1, 2, [2, 3]), (4, 9, [5]), (0, None, [1, 2, 3, 4, 5])]
)
def test_as_many_events_are_read_as_are_asked_for(log: EventLog, after: int, most: int | None, seqs: list[int]) -> None:
    for size in range(1, 5):
        log.append("s1", resize(size))
    assert [seq for chunk in log.json_events("s1", after, most) for seq, _ in chunk] == seqs
