"""Logs that another version wrote: what can be read is, and the rest says why not, and harms nobody."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, text

from activate_va.api.dependencies import DECIMALS
from activate_va.jobs.publisher import Publisher
from activate_va.sessions.errors import SessionNotFound, UnreadableLog
from activate_va.sessions.events import Event
from activate_va.sessions.listing import Listing
from activate_va.sessions.log import EventLog
from activate_va.sessions.rows import Row, event_of, json_of

from .strategies import CREATED, logs


@pytest.fixture
def log(engine: Engine) -> EventLog:
    log = EventLog(engine, Publisher())
    for session_id in ("s1", "s2"):
        log.create(session_id, CREATED, "person")
    newer = "INSERT INTO events (session_id, seq, at, actor, kind, version, payload)"
    with engine.begin() as connection:
        connection.execute(text(f"{newer} VALUES ('s2', 2, '2026-01-01', 'person', 'dreamt', 1, '{{}}')"))
    return EventLog(engine, Publisher())


def test_a_list_shows_a_session_that_cannot_be_read_and_all_others(log: EventLog) -> None:
    known = {entry.session_id: entry for entry in Listing(log.engine, log.states).entries()}
    assert (known["s1"].labels, known["s1"].rounds, known["s1"].problem) == (0, 0, None)
    assert (known["s2"].labels, known["s2"].rounds, known["s2"].seq) == (None, None, 2)
    assert "event 2 of session s2 (dreamt, version 1)" in (known["s2"].problem or "")
    assert "newer version" in (known["s2"].problem or "")


def test_opening_it_names_the_event_and_the_remedy(log: EventLog) -> None:
    for ask in (log.state, log.events, log.expect_readable, lambda session_id: next(log.json_events(session_id))):
        with pytest.raises(UnreadableLog, match=r"event 2 of session s2 \(dreamt, version 1\)"):
            ask("s2")
    assert UnreadableLog.status == 409


def test_a_later_version_of_a_known_kind_is_not_guessed_at(log: EventLog, engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE events SET version = 99 WHERE session_id = 's1'"))
    with pytest.raises(UnreadableLog, match="version 99"):
        log.state("s1")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # Which can be told to refuse every write.
def test_a_list_writes_nothing(log: EventLog, engine: Engine) -> None:
    """Also where nobody has counted: what it counts is held in memory, each once."""
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM session_counts"))
    listing = Listing(engine, log.states)
    with engine.connect() as connection:
        connection.execute(text("PRAGMA query_only=1"))
    first = listing.entries()
    assert [entry.labels for entry in first if entry.session_id == "s1"] == [0]
    assert listing.entries() == first
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM session_counts")).scalar() == 0
    engine.dispose()


def test_events_are_read_without_folding_the_session(log: EventLog) -> None:
    texts = [text for chunk in log.json_events("s1") for _, text in chunk]
    assert [Event.model_validate_json(text).seq for text in texts] == [1]
    assert len(log.states.recent) == 0
    assert list(log.json_events("s1", after=1)) == []
    with pytest.raises(SessionNotFound):
        next(log.json_events("none"))


@given(logs(), st.datetimes(timezones=st.just(UTC)), st.floats(0, 2**53, exclude_max=True))
def test_json_put_together_from_a_row_is_the_models_own(events: list[Event], at: datetime, t: float) -> None:
    said = {"client_key": 'a "key"\n\x01 ü', "client_at": at, "client_t": round(t, DECIMALS)}
    for event in events:
        named = event.model_copy(update={**said, "actor": "ä\\"})
        row = row_of(named)
        assert json_of(row) == named.model_dump_json()
        assert event_of(row) == named


@given(logs(most=5))
def test_a_row_spaced_as_older_ones_are_says_the_same(events: list[Event]) -> None:
    for event in events:
        row = row_of(event)
        spaced = row._replace(payload=json.dumps(json.loads(row.payload)))
        assert json.loads(json_of(spaced)) == json.loads(event.model_dump_json())


@pytest.mark.parametrize("calibration_error", [0.05, None, ...])
def test_a_row_of_version_1_is_served_with_its_measures_by_name(calibration_error: Any) -> None:
    """Older logs have no calibration error."""
    stored = {"accuracy": 0.1 + 0.2, "macro_f1": 0.5, "calibration_error": calibration_error}
    stored = {name: value for name, value in stored.items() if value is not ...}
    others = {"round": 1, "training_scheme": "SIL", "confusion": [[1]], "seconds": 1.0, "labels_used": 1}
    payload = json.dumps({**others, **stored, "training_size": 1, "model_digest": "0"})
    row = Row("s1", 2, datetime(2026, 1, 1, tzinfo=UTC), "machine", "scheme_trained", 1, None, None, None, payload)
    served = json.loads(json_of(row))["payload"]
    assert served["measures"] == stored
    assert not stored.keys() & served.keys()
    assert json.loads(event_of(row).model_dump_json())["payload"] == served


def row_of(event: Event) -> Row:
    payload = event.payload.model_dump_json(exclude={"kind"})
    fields = (event.session_id, event.seq, event.at, event.actor, event.payload.kind, event.version)
    return Row(*fields, event.client_key, event.client_at, event.client_t, payload)
