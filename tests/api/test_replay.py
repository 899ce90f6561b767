"""A recorded session, replayed: the same decisions on the same seed lead to the same events and the same models."""

from __future__ import annotations

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient

from activate_va.sessions.events import Event
from activate_va.sessions.fold import fold

from .conftest import Labeller

SCHEMES = ["SIL", "IL", "IDA", "CBA", "ILS"]
CLOCK = {"seconds"}
"""What a round took; all else must come again."""


class Replayed(Labeller):
    """Takes the person's decisions from a recorded log, and leaves everything else to the machine."""

    def replay(self, events: list[Any]) -> None:
        for event in events:
            if event["actor"] == "person":
                getattr(self, event["payload"]["kind"])(event["payload"])

    def session_created(self, payload: Any) -> None:
        """Done already."""

    def config_changed(self, payload: Any) -> None:
        self.expect(200, "PATCH", f"{self.url}/config", payload["config"])

    def samples_queried(self, payload: Any) -> None:
        self.query(len(payload["samples"]), payload["scheme"])

    def samples_picked(self, payload: Any) -> None:
        self.pick([sample["sample_id"] for sample in payload["samples"]])

    def sample_placed(self, payload: Any) -> None:
        place = {name: payload[name] for name in ("class_index", "confidence")}
        self.expect(200, "PUT", f"{self.url}/labels/{payload['sample_id']}", place)

    def samples_labelled(self, payload: Any) -> None:
        alike = {name: payload[name] for name in ("sample_ids", "class_index", "confidence")}
        self.expect(200, "POST", f"{self.url}/labels", alike)

    def labels_confirmed(self, payload: Any) -> None:
        self.expect(200, "POST", f"{self.url}/confirmations", {"sample_ids": payload["sample_ids"]})

    def sample_returned(self, payload: Any) -> None:
        self.expect(200, "DELETE", f"{self.url}/labels/{payload['sample_id']}")

    def undone(self, payload: Any) -> None:
        self.expect(200, "POST", f"{self.url}/undo")

    def redone(self, payload: Any) -> None:
        self.expect(200, "POST", f"{self.url}/redo")

    def round_started(self, payload: Any) -> None:
        self.train()

    def pick(self, sample_ids: list[int]) -> Any:
        return self.expect(201, "POST", f"{self.url}/selections", {"by": "user", "sample_ids": sample_ids})

    def events(self) -> list[Any]:
        events: list[Any] = self.expect(200, "GET", f"{self.url}/events")["events"]
        return events


def record(client: TestClient, truth: list[int], **config: Any) -> Replayed:
    """Five rounds with every kind of decision in them."""
    session = Replayed(client, truth, training_schemes=SCHEMES, epochs=1, **config)
    for scheme in ("DS", "LCRS", "DMB", "ECDS", "MCRS"):
        samples = session.query(8, scheme)["samples"]
        for position, sample in enumerate(samples):
            session.label([sample], confidence=0.3 + position / 20)
        session.train()
        session.expect(200, "POST", f"{session.url}/undo")
        session.expect(200, "POST", f"{session.url}/redo")
    return session


def comparable(event: Any) -> Any:
    payload = {name: value for name, value in event["payload"].items() if name not in CLOCK}
    return event["seq"], event["actor"], payload


@pytest.fixture(scope="module")
def recorded(client: TestClient, truth: list[int]) -> Replayed:
    session = record(client, truth)
    on_board = {int(sample_id) for sample_id in session.state()["board"]}
    first, second, third, fourth = [i for i in range(12) if i not in on_board][:4]
    session.pick([first, second])
    session.label([{"sample_id": first, "prediction": None}])
    session.expect(200, "DELETE", f"{session.url}/labels/{first}")
    alike = {"sample_ids": [second, third, fourth], "class_index": 1, "confidence": 0.7}
    session.expect(200, "POST", f"{session.url}/labels", alike)
    session.expect(200, "PATCH", f"{session.url}/config", {"predict_with": "ILS"})
    session.query(4, "LCDS")
    return session


def test_the_same_decisions_lead_to_the_same_events_and_models(
    recorded: Replayed, client: TestClient, truth: list[int]
) -> None:
    events = recorded.events()
    begun = events[0]["payload"]["config"]
    again = Replayed(client, truth, **{name: begun[name] for name in ("training_schemes", "epochs")})
    again.replay(events)
    first, second = ([comparable(event) for event in each] for each in (events, again.events()))
    first[0][2]["name"] = second[0][2]["name"] = "the same"
    assert first == second
    digests = [e["payload"]["model_digest"] for e in events if e["payload"]["kind"] == "scheme_trained"]
    assert len(digests) == 5 * len(SCHEMES)
    assert len(set(digests)) == len(digests)
    for number, scheme in ((1, "SIL"), (5, "ILS")):
        files = [client.get(f"{s.url}/rounds/{number}/models/{scheme}").content for s in (recorded, again)]
        assert files[0] == files[1]


def test_the_record_alone_gives_the_state(recorded: Replayed) -> None:
    folded = fold([Event.model_validate(event) for event in recorded.events()])
    assert json.loads(folded.model_dump_json()) == recorded.state()
    assert {event["payload"]["kind"] for event in recorded.events()} >= {
        "samples_queried",
        "samples_picked",
        "sample_placed",
        "samples_labelled",
        "labels_confirmed",
        "sample_returned",
        "scheme_trained",
        "undone",
        "redone",
    }
