"""A row of the events table as JSON and as an event. The JSON is put together from the stored text, unparsed."""

from __future__ import annotations

from datetime import UTC, datetime
from json.encoder import encode_basestring
from typing import NamedTuple, get_args

from pydantic import ValidationError

from activate_va.sessions.errors import UnreadableLog
from activate_va.sessions.events import EVENT_VERSION, Event, Payload

KINDS = frozenset(model.model_fields["kind"].default for model in get_args(get_args(Payload)[0]))
"""The kinds of events that this version knows."""

SINCE = {
    **dict.fromkeys(("samples_queried", "samples_picked", "labels_confirmed", "sample_returned"), 1),
    "scheme_trained": 3,
    **dict.fromkeys(("session_created", "config_changed", "round_started"), 4),
}
"""The version since which a kind has had all fields that readers ask for, as JSON has it; 2 for those not named."""


class Row(NamedTuple):
    """`payload` is JSON text of an object without `kind`."""

    session_id: str
    seq: int
    at: datetime
    actor: str
    kind: str
    version: int
    client_key: str | None
    client_at: datetime | None
    client_t: float | None
    payload: str


def event_of(row: Row) -> Event:
    """Raises UnreadableLog."""
    _expect_readable(row)
    try:
        return Event.model_validate_json(_spliced(row))
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        place = ".".join(map(str, first["loc"]))
        raise UnreadableLog(f"{_named(row)} cannot be read: {place}: {first['msg']}") from error


def json_of(row: Row) -> str:
    """The event as `Event.model_dump_json` gives it; one of another version goes through the model of this one.

    Raises UnreadableLog.
    """
    _expect_readable(row)
    if row.version >= SINCE.get(row.kind, 2):
        return _spliced(row)
    return event_of(row).model_dump_json()


def _spliced(row: Row) -> str:
    key = "null" if row.client_key is None else encode_basestring(row.client_key)
    client_at = "null" if row.client_at is None else f'"{_time(row.client_at)}"'
    client_t = "null" if row.client_t is None else repr(row.client_t)
    rest = "}" if row.payload == "{}" else f",{row.payload[1:]}"
    return (
        f'{{"session_id":{encode_basestring(row.session_id)},"seq":{row.seq},"at":"{_time(row.at)}",'
        f'"actor":{encode_basestring(row.actor)},"version":{row.version},"client_key":{key},'
        f'"client_at":{client_at},"client_t":{client_t},'
        f'"payload":{{"kind":"{row.kind}"{rest}}}'
    )


def _time(at: datetime) -> str:
    return f"{at.astimezone(UTC).replace(tzinfo=None).isoformat()}Z"


def _expect_readable(row: Row) -> None:
    if row.kind not in KINDS or row.version > EVENT_VERSION:
        raise UnreadableLog(f"{_named(row)} is of a kind or version that this server does not know")


def _named(row: Row) -> str:
    return f"event {row.seq} of session {row.session_id} ({row.kind}, version {row.version})"
