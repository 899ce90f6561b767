"""What one server writes or reports reaches who listens at another on the same PostgreSQL."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel
from sqlalchemy import Engine

from activate_va.jobs.publisher import Message, Publisher, session_channel
from activate_va.sessions.events import SamplesPicked, SelectedSample
from activate_va.sessions.log import EventLog
from activate_va.sessions.news import LONGEST, notifications
from activate_va.sessions.relay import APPLICATION, Relay
from activate_va.storage.database import open_database

from ..own_loop import run
from ..postgres_server import PostgresServer
from .strategies import CREATED

SESSION = "s1"
CAUGHT_UP_SECONDS = 3
"""What issues ask for: after a listener's connection was ended."""


@dataclass
class Server:
    """As much of a server as writes and tells."""

    engine: Engine
    publisher: Publisher = field(default_factory=Publisher)
    concerned: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.log = EventLog(self.engine, self.publisher)
        self.relay = Relay(self.engine, self.log, self.publisher, self.concerned.append)

    def pick(self, sample_id: int) -> None:
        picked = SamplesPicked(samples=(SelectedSample(sample_id=sample_id, prediction=None),), predicted_by=None)
        self.log.append(SESSION, lambda _: picked)


@pytest.fixture
def servers(postgres: PostgresServer) -> Iterator[tuple[Server, Server]]:
    url = postgres.new_database()
    a, b = Server(open_database(url)), Server(open_database(url))
    with a.relay, b.relay:
        a.log.create(SESSION, CREATED, "person")
        yield a, b
    a.engine.dispose()
    b.engine.dispose()


async def told_until(messages: AsyncIterator[Message], seq: int) -> list[int]:
    """The seqs that arrive up to this one, without that of the session's beginning, which may have been told before."""
    seqs: list[int] = []
    while seq not in seqs:
        message = await asyncio.wait_for(anext(messages), 60)
        if message.seq is not None and message.seq > 1:
            seqs.append(message.seq)
    return seqs


def test_what_one_writes_arrives_at_the_other_in_order(servers: tuple[Server, Server]) -> None:
    a, b = servers

    async def listen() -> list[int]:
        async with b.publisher.subscribe(session_channel(SESSION)) as messages:
            for sample_id in range(30):
                await asyncio.to_thread(a.pick, sample_id)
            return await told_until(messages, 31)

    seqs = run(listen())
    assert seqs == list(range(seqs[0], 32))
    assert set(b.concerned) == {SESSION}
    assert a.concerned == []


def test_where_both_write_each_hears_of_the_last_event(servers: tuple[Server, Server]) -> None:
    a, b = servers

    async def listen() -> list[list[int]]:
        async with (
            a.publisher.subscribe(session_channel(SESSION)) as at_a,
            b.publisher.subscribe(session_channel(SESSION)) as at_b,
        ):
            for sample_id in range(20):
                await asyncio.gather(*(asyncio.to_thread(s.pick, 2 * sample_id + n) for n, s in enumerate(servers)))
            return [await told_until(at_a, 41), await told_until(at_b, 41)]

    for seqs in run(listen()):
        assert set(seqs) <= set(range(2, 42))


def test_a_listener_whose_connection_is_ended_catches_up(
    servers: tuple[Server, Server], postgres: PostgresServer
) -> None:
    a, b = servers

    async def listen() -> list[float]:
        took = []
        async with b.publisher.subscribe(session_channel(SESSION)) as messages:
            for sample_id in range(5):
                while not postgres.cut_off(APPLICATION):
                    await asyncio.sleep(0.05)
                begun = asyncio.get_running_loop().time()
                await asyncio.to_thread(a.pick, sample_id)
                await told_until(messages, sample_id + 2)
                took.append(asyncio.get_running_loop().time() - begun)
        return took

    assert len(run(listen())) == 5


def test_what_passes_by_is_handed_on_as_it_is(servers: tuple[Server, Server]) -> None:
    class Passing(BaseModel):
        fraction: float
        stage: str

    a, b = servers

    async def listen() -> Message:
        async with b.publisher.subscribe(session_channel(SESSION)) as messages:
            passing = Message("progress", None, Passing(fraction=0.5, stage="épochs"))
            await asyncio.to_thread(a.publisher.publish, session_channel(SESSION), passing)
            while (message := await asyncio.wait_for(anext(messages), 60)).kind == "event":
                pass
            return message

    message = run(listen())
    assert (message.kind, message.seq) == ("progress", None)
    assert json.loads(message.json) == {"fraction": 0.5, "stage": "épochs"}


news = st.fixed_dictionaries({"session": st.sampled_from([f"{n:032x}" for n in range(300)]), "seq": st.integers(1)})
passing = st.fixed_dictionaries({"session": st.just("s"), "seq": st.none(), "value": st.text(max_size=300)})


@given(st.lists(news | passing, max_size=300))
def test_notifications_hold_all_that_is_new_and_fit(told: list[dict[str, object]]) -> None:
    texts = notifications("a", told)
    assert all(len(text.encode()) <= LONGEST for text in texts)
    found = [one for text in texts for one in json.loads(text)["news"]]
    assert {one["session"]: one["seq"] for one in told if one["seq"]} == {
        one["session"]: one["seq"] for one in found if one["seq"]
    }
    assert [one for one in found if not one["seq"]] == [one for one in told if not one["seq"]]
