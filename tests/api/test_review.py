"""Labels to look at again, over HTTP: the one that is wrong comes first, and acting on it is an ordinary event."""

from __future__ import annotations

from typing import Any

from fastapi.testclient import TestClient

from .test_evaluation_first import Session, server

__all__ = ["server"]


def reviewed(session: Session) -> dict[str, Any]:
    return dict(session.whole("review").json())


def test_what_a_person_put_wrong_is_looked_at_first(server: TestClient) -> None:
    session = Session(server, evaluation_first=False)
    refused = server.get(f"{session.url}/review")
    assert (refused.status_code, refused.json()["error"]) == (409, "TooFewLabels")
    samples = session.select(by="user", sample_ids=list(range(60))).json()["samples"]
    session.label(samples)
    found = reviewed(session)
    assert (found["labels"], found["left_out"], found["folds"]) == (60, 0, 5)
    truth = session.state()["board"]["7"]["class_index"]
    assert server.put(f"{session.url}/labels/7", json={"class_index": 1 - truth, "confidence": 1}).status_code == 200
    first = reviewed(session)["to_look_at"][0]
    assert (first["sample_id"], first["class_index"], first["other_class"]) == (7, 1 - truth, truth)
    assert first["probability"] > 0.5
    assert server.put(f"{session.url}/labels/7", json={"class_index": truth}).status_code == 200
    assert reviewed(session) == found
    assert session.state()["board"]["7"]["status"] == "hand_labelled"


def test_labels_to_evaluate_on_are_not_looked_at(server: TestClient) -> None:
    session = Session(server)
    held_out = session.drawn(12)
    session.label(session.select(by="machine", scheme="RS", count=40).json()["samples"])
    for sample in session.state()["board"].values():
        if sample["sample_id"] in held_out:
            flipped = {"class_index": 1 - sample["class_index"]}
            assert server.put(f"{session.url}/labels/{sample['sample_id']}", json=flipped).status_code == 200
    found = reviewed(session)
    assert found["labels"] == 40
    assert not {item["sample_id"] for item in found["to_look_at"]} & set(held_out)
