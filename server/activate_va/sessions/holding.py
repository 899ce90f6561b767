"""Which samples somebody has in hand just now: told to who follows the session, and in no log."""

from __future__ import annotations

from pydantic import BaseModel

from activate_va.datasets.shelf import DatasetShelf
from activate_va.jobs.publisher import Message, session_channel
from activate_va.sessions.commands import check_in_pool
from activate_va.sessions.events import SampleId
from activate_va.sessions.log import EventLog

MOST_HELD = 200
"""Samples that a page can say it holds: with its names they fit into one notification between servers."""
MOST_CLIENT = 64


class Holding(BaseModel):
    """All that a client, such as a page, has in hand; none: it has let go.

    It is said anew while it lasts: whoever hears nothing of a client for ten seconds takes it to have let go. `actor`
    is who acts, as events name them, `name` their handle, or the name they gave where there are no accounts; null where
    they gave none.
    """

    client: str
    actor: str
    name: str | None
    sample_ids: tuple[SampleId, ...]


def tell_holding(log: EventLog, shelf: DatasetShelf, session_id: str, holding: Holding) -> None:
    """To all who follow the session, at this server and at others. Raises SessionNotFound, UnreadableLog,
    DatasetNotFound, SampleNotInPool, RepeatedSample."""
    check_in_pool(holding.sample_ids, len(shelf.open(log.recalled(session_id).dataset).pool))
    log.publisher.publish(session_channel(session_id), Message("holding", None, holding))
